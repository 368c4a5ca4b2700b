"""Spreadsheet cells that no spreadsheet runs as formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The first characters of formulas; the last four are full-width ``=+-@``."""

_ESCAPED_STARTS = (*FORMULA_STARTS, "'")


def escape_formula(text: str) -> str:
    """Return a text with an apostrophe before it if a spreadsheet could run it as a formula.

    `unescape_formula` is the inverse.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("'Quoted' it begins")
    ("'=1+1", "'Quoted' it begins")
    """
    # "'=1" is escaped as well, to distinguish it from an escaped "=1".
    ambiguous = text.startswith("'") and text[1:].startswith(_ESCAPED_STARTS)
    return f"'{text}" if text.startswith(FORMULA_STARTS) or ambiguous else text


def unescape_formula(cell: str) -> str:
    """Return the text of a cell that `escape_formula` returned.

    Examples
    --------
    >>> unescape_formula("'=1+1"), unescape_formula("'Quoted' it begins")
    ('=1+1', "'Quoted' it begins")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ESCAPED_STARTS) else cell


def format_cell(value: object) -> str:
    """Return a value as the text of a cell; lists are joined, and None is empty.

    Examples
    --------
    >>> format_cell("=1+1"), format_cell(-0.5), format_cell(["a", "b"]), format_cell({"toll": "no"})
    ("'=1+1", '-0.5', 'a; b', 'toll=no')
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        if not all(isinstance(item, str) for item in value.values()):
            return json.dumps(value, ensure_ascii=False)
        value = [f"{key}={item}" for key, item in value.items()]
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    # Many readers of CSV end a row at a carriage return.
    return escape_formula(text.replace("\r", " "))


def to_csv(rows: Iterable[Iterable[str]], *, bom: bool = False) -> bytes:
    """Return rows of cells as CSV in UTF-8.

    Parameters
    ----------
    rows
        The rows; the first is usually the header.
    bom
        Begin with a byte order mark, by which spreadsheets recognize UTF-8.
    """
    stream = io.StringIO(newline="")
    # With this line end, cells that contain a line feed or carriage return are quoted.
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8")
