"""Reading sheets (CSV or XLSX) row by row, and writing CSV without formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles import UnreadableInput
from tenor.articles.readers.delimited import read_records
from tenor.articles.readers.text_lines import open_text
from tenor.errors import InputError
from tenor.labeling.formats.coding import Location, RejectedCoding, RejectionReason
from tenor.labeling.formats.records import json_line
from tenor.labeling.formats.workbook import ConvertedCell, is_workbook, read_workbook
from tenor.present.cells import escape_formula, to_csv, unescape_formula
from tenor.present.hints import did_you_mean

MAX_COLUMNS = 2_000
MAX_RECORD_CHARACTERS = 50_000_000

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class SheetRow(NamedTuple):
    """A row of a sheet.

    Attributes
    ----------
    location
        The file and the place of the row.
    cells
        Its cells, one for each column.
    by_name
        Its cells by the name of the column.
    """

    location: Location
    cells: list[str]
    by_name: dict[str, str]


def read_sheet(path: Path) -> tuple[list[str], Iterator[SheetRow | RejectedCoding]]:
    """Return the names of the columns of a sheet, and an iterator of its rows.

    A row is rejected if it cannot be read, has more cells than the header, or has an article
    id that the spreadsheet converted.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    rows = _numbered_rows(path)
    _, header = next(rows, (1, []))
    if isinstance(header, UnreadableInput):
        raise InputError(f"codings '{path}' cannot be read: {header.detail}")
    names = [name.strip() for name in header]
    return names, (
        _sheet_row(Location(str(path), f"row {number}"), names, cells) for number, cells in rows
    )


def check_columns(path: Path, header: Sequence[str], needed: Iterable[str], hint: str) -> None:
    """Check that a sheet has the columns that a reader needs.

    Parameters
    ----------
    path
        The file.
    header
        The names of its columns.
    needed
        The columns that it must have.
    hint
        The end of the error message: the next step for the user.

    Raises
    ------
    InputError
        If a column is missing.
    """
    missing = next((name for name in needed if name not in header), None)
    if missing is not None:
        similar = did_you_mean(missing, header)
        raise InputError(f"codings '{path}' have no column '{missing}'; {hint}{similar}")


def _sheet_row(
    location: Location, names: Sequence[str], cells: list[str] | UnreadableInput
) -> SheetRow | RejectedCoding:
    if isinstance(cells, UnreadableInput):
        return location.reject(RejectionReason.BAD_RECORD, cells.detail)
    if any(cells[len(names) :]):
        detail = f"the row has {len(cells)} cells, and the header has {len(names)}"
        return location.reject(RejectionReason.BAD_RECORD, detail, json_line(cells))
    cells += [""] * (len(names) - len(cells))
    by_name = dict(zip(names, cells, strict=False))
    article_id = by_name.get("article_id")
    if isinstance(article_id, ConvertedCell):
        detail = (
            f"the spreadsheet converted the article_id into {article_id.kind}, '{article_id}'; "
            "format the column as text and restore the id"
        )
        return location.reject(RejectionReason.CHANGED_ID, detail, json_line(cells))
    return SheetRow(location, cells, by_name)


def _numbered_rows(path: Path) -> Iterator[tuple[int, list[str] | UnreadableInput]]:
    rows: Iterator[tuple[int, list[str] | UnreadableInput]]
    rows = read_workbook(path) if is_workbook(path) else _read_delimited(path)
    for number, cells in rows:
        if isinstance(cells, UnreadableInput):
            yield number, cells
            continue
        if len(cells) > MAX_COLUMNS:
            raise InputError(
                f"codings '{path}' have {len(cells):,} columns in row {number}, more than the "
                f"maximum of {MAX_COLUMNS:,}; keep the columns that hold codings"
            )
        if any(cells):
            yield number, cells


def _read_delimited(path: Path) -> Iterator[tuple[int, list[str] | UnreadableInput]]:
    try:
        with path.open("rb") as stream, open_text(stream) as text:
            # A spreadsheet counts rows, and a row of it may have several lines of the file.
            n_breaks = 0
            for number, cells in read_records(text, MAX_RECORD_CHARACTERS):
                if isinstance(cells, UnreadableInput):
                    yield number - n_breaks, cells
                else:
                    yield number - n_breaks, list(map(unescape_formula, cells))
                    n_breaks += sum(len(_LINE_BREAK.findall(cell)) for cell in cells)
    except OSError as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.strerror}") from exc
    except UnreadableInput as exc:
        raise InputError(f"codings '{path}' cannot be read: {exc.detail}") from exc


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool = False) -> bytes:
    """Return rows as CSV.

    Parameters
    ----------
    header
        The names of the columns.
    rows
        The cells of each row.
    bom
        Whether to begin with a byte order mark, by which spreadsheets recognize UTF-8.
    """
    return to_csv((map(escape_formula, row) for row in (header, *rows)), bom=bom)
