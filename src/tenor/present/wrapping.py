"""Wrapping and cutting texts at the columns of a terminal."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[^-/:=_.]+[-/:=_.]*|[-/:=_.]+")
"""The parts of a word that it may be divided into: after hyphens and other punctuation."""


def text_width(text: str) -> int:
    """The number of columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most ``width`` columns of a terminal.

    It is divided between words. A word that is too long is divided after punctuation in it, as
    hyphens are, and only then between any two characters.

    Examples
    --------
    >>> wrap("one or the other", 7), wrap("school-merger", 8)
    (['one or', 'the', 'other'], ['school-', 'merger'])
    """
    lines: list[str] = []
    for word in text.split():
        parts = [word] if text_width(word) <= width else _PARTS.findall(word)
        for i, part in enumerate(parts):
            separator = " " if i == 0 else ""
            if lines and text_width(f"{lines[-1]}{separator}{part}") <= width:
                lines[-1] += f"{separator}{part}"
            elif text_width(part) <= width:
                lines.append(part)
            else:
                lines += chop(part, width)
    return lines or [""]


def cut(text: str, width: int) -> str:
    """Return a text that is cut to ``width`` columns of a terminal, with an ellipsis.

    Examples
    --------
    >>> cut("Evening sittings", 8), cut("Evening", 8)
    ('Evening…', 'Evening')
    """
    if text_width(text) <= width:
        return text
    return f"{chop(text, max(1, width - 1))[0].rstrip()}…"


def chop(text: str, width: int) -> list[str]:
    """Return a text as pieces of at most ``width`` columns of a terminal."""
    from rich.cells import chop_cells

    return chop_cells(text, max(1, width)) or [""]
