"""From counts to TF-IDF values, and from values to the scores of linear models.

A row's value in a column is the term's count, or 1 plus its logarithm with ``sublinear``, times
the idf of the column. With a norm, the row is then divided by its length. Sums are taken in the
order of the columns, so that results do not depend on threads or batches.
"""

from __future__ import annotations

import numpy as np

from tenor.features.engine.kernels.coefficients import add_coefficients, prefetch_coefficients
from tenor.features.engine.kernels.compiling import compiled, inlined
from tenor.features.engine.kernels.prefetching import AHEAD, prefetch

SUBLINEAR = np.append(0.0, np.log(np.arange(1.0, 1024.0)) + 1.0)
"""1 plus the logarithm of the first counts: most counts are small."""


@inlined
def term_frequency(count, flags):
    """Return the value of a count before idf and norm.

    Parameters
    ----------
    count : int
        The count, 1 or more.
    flags : tuple of two bool
        Whether the value is 1 plus the logarithm of the count, in place of the count; and whether
        all counts are taken for 1.
    """
    sublinear, binary = flags
    if binary:
        value = 1.0
    elif not sublinear:
        value = float(count)
    elif count < len(SUBLINEAR):
        value = SUBLINEAR[count]
    else:
        value = np.log(float(count)) + 1.0
    return value


@compiled
def add_frequencies(row_ends, columns, counts, chosen, in_texts, occurrences):
    """Add the frequencies of each column in the chosen rows to arrays.

    Parameters
    ----------
    row_ends, columns, counts
        Counted rows, as `rows.count_terms` returns them.
    chosen : int64, shape (n_chosen,)
        Positions of the chosen rows.
    in_texts : int32, shape (n_columns,)
        The number of rows that have a column is added to it.
    occurrences : int64, shape (n_columns,) or (0,)
        The sum of the column's counts is added to it, unless it is empty.
    """
    for row in chosen:
        for i in range(row_ends[row - 1] if row else 0, row_ends[row]):
            in_texts[columns[i]] += 1
            if len(occurrences):
                occurrences[columns[i]] += counts[i]


@compiled
def tfidf_values(row_ends, columns, counts, chosen, new_columns, idf, flags, norm, dtype):
    """Turn the counts of the chosen rows into TF-IDF values.

    Parameters
    ----------
    row_ends, columns, counts
        Counted rows, as `rows.count_terms` returns them.
    chosen : int64, shape (n_chosen,)
        Positions of the chosen rows.
    new_columns : int32, shape (n_columns,) or (0,)
        The column of the result for each counted column, rising, or UNKNOWN to leave it out; empty
        where columns stay as they are.
    idf : float32 or float64, shape (n_new_columns,)
        The inverse document frequency of each column of the result.
    flags
        As in `term_frequency`.
    norm : int
        0 for none, 1 for the sum of absolute values, 2 for the Euclidean length.
    dtype : float32 or float64, shape (0,)
        An empty array of the type of the result. Compiled code depends on types, not on values.

    Returns
    -------
    row_ends : int64, shape (n_chosen,)
        Where each row ends in the other two.
    columns : int32, shape (n_entries,)
        Columns, rising within each row.
    values : shape (n_entries,)
        The TF-IDF values.
    """
    max_entries = 0
    for row in chosen:
        max_entries += row_ends[row] - (row_ends[row - 1] if row else 0)
    out_ends = np.empty(len(chosen), dtype=np.int64)
    out_columns = np.empty(max_entries, dtype=np.int32)
    values = np.empty(max_entries, dtype=dtype.dtype)
    n = 0
    for k in range(len(chosen)):
        row = chosen[k]
        start = n
        total = 0.0
        for i in range(row_ends[row - 1] if row else 0, row_ends[row]):
            column = new_columns[columns[i]] if len(new_columns) else columns[i]
            if column < 0:
                continue
            value = term_frequency(counts[i], flags) * idf[column]
            out_columns[n] = column
            values[n] = value
            total += value * value if norm == 2 else abs(value)
            n += 1
        scale = 1.0
        if norm and total > 0.0:
            scale = 1.0 / (np.sqrt(total) if norm == 2 else total)
        for i in range(start, n):
            values[i] *= scale
        out_ends[k] = n
    return out_ends, out_columns[:n], values[:n]


@compiled
def add_linear_scores(
    row_ends, columns, counts, view_columns, idf, flags, norm, weight, coefficients, scores
):
    """Add the share of one TF-IDF view in the scores of a linear model.

    The view's vectors are never stored: a row's values are multiplied by the coefficients as soon
    as its length is known.

    Parameters
    ----------
    row_ends, columns, counts
        Counted rows, as `rows.count_terms` returns them.
    view_columns : int32, shape (n_columns,)
        The view's column for each counted column, UNKNOWN where the view lacks the term.
    idf : float64, shape (n_features,)
        The view's inverse document frequencies.
    flags
        As in `term_frequency`.
    norm : int
        0 for none, 1 for the sum of absolute values, 2 for the Euclidean length.
    weight : float
        What the normalized vectors are multiplied by.
    coefficients
        The model's coefficients for the features of the view, as in `add_coefficients`.
    scores : float64, shape (n_rows, n_sums)
        What is added to, a row of sums as in `add_coefficients`.
    """
    # One row's values and features; they grow with the longest row.
    values = np.empty(1024, dtype=np.float64)
    features = np.empty(1024, dtype=np.int64)
    i = 0
    for row in range(len(row_ends)):
        if row_ends[row] - i > len(values):
            values = np.empty(2 * (row_ends[row] - i), dtype=np.float64)
            features = np.empty(len(values), dtype=np.int64)
        n = 0
        total = 0.0
        while i < row_ends[row]:
            if i + 2 * AHEAD < len(columns):
                prefetch(view_columns, np.int64(columns[i + 2 * AHEAD]))
                prefetch(idf, np.int64(view_columns[columns[i + AHEAD]]))
            feature = view_columns[columns[i]]
            if feature >= 0:
                value = term_frequency(counts[i], flags) * idf[feature]
                total += value * value if norm == 2 else abs(value)
                values[n] = value
                features[n] = feature
                n += 1
            i += 1
        scale = weight
        if norm and total > 0.0:
            scale = weight / (np.sqrt(total) if norm == 2 else total)
        sums = scores[row]
        for k in range(n):
            prefetch_coefficients(coefficients, features, k, n)
            add_coefficients(coefficients, features[k], values[k] * scale, sums)


@compiled
def copy_rows(indptr, columns, values, first_column, free, out_columns, out_values):
    """Copy the rows of a CSR matrix into a wider one, in which other matrices stand beside it.

    Parameters
    ----------
    indptr : int32 or int64, shape (n_rows + 1,)
        Where each row begins in ``columns`` and ``values``, and where the last one ends.
    columns : int32 or int64, shape (n_entries,)
        Columns of the matrix.
    values : float32, shape (n_entries,)
        Values of the matrix.
    first_column : int
        The column of the wider matrix at which this one begins.
    free : int64, shape (n_rows,)
        Where in the wider matrix each row goes on; it is moved behind what is copied.
    out_columns, out_values
        Columns and values of the wider matrix.
    """
    for row in range(len(indptr) - 1):
        at = free[row]
        for i in range(indptr[row], indptr[row + 1]):
            out_columns[at] = columns[i] + first_column
            out_values[at] = values[i]
            at += 1
        free[row] = at
