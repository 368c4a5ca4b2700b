"""Rows of CSV and XLSX files, in and out, with no cell that a spreadsheet would run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tenor.articles.decoding import Refusal, open_text
from tenor.articles.delimited import read_records
from tenor.cells import neutral, plain, to_csv
from tenor.errors import InputError, OutputError
from tenor.labeling.formats.records import MOST_BYTES, string

MOST_COLUMNS = 2_000
MOST_CHARACTERS = 50_000_000
"""The most that one record may hold."""
CELL = 32_000
"""The most characters that are put in a cell of a workbook, which holds 32,767."""
CUT = " [cut here: a spreadsheet's cell holds no more]"

Lists = Mapping[str, Sequence[str]]
"""The values that a column offers, by its header."""

# Workbooks write some characters as _xHHHH_, and readers differ in what they make of that.
_UNHOLDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_?x[0-9A-Fa-f]{4}_")


class Changed(str):
    """A cell that is no text any more, as text; ``what`` says what it has become."""

    __slots__ = ("what",)
    what: str

    @property
    def told(self) -> str:
        """The sentence for an id that this happened to."""
        return (
            f"the spreadsheet made the article_id {self.what}, '{self}'; format the column as "
            "text and put the id back as it was"
        )


def read_rows(path: Path) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Yield the number and the cells of each row; a row that cannot be read is a Refusal.

    Raises
    ------
    InputError
        If the file cannot be read, or has more than 2,000 columns.
    """
    rows = _workbook(path) if is_workbook(path) else _delimited(path)
    for number, cells in rows:
        if isinstance(cells, list) and len(cells) > MOST_COLUMNS:
            raise InputError(
                f"codings '{path}' have {len(cells):,} columns in row {number}, more than the "
                f"{MOST_COLUMNS:,} that a sheet may have; keep those that hold codings"
            )
        if isinstance(cells, Refusal) or any(cells):
            yield number, cells


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its name or else its first bytes."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def _delimited(path: Path) -> Iterator[tuple[int, list[str] | Refusal]]:
    try:
        with path.open("rb") as stream, open_text(stream) as text:
            for number, cells in read_records(text, MOST_CHARACTERS):
                yield number, cells if isinstance(cells, Refusal) else [plain(c) for c in cells]
    except OSError as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.strerror}") from exc
    except Refusal as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.detail}") from exc


def _workbook(path: Path) -> Iterator[tuple[int, list[str] | Refusal]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
        if size > MOST_BYTES:
            raise InputError(f"codings '{path}' unpack to {size:,} bytes, more than are read")
        with path.open("rb") as stream:
            book = load_workbook(stream, read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), start=1):
                cells = [_read_cell(cell) for cell in row]
                while cells and not cells[-1]:
                    cells.pop()
                yield number, cells
    except InputError:
        raise
    except OSError as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.strerror or exc}") from exc
    except Exception as exc:
        # A damaged workbook makes the reader fail in any of a dozen ways.
        raise InputError(f"codings '{path}' are no workbook that can be read: {exc}") from exc


def _read_cell(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        return _changed(value, "a formula") if cell.data_type == "f" else plain(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return _changed(value.date().isoformat(), "a date")
    if isinstance(value, date):
        return _changed(value.isoformat(), "a date")
    if value is None or isinstance(value, int | float):
        return string(value)
    return _changed(str(value), "a time")


def _changed(text: str, what: str) -> Changed:
    changed = Changed(text)
    changed.what = what
    return changed


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, mark: bool = False) -> bytes:
    """Return rows as CSV whose cells ``plain`` reads; ``mark`` is for spreadsheets."""
    return to_csv((map(neutral, row) for row in (header, *rows)), mark=mark)


def xlsx_bytes(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    lists: Lists | None = None,
    free: Sequence[str] = (),
) -> bytes:
    """Return rows as a workbook whose cells are all text.

    Parameters
    ----------
    lists
        The values that a column's cells offer, by its header.
    free
        Columns for people to read only: what a cell cannot hold is left out
        there, and is an error elsewhere.

    Raises
    ------
    OutputError
        If a cell that must come back as it is holds what a workbook cannot.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    header = [_held(name) for name in header]
    texts = [
        [
            _fitting(text) if name in free else _held(text)
            for name, text in zip(header, row, strict=True)
        ]
        for row in rows
    ]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("codings")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(header, start=1):
        width = 80 if name == "text" else 40 if name in ("title", "article_id") else 16
        sheet.column_dimensions[_letter(number)].width = width
    _offer(book, sheet, header, lists or {})

    def cell(text: str, **style: Any) -> Any:
        made = WriteOnlyCell(sheet, value="")
        # Given as a value, text that begins with '=' would become a formula.
        made._value = neutral(text)
        made.data_type = "s"
        made.number_format = "@"
        for name, value in style.items():
            setattr(made, name, value)
        return made

    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    sheet.append([cell(name, font=bold) for name in header])
    for row in texts:
        sheet.append([cell(text, alignment=top) for text in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _offer(book: Any, sheet: Any, header: Sequence[str], lists: Lists) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if not lists:
        return
    # Values stand on a sheet of their own: in a rule they could not hold a comma.
    page = book.create_sheet("lists")
    page.sheet_state = "hidden"
    offered = list(dict.fromkeys(tuple(values) for values in lists.values()))
    for i in range(max(map(len, offered))):
        page.append([neutral(values[i]) if i < len(values) else None for values in offered])
    for name, values in lists.items():
        column = _letter(offered.index(tuple(values)) + 1)
        rule = DataValidation(
            type="list", formula1=f"lists!${column}$1:${column}${len(values)}", allow_blank=True
        )
        rule.showErrorMessage = True
        rule.error = "Choose from the list, or leave the cell empty."
        place = _letter(header.index(name) + 1)
        rule.add(f"{place}2:{place}1048576")
        sheet.data_validations.append(rule)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _held(text: str) -> str:
    if len(text) > CELL or _UNHOLDABLE.search(text):
        shown = text if len(text) <= 80 else f"{text[:80]}..."
        raise OutputError(
            f"{shown!r} cannot stand in a cell of a workbook as it is; choose --format csv"
        )
    return text


def _fitting(text: str) -> str:
    text = _UNHOLDABLE.sub(" ", text)
    return text if len(text) <= CELL else text[:CELL] + CUT
