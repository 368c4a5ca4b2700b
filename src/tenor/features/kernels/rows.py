"""Rows of a sparse matrix: the columns of each text's terms, counted and in order."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.kernels.compiling import compiled
from tenor.features.kernels.tables import LOW, grown


@compiled
def rows_of_terms(ids, ends, token_column, grams, gram_ends, gram_column, n_columns):
    """Count the columns of texts.

    Parameters
    ----------
    ids, ends
        Token numbers of texts, UNKNOWN where a token is not known, and where
        each text ends.
    token_column
        The column of each token, or UNKNOWN.
    grams, gram_ends, gram_column
        The same of their n-grams.
    n_columns
        The number of columns.

    Returns
    -------
    tuple
        CSR parts: row ends (n,), columns rising within a row, and counts.
    """
    most = 0
    begin = gram_begin = 0
    for text in range(len(ends)):
        most = max(most, ends[text] - begin + gram_ends[text] - gram_begin)
        begin, gram_begin = ends[text], gram_ends[text]
    columns = np.empty(most, dtype=np.int32)
    spare = np.empty(most, dtype=np.int32)
    buckets = np.empty(2048, dtype=np.int32)
    row_ends = np.empty(len(ends), dtype=np.int64)
    out_columns = np.empty(len(ids) + len(grams), dtype=np.int32)
    out_counts = np.empty(len(ids) + len(grams), dtype=np.int32)
    n_out = 0
    begin = gram_begin = 0
    for text in range(len(ends)):
        n = 0
        for i in range(begin, ends[text]):
            if ids[i] >= 0:
                columns[n] = token_column[ids[i]]
                n += columns[n] >= 0
        for i in range(gram_begin, gram_ends[text]):
            columns[n] = gram_column[grams[i]]
            n += columns[n] >= 0
        begin, gram_begin = ends[text], gram_ends[text]
        ordered = _sorted(columns, n, spare, buckets, n_columns)
        before = int64(-1)
        for i in range(n):
            if ordered[i] == before:
                out_counts[n_out - 1] += 1
            else:
                before = int64(ordered[i])
                out_columns[n_out] = ordered[i]
                out_counts[n_out] = 1
                n_out += 1
        row_ends[text] = n_out
    return row_ends, out_columns[:n_out].copy(), out_counts[:n_out].copy()


@compiled
def _sorted(columns, n, spare, counts, n_columns):
    # Radix sort by the low 32 bits, eleven a pass; the sorted columns end in the array returned.
    shift = 0
    source, target = columns, spare
    while n > 1 and (n_columns - 1) >> shift > 0:
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
def known_in_words(ids, ends, token_column, grams, gram_ends, gram_column):
    """Return the numbers of each word's n-grams and characters that have a column, and ends.

    An n-gram keeps its number; those of characters come after those of all n-grams.
    """
    numbers = np.empty(len(ids) + len(grams), dtype=np.int32)
    number_ends = np.empty(len(ends), dtype=np.int64)
    n = i = k = 0
    for word in range(len(ends)):
        while i < ends[word]:
            if ids[i] >= 0:
                numbers[n] = len(gram_column) + ids[i]
                n += token_column[ids[i]] >= 0
            i += 1
        while k < gram_ends[word]:
            numbers[n] = grams[k]
            n += gram_column[grams[k]] >= 0
            k += 1
        number_ends[word] = n
    return numbers[:n].copy(), number_ends


@compiled
def rows_of_words(ids, ends, numbers, number_ends, token_column, gram_column, n_columns):
    """Count the columns of texts from the numbers of their words; returns as `rows_of_terms`."""
    longest = 0
    begin = 0
    for text in range(len(ends)):
        longest = max(longest, ends[text] - begin)
        begin = ends[text]
    words = np.empty(longest, dtype=np.int32)
    times = np.zeros(len(number_ends), dtype=np.int32)
    # Counted by number: frequent n-grams have low ones and stay near the processor.
    count_of = np.zeros(len(gram_column) + len(token_column), dtype=np.int32)
    touched = np.empty(n_columns + 1, dtype=np.int32)
    counted = np.empty(n_columns + 1, dtype=np.uint64)
    spare = np.empty(n_columns + 1, dtype=np.uint64)
    buckets = np.empty(2048, dtype=np.int32)
    row_ends = np.empty(len(ends), dtype=np.int64)
    out_columns = np.empty(1024, dtype=np.int32)
    out_counts = np.empty(1024, dtype=np.int32)
    n_out = 0
    begin = 0
    for text in range(len(ends)):
        n_words = 0
        for i in range(begin, ends[text]):
            word = ids[i]
            if times[word] == 0:
                words[n_words] = word
                n_words += 1
            times[word] += 1
        begin = ends[text]
        n = 0
        for k in range(n_words):
            word = words[k]
            for g in range(number_ends[word - 1] if word else 0, number_ends[word]):
                number = numbers[g]
                count = count_of[number]
                touched[n] = number
                n += count == 0
                count_of[number] = count + times[word]
            times[word] = 0
        for k in range(n):
            number = touched[k]
            if number < len(gram_column):
                column = gram_column[number]
            else:
                column = token_column[number - len(gram_column)]
            counted[k] = (uint64(count_of[number]) << uint64(32)) | uint64(column)
            count_of[number] = 0
        if n_out + n > len(out_columns):
            out_columns = grown(out_columns, n_out, 2 * (n_out + n))
            out_counts = grown(out_counts, n_out, 2 * (n_out + n))
        ordered = _sorted(counted, n, spare, buckets, n_columns)
        for k in range(n):
            out_columns[n_out] = ordered[k] & uint64(LOW)
            out_counts[n_out] = ordered[k] >> uint64(32)
            n_out += 1
        row_ends[text] = n_out
    return row_ends, out_columns[:n_out].copy(), out_counts[:n_out].copy()
