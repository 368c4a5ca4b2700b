"""What texts hold as numbers, and the matrix columns that those numbers stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.features import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 8_500_000
"""Numbers in a block: 34 MB, which no C library takes from what was freed before."""


class Entries(NamedTuple):
    """What texts hold: numbers of tokens and of n-grams, and where each text's end in them."""

    ids: NDArray[np.int32]
    ends: NDArray[np.int64]
    grams: NDArray[np.int32]
    gram_ends: NDArray[np.int64]


class Rows(NamedTuple):
    """Rows of a sparse matrix: where each ends (n,), columns rising in a row, counts."""

    ends: NDArray[np.int64]
    columns: NDArray[np.int32]
    counts: NDArray[np.int32]


class Columns(NamedTuple):
    """The column of each token and of each n-gram, UNKNOWN for what has none."""

    of_token: NDArray[np.int32]
    of_gram: NDArray[np.int32]
    n: int

    def rows(self, entries: Entries) -> Rows:
        """Count the columns of texts."""
        ids, ends, grams, gram_ends = entries
        return Rows(
            *kernels.rows_of_terms(ids, ends, self.of_token, grams, gram_ends, self.of_gram, self.n)
        )

    def known(self, words: Entries) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the numbers of what each word holds that has a column, and where they end."""
        ids, ends, grams, gram_ends = words
        numbers, number_ends = kernels.known_in_words(
            ids, ends, self.of_token, grams, gram_ends, self.of_gram
        )
        return numbers, number_ends

    def rows_of_words(
        self,
        ids: NDArray[np.int32],
        ends: NDArray[np.int64],
        known: tuple[NDArray[np.int32], NDArray[np.int64]],
    ) -> Rows:
        """Count the columns of texts from what their words hold."""
        return Rows(*kernels.rows_of_words(ids, ends, *known, self.of_token, self.of_gram, self.n))

    def renumbered(self, token_of: NDArray[np.int32], gram_of: NDArray[np.int32]) -> Columns:
        """Return the columns by other numbers of the same tokens and n-grams."""
        return Columns(self.of_token[token_of], self.of_gram[gram_of], self.n)

    def kept(self, kept: NDArray[np.bool_]) -> Columns:
        """Leave columns out and close the gaps; ``kept`` has shape (n,)."""
        # The last, which stands for UNKNOWN, is UNKNOWN.
        column_of = np.append(columns_after(kept), np.int32(kernels.UNKNOWN))
        return Columns(column_of[self.of_token], column_of[self.of_gram], int(kept.sum()))


class Room:
    """Keeps arrays in blocks so large that the system has them back when their last one is gone.

    Small arrays come from a heap that stays as large as it ever was.
    """

    def __init__(self) -> None:
        self._block = np.empty(0, dtype=np.int32)
        self._used = 0

    def keep(self, array: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return a copy of an array."""
        start, stop = self._used, self._used + len(array)
        if stop > len(self._block):
            self._block = np.empty(max(BLOCK, len(array)), dtype=np.int32)
            start, stop = 0, len(array)
        self._used = stop
        self._block[start:stop] = array
        return self._block[start:stop]


def columns_after(kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the column of each that is kept once the gaps are closed, else UNKNOWN, (n,)."""
    column_of = np.full(len(kept), kernels.UNKNOWN, dtype=np.int32)
    column_of[kept] = np.arange(np.count_nonzero(kept), dtype=np.int32)
    return column_of
