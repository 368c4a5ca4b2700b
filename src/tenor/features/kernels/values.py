"""From counts to TF-IDF values, and from those to scores."""

from __future__ import annotations

import numpy as np

from tenor.features.kernels.compiling import compiled


@compiled
def frequencies(row_ends, columns, counts, chosen, in_texts, occurs):
    """Add, for the chosen rows, the rows that have each column and its occurrences in them.

    ``occurs`` may be empty, if nobody asks.
    """
    for row in chosen:
        for i in range(row_ends[row - 1] if row else 0, row_ends[row]):
            in_texts[columns[i]] += 1
            if len(occurs):
                occurs[columns[i]] += counts[i]


@compiled
def weigh(row_ends, columns, counts, chosen, column_of, idf, value_of, sublinear, norm, dtype):
    """Turn the counts of the chosen rows into TF-IDF values.

    Parameters
    ----------
    row_ends, columns, counts
        CSR parts of all rows.
    chosen
        Positions of the rows that are wanted.
    column_of
        The new, rising column of each, or UNKNOWN; empty where all stay.
    idf
        The weight of each new column.
    value_of
        What the first counts are worth, from 0 on; greater ones count as they
        are, or by their logarithm where ``sublinear``.
    norm
        0 for none, 1 or 2.
    dtype
        An empty array of the type of the values.

    Returns
    -------
    tuple
        CSR parts: row ends, columns, values.
    """
    size = 0
    for row in chosen:
        size += row_ends[row] - (row_ends[row - 1] if row else 0)
    ends = np.empty(len(chosen), dtype=np.int64)
    out_columns = np.empty(size, dtype=np.int32)
    values = np.empty(size, dtype=dtype.dtype)
    n = 0
    for k in range(len(chosen)):
        row = chosen[k]
        start = n
        total = 0.0
        for i in range(row_ends[row - 1] if row else 0, row_ends[row]):
            column = column_of[columns[i]] if len(column_of) else columns[i]
            if column < 0:
                continue
            count = counts[i]
            if count < len(value_of):
                value = value_of[count]
            else:
                value = np.log(float(count)) + 1.0 if sublinear else float(count)
            value *= idf[column]
            out_columns[n] = column
            values[n] = value
            total += value * value if norm == 2 else abs(value)
            n += 1
        scale = 1.0
        if norm and total > 0.0:
            scale = 1.0 / (np.sqrt(total) if norm == 2 else total)
        for i in range(start, n):
            values[i] *= scale
        ends[k] = n
    return ends, out_columns[:n], values[:n]


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


@compiled
def place(row_ends, columns, values, first, places, out_columns, out_values):
    """Copy rows into a wider matrix, their columns from ``first`` on.

    ``row_ends`` begins with 0; ``places`` holds where each row goes on, and moves along.
    """
    for row in range(len(row_ends) - 1):
        at = places[row]
        for i in range(row_ends[row], row_ends[row + 1]):
            out_columns[at] = columns[i] + first
            out_values[at] = values[i]
            at += 1
        places[row] = at
