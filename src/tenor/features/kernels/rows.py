"""Rows of a sparse matrix: the known n-grams of each text, counted."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.kernels.tables import compiled, find, grown


@compiled
def rows_of_ngrams(ids, ends, low, high, column_of, keys, nodes, n_columns):
    """Count the known n-grams of texts.

    Parameters
    ----------
    ids, ends
        Token numbers of texts, UNKNOWN where a token is not known, and where
        each text ends.
    low, high
        The shortest and longest n-grams.
    column_of
        The column of each node, or UNKNOWN.
    keys, nodes
        The table of n-grams.
    n_columns
        The number of columns.

    Returns
    -------
    tuple
        CSR parts: row ends (n,), columns rising within a row, and counts.
    """
    most = 0
    begin = 0
    for text in range(len(ends)):
        most = max(most, ends[text] - begin)
        begin = ends[text]
    most *= high - low + 1
    columns = np.empty(most, dtype=np.int32)
    spare = np.empty(most, dtype=np.int32)
    buckets = np.empty(2048, dtype=np.int64)
    row_ends = np.empty(len(ends), dtype=np.int64)
    out_columns = np.empty(1024, dtype=np.int32)
    out_counts = np.empty(1024, dtype=np.int32)
    mask = uint64(len(keys) - 1)
    n_out = 0
    begin = 0
    for text in range(len(ends)):
        n = 0
        for i in range(begin, ends[text]):
            token = ids[i]
            if token < 0:
                continue
            node = int64(token)
            if low == 1 and column_of[node] >= 0:
                columns[n] = column_of[node]
                n += 1
            for k in range(1, high):
                if i + k >= ends[text] or ids[i + k] < 0:
                    break
                node = find(keys, nodes, mask, (uint64(node) << uint64(32)) | uint64(ids[i + k]))
                if node < 0:
                    break
                if k + 1 >= low and column_of[node] >= 0:
                    columns[n] = column_of[node]
                    n += 1
        begin = ends[text]
        if n_out + n > len(out_columns):
            out_columns = grown(out_columns, n_out, 2 * (n_out + n))
            out_counts = grown(out_counts, n_out, 2 * (n_out + n))
        if n:
            n_out = _write_row(
                _sort_columns(columns, n, spare, buckets, n_columns),
                n,
                out_columns,
                out_counts,
                n_out,
            )
        row_ends[text] = n_out
    return row_ends, out_columns[:n_out].copy(), out_counts[:n_out].copy()


@compiled
def _sort_columns(columns, n, spare, counts, n_columns):
    # Radix sort, eleven bits a pass; the sorted columns end in the array returned.
    shift = 0
    source, target = columns, spare
    while (n_columns - 1) >> shift > 0 or shift == 0:
        counts[:] = 0
        for i in range(n):
            counts[(source[i] >> shift) & 2047] += 1
        total = 0
        for bucket in range(2048):
            count = counts[bucket]
            counts[bucket] = total
            total += count
        for i in range(n):
            bucket = (source[i] >> shift) & 2047
            target[counts[bucket]] = source[i]
            counts[bucket] += 1
        source, target = target, source
        shift += 11
    return source


@compiled
def _write_row(ordered, n, out_columns, out_counts, n_out):
    before = int64(-1)
    for i in range(n):
        if ordered[i] == before:
            out_counts[n_out - 1] += 1
        else:
            before = int64(ordered[i])
            out_columns[n_out] = ordered[i]
            out_counts[n_out] = 1
            n_out += 1
    return n_out


@compiled
def grams_of_words(ids, ends, low, high, column_of, keys, nodes):
    """Return the columns of each word's known n-grams, and where each word's end.

    A word of at most ``low`` characters, its spaces included, is one n-gram.
    """
    mask = uint64(len(keys) - 1)
    gram_ends = np.empty(len(ends), dtype=np.int64)
    columns = np.empty(1024, dtype=np.int32)
    n = 0
    begin = 0
    for word in range(len(ends)):
        stop = ends[word]
        length = stop - begin
        if n + length * (high - low + 1) + 1 > len(columns):
            columns = grown(columns, n, 2 * (n + length * (high - low + 1) + 1))
        for offset in range(begin, begin + 1 if length <= low else stop):
            node = int64(ids[offset])
            for k in range(1, high + 1):
                if k > 1:
                    key = (uint64(node) << uint64(32)) | uint64(ids[offset + k - 1])
                    node = find(keys, nodes, mask, key)
                    if node < 0:
                        break
                if (k >= low or k == length) and column_of[node] >= 0:
                    columns[n] = column_of[node]
                    n += 1
                if offset + k == stop:
                    break
        begin = stop
        gram_ends[word] = n
    return columns[:n].copy(), gram_ends


@compiled
def rows_of_words(ids, ends, grams, gram_ends, n_columns):
    """Count the n-grams of texts from those of their words; returns as `rows_of_ngrams`."""
    count_of = np.zeros(n_columns, dtype=np.int32)
    touched = np.empty(n_columns, dtype=np.int32)
    spare = np.empty(n_columns, dtype=np.int32)
    buckets = np.empty(2048, dtype=np.int64)
    row_ends = np.empty(len(ends), dtype=np.int64)
    out_columns = np.empty(1024, dtype=np.int32)
    out_counts = np.empty(1024, dtype=np.int32)
    n_out = 0
    i = 0
    for text in range(len(ends)):
        n = 0
        while i < ends[text]:
            word = ids[i]
            for g in range(gram_ends[word - 1] if word else 0, gram_ends[word]):
                column = grams[g]
                if count_of[column] == 0:
                    touched[n] = column
                    n += 1
                count_of[column] += 1
            i += 1
        if n_out + n > len(out_columns):
            out_columns = grown(out_columns, n_out, 2 * (n_out + n))
            out_counts = grown(out_counts, n_out, 2 * (n_out + n))
        ordered = _sort_columns(touched, n, spare, buckets, n_columns)
        for k in range(n):
            column = ordered[k]
            out_columns[n_out] = column
            out_counts[n_out] = count_of[column]
            count_of[column] = 0
            n_out += 1
        row_ends[text] = n_out
    return row_ends, out_columns[:n_out].copy(), out_counts[:n_out].copy()
