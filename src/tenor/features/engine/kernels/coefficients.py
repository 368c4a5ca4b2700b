"""Sums of the coefficients of a linear model, from a dense matrix or from compact rows."""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, overload

from tenor.features.compact_weights import BITS
from tenor.features.engine.kernels.compiling import compiled
from tenor.features.engine.kernels.prefetching import AHEAD, prefetch

LINE_ITEMS = 32
"""Items of a compact row in a cache line."""

ITEMS_OF_MARKS = 64 // BITS
"""Items of a compact row whose marks are read at a time."""


@intrinsic
def lowest_bit(typing_context, marks):
    """Return the position of the lowest bit that is set in an unsigned integer other than 0."""

    def generate(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


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
        What is added to. With a matrix, shape (n_labels,). With compact rows, the sums of codes
        and last the sum of values, shape (n_labels + 1,).
    """
    add = _add_compact if isinstance(coefficients, tuple) else _add_dense
    add(coefficients, feature, value, sums)


def prefetch_coefficients(coefficients, features, k, stop):
    """Fetch coefficients that are added soon.

    Parameters
    ----------
    coefficients
        As in `add_coefficients`.
    features : int
        The features whose coefficients are added, in this order.
    k, stop : int
        The position of the feature whose turn it is, and that after the last one.
    """


@overload(add_coefficients)
def _add_coefficients(coefficients, feature, value, sums):
    return _add_dense if isinstance(coefficients, types.Array) else _add_compact


@overload(prefetch_coefficients)
def _prefetch_coefficients(coefficients, features, k, stop):
    return _prefetch_dense if isinstance(coefficients, types.Array) else _prefetch_compact


def _add_dense(coefficients, feature, value, sums):
    for label in range(coefficients.shape[1]):
        sums[label] += value * coefficients[feature, label]


def _prefetch_dense(coefficients, features, k, stop):
    if k + AHEAD < stop:
        prefetch(coefficients, np.int64(features[k + AHEAD]) * coefficients.shape[1])


def _add_compact(coefficients, feature, value, sums):
    rows, starts = coefficients
    n_labels = len(sums) - 1
    row = rows[starts[feature] : starts[feature + 1]]
    if len(row) == n_labels:
        # A slice, so that the loop is compiled to instructions on several labels at once.
        of_labels = sums[:n_labels]
        for label in range(n_labels):
            of_labels[label] += value * row[label]
    else:
        _add_marked(row, value, sums)
    sums[n_labels] += value


@compiled
def _add_marked(row, value, sums):
    n_marks = -(-(len(sums) - 1) // BITS)
    code = n_marks
    for i in range(0, n_marks, ITEMS_OF_MARKS):
        marks = np.uint64(0)
        for k in range(min(ITEMS_OF_MARKS, n_marks - i)):
            marks |= np.uint64(np.uint16(row[i + k])) << np.uint64(BITS * k)
        while marks:
            sums[BITS * i + lowest_bit(marks)] += value * row[code]
            code += 1
            marks &= marks - np.uint64(1)


def _prefetch_compact(coefficients, features, k, stop):
    rows, starts = coefficients
    # First where the row begins, and then the row.
    if k + 2 * AHEAD < stop:
        prefetch(starts, np.int64(features[k + 2 * AHEAD]))
    if k + AHEAD < stop:
        feature = features[k + AHEAD]
        for item in range(starts[feature], starts[feature + 1], LINE_ITEMS):
            prefetch(rows, item)
