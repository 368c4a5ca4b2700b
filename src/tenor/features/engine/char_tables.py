"""What an analysis does to single characters, as tables with an item for each code point."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tenor.features.analysis import Analysis
from tenor.features.engine import kernels
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_CODE_POINTS = 0x110000

MAX_CLASSIFIED = 0x3FFFF
"""No code point above is a letter, a digit or white space, and none has another case."""


def fold_table(analysis: Analysis) -> NDArray[np.uint32]:
    """Return the code point that each code point is replaced by, or SEPARATOR.

    Characters that depend on their neighbors, or become several, are replaced before: see
    `tenor.features.engine.utf8.encode_utf8`.
    """
    # Texts whose accents are stripped are in lower case already. Stripping can bring forth capital
    # letters, which scikit-learn leaves as they are.
    lowercase = analysis.lowercase and not analysis.strip_accents
    match analysis.analyzer:
        case "word":
            return _word_table(lowercase)
        case "char_wb":
            return _space_separated_table(lowercase)
        case "char":
            return _case_table(lowercase)


@cache
def identity_table(*, splits_at_space: bool) -> NDArray[np.uint32]:
    """Return the table that leaves every code point as it is, but a plain space if that splits."""
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    if splits_at_space:
        table[ord(" ")] = kernels.SEPARATOR
    return table


@cache
def space_table() -> NDArray[np.bool_]:
    """Return which code points are white space, shape (n_code_points,)."""
    return _where(str.isspace, np.arange(N_CODE_POINTS, dtype=np.uint32))


@cache
def _case_table(lowercase: bool) -> NDArray[np.uint32]:
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    if lowercase:
        lowered = [chr(cp).lower() for cp in range(MAX_CLASSIFIED + 1)]
        table[: MAX_CLASSIFIED + 1] = [
            ord(letters) if len(letters) == 1 else cp for cp, letters in enumerate(lowered)
        ]
    return table


@cache
def _word_table(lowercase: bool) -> NDArray[np.uint32]:
    # Tokens consist of what the pattern \w matches: letters, digits and the underscore.
    table = _case_table(lowercase).copy()
    is_word = _where(str.isalnum, table)
    is_word[ord("_")] = True
    table[~is_word] = kernels.SEPARATOR
    return table


@cache
def _space_separated_table(lowercase: bool) -> NDArray[np.uint32]:
    table = _case_table(lowercase).copy()
    table[_where(str.isspace, table)] = kernels.SEPARATOR
    return table


def _where(test: Callable[[str], bool], table: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return for which code points a test holds, once they are replaced by those of a table."""
    is_true = np.zeros(N_CODE_POINTS, dtype=np.bool_)
    is_true[: MAX_CLASSIFIED + 1] = [test(chr(cp)) for cp in table[: MAX_CLASSIFIED + 1].tolist()]
    return is_true


@cache
def code_point_vocabulary() -> Vocabulary:
    """Return every code point as a term of one character: the tokens of a character analysis.

    They are spelled by arithmetic, since encoding a million strings takes longer than a fit.
    """
    code_points = np.arange(N_CODE_POINTS, dtype=np.uint32)
    n_bytes = np.ones(N_CODE_POINTS, dtype=np.int64)
    for first_longer in (0x80, 0x800, 0x10000):
        n_bytes[first_longer:] += 1
    offsets = np.zeros(N_CODE_POINTS + 1, dtype=np.int64)
    np.cumsum(n_bytes, out=offsets[1:])
    text = np.empty(offsets[-1], dtype=np.uint8)
    for size, lead in ((1, 0x00), (2, 0xC0), (3, 0xE0), (4, 0xF0)):
        rest = code_points[n_bytes == size]
        start = offsets[:-1][rest]
        # Six bits a byte, from the last byte to the second; what remains goes into the first.
        for k in range(size - 1, 0, -1):
            text[start + k] = 0x80 | (rest & 0x3F)
            rest = rest >> 6
        text[start] = lead | rest
    return Vocabulary(text, offsets)
