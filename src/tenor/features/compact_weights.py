"""Weights of linear models with many labels in a fifth of the memory, nearly unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BITS = 16
"""Labels of which one item of a row marks those with a code."""

MAX_CODE = 32767
"""The largest absolute code."""

BLOCK_SIZE = 1 << 22
"""Weights that are compacted or checked at a time."""


@dataclass(frozen=True)
class CompactWeights:
    """Weights of which small ones are replaced by the mean of their label's small ones.

    The others are the mean plus a code of two bytes, times the label's scale. The weights of a
    feature most of which are not small are all kept.

    Attributes
    ----------
    rows
        The rows of all features, int16. A row has a code for each label; or it begins with marks,
        a bit for each label, the first label in the lowest bit of the first item, and a code for
        each marked label follows, at most for half of them.
    starts
        Where each row begins, and where the last one ends, shape (n_features + 1,).
    scale, offset
        The value of a code of 1, and the mean of the small weights, shape (n_labels,).
    """

    rows: NDArray[np.int16]
    starts: NDArray[np.int64]
    scale: NDArray[np.float64]
    offset: NDArray[np.float64]

    @classmethod
    def of(cls, weights: NDArray[np.float32], tolerance: float) -> Self:
        """Return weights in compact form.

        Parameters
        ----------
        weights
            The weights, shape (n_features, n_labels).
        tolerance
            The size up to which weights are replaced, relative to the largest of the label.
        """
        n_features, n_labels = weights.shape
        largest = np.zeros(n_labels)
        for block in _blocks(n_features, n_labels):
            np.maximum(largest, np.abs(weights[block]).max(axis=0), out=largest)
        limit = tolerance * largest
        total, n_small = np.zeros(n_labels), np.zeros(n_labels)
        for block in _blocks(n_features, n_labels):
            is_small = ~_kept(weights[block], limit)
            total += np.where(is_small, weights[block], 0).sum(axis=0, dtype=np.float64)
            n_small += is_small.sum(axis=0)
        offset = total / np.maximum(n_small, 1)
        scale = np.maximum(largest + np.abs(offset), np.finfo(np.float32).tiny) / MAX_CODE
        n_marks = _n_marks(n_labels)
        rows, starts = [], [np.zeros(1, dtype=np.int64)]
        for block in _blocks(n_features, n_labels):
            is_kept = _kept(weights[block], limit)
            has_marks = ~is_kept.all(axis=1)
            codes = np.rint((weights[block] - offset) / scale).astype(np.int16)
            marks = np.packbits(is_kept[has_marks], axis=1, bitorder="little")
            marks = np.pad(marks, ((0, 0), (0, 2 * n_marks - marks.shape[1])))
            ends = np.cumsum(n_marks * has_marks + is_kept.sum(axis=1))
            begins = np.concatenate([[0], ends[:-1]])
            items = np.empty(ends[-1], dtype=np.int16)
            is_code = np.ones(len(items), dtype=bool)
            positions = begins[has_marks, None] + np.arange(n_marks)
            is_code[positions] = False
            items[positions] = marks.view("<i2")
            items[is_code] = codes[is_kept]
            rows.append(items)
            starts.append(ends + starts[-1][-1])
        return cls(np.concatenate(rows), np.concatenate(starts), scale, offset)

    @property
    def shape(self) -> tuple[int, int]:
        """The number of features, and of labels."""
        return len(self.starts) - 1, len(self.scale)

    @property
    def nbytes(self) -> int:
        """The size of the arrays in bytes."""
        return sum(a.nbytes for a in (self.rows, self.starts, self.scale, self.offset))

    @property
    def n_marks(self) -> int:
        """The items at the beginning of a row that mark labels."""
        return _n_marks(len(self.scale))

    def __getitem__(self, features: NDArray[np.intp] | slice) -> NDArray[np.float64]:
        """Return the weights of n features, shape (n, n_labels)."""
        n_features, n_labels = self.shape
        chosen = np.arange(n_features)[features] if isinstance(features, slice) else features
        starts = self.starts[chosen]
        has_marks = self.starts[chosen + 1] - starts != n_labels
        codes = np.empty((len(starts), n_labels), dtype=np.int16)
        codes[~has_marks] = self.rows[starts[~has_marks, None] + np.arange(n_labels)]
        marks = self._marks(starts[has_marks]).astype("<u2").view(np.uint8)
        is_marked = np.unpackbits(marks, axis=1, bitorder="little")[:, :n_labels].astype(bool)
        positions = starts[has_marks, None] + self.n_marks - 1 + np.cumsum(is_marked, axis=1)
        codes[has_marks] = np.where(is_marked, self.rows[positions], 0)
        return np.asarray(codes * self.scale + self.offset)

    def scores(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores of n articles.

        Parameters
        ----------
        sums
            The sums of codes and, last, of values, as the kernels compute them, shape
            (n, n_labels + 1).

        Returns
        -------
        ndarray of shape (n, n_labels)
        """
        return np.asarray(sums[:, :-1] * self.scale + sums[:, -1:] * self.offset)

    def check(self) -> None:
        """Check that every row is complete and within the array.

        Raises
        ------
        ValueError
            If one is not.
        """
        n_features, n_labels = self.shape
        lengths = np.diff(self.starts)
        if (
            self.starts[0] != 0
            or self.starts[-1] != len(self.rows)
            or (lengths < self.n_marks).any()
        ):
            raise ValueError("the rows of the weights are malformed")
        for block in _blocks(n_features, n_labels):
            has_marks = lengths[block] != n_labels
            marks = self._marks(self.starts[:-1][block][has_marks])
            expected = self.n_marks + np.bitwise_count(marks).sum(axis=1)
            # In two steps, since a shift by all bits of an item is not defined.
            beyond = marks[:, -1] >> 1 >> (n_labels - 1) % BITS
            if beyond.any() or (lengths[block][has_marks] != expected).any():
                raise ValueError("the marks of the weights are malformed")

    def _marks(self, starts: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Return the marks of the n rows that begin at ``starts``, shape (n, n_marks)."""
        return np.asarray(self.rows[starts[:, None] + np.arange(self.n_marks)].view(np.uint16))


def _n_marks(n_labels: int) -> int:
    return -(-n_labels // BITS)


def _kept(weights: NDArray[np.float32], limit: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which weights of n features are kept, as `weights`: large ones, or all of a row."""
    is_kept = np.abs(weights) > limit
    n_labels = weights.shape[1]
    # A row of codes alone is as long as there are labels, and one with marks is shorter.
    most_marked = min(n_labels // 2, n_labels - _n_marks(n_labels) - 1)
    is_kept[is_kept.sum(axis=1) > most_marked] = True
    return is_kept


Weights: TypeAlias = "NDArray[np.float32] | CompactWeights"
"""The weights of a linear model, shape (n_features, n_labels), of which rows can be taken."""


def _blocks(n_features: int, n_labels: int) -> Iterator[slice]:
    step = max(1, BLOCK_SIZE // n_labels)
    return (slice(start, start + step) for start in range(0, n_features, step))
