"""A vocabulary as two arrays, which can be mapped from disk and searched without loading them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TERMS_PER_SEARCH = 15
"""Terms that are put into a dictionary in the time that one binary search takes."""


class Vocabulary(Sequence[str]):
    """A sequence of terms in rising order of code points; a term's position is its column.

    Parameters
    ----------
    text
        All terms as UTF-8, one after another, shape (n_bytes,).
    offsets
        Where each term begins in ``text``, and where the last one ends, shape (n_terms + 1,).

    Examples
    --------
    >>> vocabulary = Vocabulary.of(["dam", "river"])
    >>> vocabulary.columns({"river": 2, "sea": 1})
    (array([1]), array([2.]))
    """

    def __init__(self, text: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self.text = text
        self.offsets = offsets
        self._n_searches = 0
        self._columns: dict[str, int] | None = None

    @classmethod
    def of(cls, terms: Iterable[str]) -> Vocabulary:
        """Return the vocabulary of terms that are in rising order."""
        encoded = [term.encode("utf-8", "surrogatepass") for term in terms]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(term) for term in encoded], out=offsets[1:])
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, column: int) -> str:  # type: ignore[override]
        column = range(len(self))[column]
        start, stop = self.offsets[column : column + 2]
        return self.text[start:stop].tobytes().decode("utf-8", "surrogatepass")

    def terms(self, columns: NDArray[np.intp]) -> list[str]:
        """Return the terms of columns, faster than one at a time."""
        text, starts, stops = self.text.data, self.offsets[columns], self.offsets[columns + 1]
        return [
            text[start:stop].tobytes().decode("utf-8", "surrogatepass")
            for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)
        ]

    def take(self, kept: NDArray[np.bool_]) -> Vocabulary:
        """Return the vocabulary of the terms where ``kept`` is true, shape (n_terms,)."""
        sizes = np.diff(self.offsets)
        offsets = np.zeros(int(kept.sum()) + 1, dtype=np.int64)
        np.cumsum(sizes[kept], out=offsets[1:])
        return Vocabulary(self.text[np.repeat(kept, sizes)], offsets)

    def reordered(self, order: NDArray[np.intp]) -> Vocabulary:
        """Return all terms in another order, in which columns cannot be searched for."""
        sizes = np.diff(self.offsets)[order]
        offsets = np.zeros(len(order) + 1, dtype=np.int64)
        np.cumsum(sizes, out=offsets[1:])
        moves = self.offsets[:-1][order] - offsets[:-1]
        return Vocabulary(self.text[np.arange(offsets[-1]) + np.repeat(moves, sizes)], offsets)

    def columns(self, counts: dict[str, int]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns of those counted terms that are in the vocabulary, and their counts.

        Columns are in rising order. Few terms are found by binary search, which reads little of a
        mapped file. Once many have been searched for, a dictionary of all terms pays.
        """
        self._n_searches += len(counts)
        if self._columns is None and self._n_searches * TERMS_PER_SEARCH > len(self):
            self._columns = {term: column for column, term in enumerate(self._terms())}
        if self._columns is not None:
            get = self._columns.get
            entries = [(i, n) for term, n in counts.items() if (i := get(term)) is not None]
        else:
            search = self._search()
            entries = [(i, n) for term, n in counts.items() if (i := search(term)) >= 0]
        if not entries:
            return np.empty(0, dtype=np.intp), np.empty(0)
        columns, values = zip(*sorted(entries), strict=True)
        return np.array(columns, dtype=np.intp), np.array(values, dtype=np.float64)

    def _terms(self) -> Iterable[str]:
        text = self.text.tobytes()
        for start, stop in pairwise(self.offsets.tolist()):
            yield text[start:stop].decode("utf-8", "surrogatepass")

    def _search(self) -> Callable[[str], int]:
        """Return a function that returns the column of a term, or -1."""
        # Memory views give plain bytes and integers, faster than arrays give them.
        text, offsets = self.text.data, self.offsets.data

        def encoded(column: int) -> bytes:
            return text[offsets[column] : offsets[column + 1]].tobytes()

        def search(term: str) -> int:
            # UTF-8 has the order of code points, so that bytes can be compared.
            key = term.encode("utf-8", "surrogatepass")
            column = bisect_left(range(len(self)), key, key=encoded)
            return column if column < len(self) and encoded(column) == key else -1

        return search
