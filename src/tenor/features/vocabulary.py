"""A vocabulary as two arrays: opened in no time, searched without loading it whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TERMS_A_SEARCH = 15
"""Terms that are put into a dictionary in the time that the search for one takes."""


class Vocabulary(Sequence[str]):
    """Terms in rising order of code points; a term's position is its column.

    Parameters
    ----------
    text
        The UTF-8 bytes of all terms, one after another; uint8.
    offsets
        Where each term begins, and the end of the last; int64, shape (n + 1,).

    Examples
    --------
    >>> vocabulary = Vocabulary.of(["dam", "river"])
    >>> vocabulary.columns({"river": 2, "sea": 1})
    (array([1]), array([2.]))
    """

    def __init__(self, text: NDArray[np.uint8], offsets: NDArray[np.int64]) -> None:
        self.text = text
        self.offsets = offsets
        self._looked_up = 0
        self._columns: dict[str, int] | None = None

    @classmethod
    def of(cls, terms: Iterable[str]) -> Vocabulary:
        """Make a vocabulary of terms that are in rising order."""
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

    def take(self, kept: NDArray[np.bool_]) -> Vocabulary:
        """Return the vocabulary of the terms where ``kept`` is true, shape (n,)."""
        sizes = np.diff(self.offsets)
        offsets = np.zeros(int(kept.sum()) + 1, dtype=np.int64)
        np.cumsum(sizes[kept], out=offsets[1:])
        return Vocabulary(self.text[np.repeat(kept, sizes)], offsets)

    def columns(self, counts: dict[str, int]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the columns of the counted terms that are known, and their counts."""
        self._looked_up += len(counts)
        if self._columns is None and self._looked_up * TERMS_A_SEARCH > len(self):
            self._columns = {term: i for i, term in enumerate(self._terms())}
        if self._columns is not None:
            get = self._columns.get
            found = [(i, n) for term, n in counts.items() if (i := get(term)) is not None]
        else:
            search = self._search()
            found = [(i, n) for term, n in counts.items() if (i := search(term)) >= 0]
        if not found:
            return np.empty(0, dtype=np.intp), np.empty(0)
        columns, values = zip(*sorted(found), strict=True)
        return np.array(columns, dtype=np.intp), np.array(values, dtype=np.float64)

    def _terms(self) -> Iterable[str]:
        whole = self.text.tobytes()
        ends = self.offsets.tolist()
        for start, end in pairwise(ends):
            yield whole[start:end].decode("utf-8", "surrogatepass")

    def _search(self) -> Callable[[str], int]:
        """Return what finds the column of a term, or -1."""
        # These give plain bytes and numbers, sooner than arrays do.
        text, ends = self.text.data, self.offsets.data

        def encoded(column: int) -> bytes:
            return text[ends[column] : ends[column + 1]].tobytes()

        def search(term: str) -> int:
            # UTF-8 keeps the order of code points, so bytes can be compared.
            wanted = term.encode("utf-8", "surrogatepass")
            place = bisect_left(range(len(self)), wanted, key=encoded)
            return place if place < len(self) and encoded(place) == wanted else -1

        return search
