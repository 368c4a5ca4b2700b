"""Unicode normal form C, in linear time."""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 30
"""Combining marks in a row that are kept: as many as the Stream-Safe Text Format of the Unicode
Standard Annex 15 allows, and more than any script needs."""

_LONG_RUN = re.compile(rf"[^\w\x00-\x7f]{{{MAX_MARKS + 1},}}+")


def nfc(text: str) -> str:
    r"""Return a text in NFC, without the combining marks after the first 30 in a row.

    Normalization sorts the marks of a character, in a time that grows with the square of their
    number.

    Examples
    --------
    >>> nfc("e\u0301") == "\u00e9"
    True
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_without_excess, text))


def _without_excess(run: re.Match[str]) -> str:
    kept: list[str] = []
    n_marks = 0
    for char in run[0]:
        n_marks = n_marks + 1 if unicodedata.combining(char) else 0
        if n_marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)
