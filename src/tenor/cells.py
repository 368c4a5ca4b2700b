"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula may begin with; the last four are the same signs, as wide as ideographs."""


def neutral(text: str) -> str:
    """Return text as a cell that no spreadsheet runs; ``plain`` gives the text back.

    Examples
    --------
    >>> neutral("=1+1"), neutral("'Quoted' it begins")
    ("'=1+1", "'Quoted' it begins")
    """
    risky = text.startswith(FORMULA) or (text.startswith("'") and text[1:].startswith(_QUOTED))
    return f"'{text}" if risky else text


def plain(cell: str) -> str:
    """Return the text that ``neutral`` made the cell of.

    Examples
    --------
    >>> plain("'=1+1"), plain("'Quoted' it begins")
    ('=1+1', "'Quoted' it begins")
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_QUOTED) else cell


def cell(value: object) -> str:
    """Return any value as a cell for people to read.

    Examples
    --------
    >>> cell("=1+1"), cell(-0.5), cell(["one", "two"]), cell({"toll": "favor"})
    ("'=1+1", '-0.5', 'one; two', 'toll=favor')
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        if not all(isinstance(entry, str) for entry in value.values()):
            return json.dumps(value, ensure_ascii=False)
        value = [f"{key}={entry}" for key, entry in value.items()]
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    # A carriage return alone would break the row for many readers.
    return neutral(text.replace("\r", " "))


def to_csv(rows: Iterable[Iterable[str]], *, mark: bool = False) -> bytes:
    """Return rows of cells as CSV; ``mark`` begins it so that spreadsheets know it is UTF-8."""
    stream = io.StringIO(newline="")
    # Ended by both signs, rows with one of them in a cell come back as they were.
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8-sig" if mark else "utf-8")


_QUOTED = (*FORMULA, "'")
