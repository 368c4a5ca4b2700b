"""From counts to TF-IDF values, and from those to scores."""

from __future__ import annotations

import numpy as np

from tenor.features.kernels.tables import compiled


@compiled
def weigh(row_ends, columns, counts, idf, sublinear, norm, out):
    """Turn counts into TF-IDF values, written to ``out``; norm is 0, 1 or 2."""
    i = 0
    for row in range(len(row_ends)):
        start = i
        total = 0.0
        while i < row_ends[row]:
            value = float(counts[i])
            if sublinear:
                value = np.log(value) + 1.0
            value *= idf[columns[i]]
            out[i] = value
            total += value * value if norm == 2 else abs(value)
            i += 1
        if norm and total > 0.0:
            if norm == 2:
                total = np.sqrt(total)
            for k in range(start, i):
                out[k] /= total


@compiled
def add_scores(row_ends, columns, counts, column_of, idf, flags, norm, weight, weights, out):
    """Add to ``out`` (n, n_labels) what a view's terms say of each row.

    ``column_of`` maps counted columns to rows of ``weights``, UNKNOWN where the
    view lacks the term; ``flags`` are sublinear and binary.
    """
    sublinear, binary = flags
    n_labels = weights.shape[1]
    values = np.empty(1024, dtype=np.float64)
    own = np.empty(1024, dtype=np.int64)
    i = 0
    for row in range(len(row_ends)):
        if row_ends[row] - i > len(values):
            values = np.empty(2 * (row_ends[row] - i), dtype=np.float64)
            own = np.empty(len(values), dtype=np.int64)
        n = 0
        total = 0.0
        while i < row_ends[row]:
            column = column_of[columns[i]]
            if column >= 0:
                value = 1.0 if binary else float(counts[i])
                if sublinear:
                    value = np.log(value) + 1.0
                value *= idf[column]
                total += value * value if norm == 2 else abs(value)
                values[n] = value
                own[n] = column
                n += 1
            i += 1
        scale = weight
        if norm and total > 0.0:
            scale = weight / (np.sqrt(total) if norm == 2 else total)
        for k in range(n):
            value = values[k] * scale
            for label in range(n_labels):
                out[row, label] += value * weights[own[k], label]
