"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

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


_QUOTED = (*FORMULA, "'")
