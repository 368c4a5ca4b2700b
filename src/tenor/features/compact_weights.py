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

    The others are the mean plus a code of two bytes, times the label's scale.

    Attributes
    ----------
    rows
        The rows of all features, and one item more, int16. A row begins with marks, a bit for each
        label, the first label in the lowest bit of the first item; a code for each marked label
        follows.
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
            is_small = np.abs(weights[block]) <= limit
            total += np.where(is_small, weights[block], 0).sum(axis=0, dtype=np.float64)
            n_small += is_small.sum(axis=0)
        offset = total / np.maximum(n_small, 1)
        scale = np.maximum(largest + np.abs(offset), np.finfo(np.float32).tiny) / MAX_CODE
        n_marks = -(-n_labels // BITS)
        rows, starts = [], [np.zeros(1, dtype=np.int64)]
        for block in _blocks(n_features, n_labels):
            is_marked = np.abs(weights[block]) > limit
            codes = np.rint((weights[block] - offset) / scale).astype(np.int16)
            marks = np.packbits(is_marked, axis=1, bitorder="little")
            marks = np.pad(marks, ((0, 0), (0, 2 * n_marks - marks.shape[1])))
            ends = np.cumsum(n_marks + is_marked.sum(axis=1))
            begins = np.concatenate([[0], ends[:-1]])
            items = np.empty(ends[-1], dtype=np.int16)
            is_code = np.ones(len(items), dtype=bool)
            positions = begins[:, None] + np.arange(n_marks)
            is_code[positions] = False
            items[positions] = marks.view("<i2")
            items[is_code] = codes[is_marked]
            rows.append(items)
            starts.append(ends + starts[-1][-1])
        return cls(
            np.concatenate([*rows, np.zeros(1, dtype=np.int16)]),
            np.concatenate(starts),
            scale,
            offset,
        )

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
        return -(-len(self.scale) // BITS)

    @property
    def n_sums(self) -> int:
        """The sums that an article's scores are computed from: of the codes, and of its values."""
        return BITS * self.n_marks + 1

    def __getitem__(self, features: NDArray[np.intp] | slice) -> NDArray[np.float64]:
        """Return the weights of n features, shape (n, n_labels)."""
        n_features, n_labels = self.shape
        chosen = np.arange(n_features)[features] if isinstance(features, slice) else features
        starts = self.starts[chosen][:, None]
        is_marked = self._is_marked(starts)
        positions = starts + self.n_marks - 1 + np.cumsum(is_marked, axis=1)
        codes = np.where(is_marked, self.rows[positions], 0)[:, :n_labels]
        return np.asarray(codes * self.scale + self.offset)

    def scores(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the scores of n articles.

        Parameters
        ----------
        sums
            The sums of codes and, last, of values, as the kernels compute them, shape (n, n_sums).

        Returns
        -------
        ndarray of shape (n, n_labels)
        """
        return np.asarray(sums[:, : len(self.scale)] * self.scale + sums[:, -1:] * self.offset)

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
            or self.starts[-1] != len(self.rows) - 1
            or (lengths < self.n_marks).any()
        ):
            raise ValueError("the rows of the weights are malformed")
        for block in _blocks(n_features, n_labels):
            is_marked = self._is_marked(self.starts[:-1][block][:, None])
            n_marked = is_marked.sum(axis=1)
            if is_marked[:, n_labels:].any() or (lengths[block] != self.n_marks + n_marked).any():
                raise ValueError("the marks of the weights are malformed")

    def _is_marked(self, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return the marks of rows that begin at ``starts``, (n, 1), as (n, n_marks * BITS)."""
        marks = self.rows[starts + np.arange(self.n_marks)].astype("<i2")
        bits = np.unpackbits(marks.view(np.uint8), axis=1, bitorder="little")
        return bits.astype(bool)


Weights: TypeAlias = "NDArray[np.float32] | CompactWeights"
"""The weights of a linear model, shape (n_features, n_labels), of which rows can be taken."""


def _blocks(n_features: int, n_labels: int) -> Iterator[slice]:
    step = max(1, BLOCK_SIZE // n_labels)
    return (slice(start, start + step) for start in range(0, n_features, step))
