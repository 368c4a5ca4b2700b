"""Reading XLSX workbooks as rows of text, and writing workbooks whose cells are all text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tenor.errors import InputError, OutputError, reason_of
from tenor.labeling.formats.records import MAX_BYTES, string
from tenor.present.cells import escape_formula, unescape_formula
from tenor.present.workbooks import save_workbook

MAX_CELL_CHARACTERS = 32_000
"""The maximum length of a text in a cell; a workbook allows 32,767."""
TRUNCATION_NOTE = " [truncated to the maximum length of a spreadsheet cell]"
LAST_ROW = 1_048_576
"""The number of the last row that a sheet can have."""
COLUMN_WIDTHS = {"text": 80, "title": 40, "article_id": 40}
DEFAULT_WIDTH = 16

Choices = Mapping[str, Sequence[str]]
"""The values that the cells of a column offer, by the column's header."""

# Workbooks encode some characters as _xHHHH_, and readers differ in how they decode that.
_UNSUPPORTED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_?x[0-9A-Fa-f]{4}_")


class ConvertedCell(str):
    """A cell whose text a spreadsheet converted, for example into a date.

    Attributes
    ----------
    kind
        The kind of its value: ``a date``, ``a time`` or ``a formula``.
    """

    __slots__ = ("kind",)
    kind: str

    def __new__(cls, text: str, kind: str) -> ConvertedCell:
        """Make the cell from its value as text and the kind of the value."""
        cell = super().__new__(cls, text)
        cell.kind = kind
        return cell


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its name or else its first bytes."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def read_workbook(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row of the first sheet.

    Raises
    ------
    InputError
        If the file is not a workbook, or is too large.
    """
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MAX_BYTES:
            raise InputError(
                f"codings '{path}' unpack to {size:,} bytes, more than the maximum of "
                f"{MAX_BYTES:,}; save them in parts"
            )
        with path.open("rb") as stream:
            workbook = load_workbook(stream, read_only=True, keep_links=False)
            sheet = workbook.worksheets[0]
            sheet.reset_dimensions()
            # The reader makes every row that a high number leaves out, up to the maximum.
            for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW + 1), start=1):
                if number > LAST_ROW:
                    raise InputError(
                        f"codings '{path}' have a row beyond {LAST_ROW:,}, the last that a sheet "
                        "has; save them again in a spreadsheet program"
                    )
                cells = [_text(cell) for cell in row]
                while cells and not cells[-1]:
                    cells.pop()
                yield number, cells
    except InputError:
        raise
    except OSError as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.strerror or exc}") from exc
    except Exception as exc:
        # A damaged workbook makes the reader fail in many ways.
        raise InputError(f"codings '{path}' are not a readable workbook: {reason_of(exc)}") from exc


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        if cell.data_type == "f":
            return ConvertedCell(value, "a formula")
        return unescape_formula(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return ConvertedCell(value.date().isoformat(), "a date")
    if isinstance(value, date):
        return ConvertedCell(value.isoformat(), "a date")
    if value is None or isinstance(value, int | float):
        return string(value)
    return ConvertedCell(str(value), "a time")


def xlsx_bytes(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    choices: Choices | None = None,
    read_only: Sequence[str] = (),
) -> bytes:
    """Return rows as a workbook whose cells are all text.

    Parameters
    ----------
    header
        The names of the columns.
    rows
        The cells of each row, as many as the header has.
    choices
        The values that the cells of a column offer.
    read_only
        Columns that are never imported again: text that a workbook cannot hold is replaced or
        truncated in them, and is an error in the others.

    Raises
    ------
    OutputError
        If a column that is imported again has text that a workbook cannot hold.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    header = [_check_text(name) for name in header]
    texts = [
        [
            _fit_text(text) if name in read_only else _check_text(text)
            for name, text in zip(header, row, strict=True)
        ]
        for row in rows
    ]
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("codings")
    sheet.freeze_panes = "B2"
    for number, name in enumerate(header, start=1):
        sheet.column_dimensions[_column_letter(number)].width = COLUMN_WIDTHS.get(
            name, DEFAULT_WIDTH
        )
    if choices:
        _add_choices(workbook, sheet, header, choices)

    def text_cell(text: str, **style: Any) -> Any:
        cell = WriteOnlyCell(sheet, value="")
        # The public setter would make a formula of text that begins with '='.
        cell._value = escape_formula(text)
        cell.data_type = "s"
        cell.number_format = "@"
        for name, value in style.items():
            setattr(cell, name, value)
        return cell

    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    sheet.append([text_cell(name, font=bold) for name in header])
    for row in texts:
        sheet.append([text_cell(text, alignment=top) for text in row])
    stream = io.BytesIO()
    save_workbook(workbook, stream)
    return stream.getvalue()


def _add_choices(workbook: Any, sheet: Any, header: Sequence[str], choices: Choices) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    # The values are on a hidden sheet, because a rule cannot list a value with a comma.
    hidden = workbook.create_sheet("lists")
    hidden.sheet_state = "hidden"
    lists = list(dict.fromkeys(tuple(values) for values in choices.values()))
    for i in range(max(map(len, lists))):
        hidden.append([escape_formula(values[i]) if i < len(values) else None for values in lists])
    for name, values in choices.items():
        column = _column_letter(lists.index(tuple(values)) + 1)
        rule = DataValidation(
            type="list", formula1=f"lists!${column}$1:${column}${len(values)}", allow_blank=True
        )
        rule.showErrorMessage = True
        rule.error = "Choose from the list, or leave the cell empty."
        column = _column_letter(header.index(name) + 1)
        rule.add(f"{column}2:{column}{LAST_ROW}")
        sheet.data_validations.append(rule)


def _column_letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _check_text(text: str) -> str:
    if len(text) > MAX_CELL_CHARACTERS or _UNSUPPORTED.search(text):
        shown = text if len(text) <= 80 else f"{text[:80]}..."
        raise OutputError(f"a cell of a workbook cannot hold {shown!r}; choose --format csv")
    return text


def _fit_text(text: str) -> str:
    text = _UNSUPPORTED.sub(" ", text)
    if len(text) <= MAX_CELL_CHARACTERS:
        return text
    return text[:MAX_CELL_CHARACTERS] + TRUNCATION_NOTE
