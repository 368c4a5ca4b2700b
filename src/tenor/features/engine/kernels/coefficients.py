"""Sums of the coefficients of a linear model, from a dense matrix or from compact rows."""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload

from tenor.features.compact_weights import BITS
from tenor.features.engine.kernels.compiling import compiled
from tenor.features.engine.kernels.prefetching import AHEAD, prefetch

LINE_ITEMS = 32
"""Items of a compact row in a cache line."""

_BITS_OF_BYTE = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]
_N_BITS = np.array([len(bits) for bits in _BITS_OF_BYTE], dtype=np.uint8)
_BIT_POSITIONS = np.array([bits + [0] * (8 - len(bits)) for bits in _BITS_OF_BYTE], dtype=np.uint8)


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
    code = -(-(len(sums) - 1) // BITS)
    for i in range(code):
        marks = np.int64(row[i]) & 0xFFFF
        label = BITS * i
        while marks:
            byte = marks & 0xFF
            for k in range(_N_BITS[byte]):
                sums[label + _BIT_POSITIONS[byte, k]] += value * row[code]
                code += 1
            marks >>= 8
            label += 8


def _prefetch_compact(coefficients, features, k, stop):
    rows, starts = coefficients
    # First where the row begins, and then the row.
    if k + 2 * AHEAD < stop:
        prefetch(starts, np.int64(features[k + 2 * AHEAD]))
    if k + AHEAD < stop:
        feature = features[k + AHEAD]
        for item in range(starts[feature], starts[feature + 1], LINE_ITEMS):
            prefetch(rows, item)
