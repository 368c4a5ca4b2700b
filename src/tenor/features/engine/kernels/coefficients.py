"""Sums of the coefficients of a linear model, from a dense matrix or from compact rows."""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload

from tenor.features.compact_weights import BITS


def add_coefficients(coefficients, feature, value, sums):
    """Add the coefficients of a feature, times its value, to the sums of the labels.

    Parameters
    ----------
    coefficients : float32, shape (n_features, n_labels); or a tuple
        The coefficients; or the ``rows`` and ``starts`` of compact weights.
    feature : int
        The feature.
    value : float
        Its value.
    sums : float64
        What is added to. With a matrix, shape (n_labels,). With compact rows, the sums of codes,
        with ``BITS`` items for each item of a row that marks labels, and last the sum of values.
    """
    add = _add_compact if isinstance(coefficients, tuple) else _add_dense
    add(coefficients, feature, value, sums)


@overload(add_coefficients)
def _add_coefficients(coefficients, feature, value, sums):
    if isinstance(coefficients, types.Array):
        return _add_dense
    return _add_compact


def _add_dense(coefficients, feature, value, sums):
    for label in range(coefficients.shape[1]):
        sums[label] += value * coefficients[feature, label]


def _add_compact(coefficients, feature, value, sums):
    rows, starts = coefficients
    n_marks = (len(sums) - 1) // BITS
    start = starts[feature]
    code = start + n_marks
    for i in range(n_marks):
        marks = np.int64(rows[start + i])
        # Branch-free, as the branch predictor would fail often. An unmarked label multiplies the
        # next code by 0; the array has one extra item at its end, so that this read is in bounds.
        for bit in range(BITS):
            is_marked = (marks >> bit) & 1
            sums[BITS * i + bit] += value * (rows[code] * is_marked)
            code += is_marked
    sums[BITS * n_marks] += value
