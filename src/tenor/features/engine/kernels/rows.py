"""Rows of a sparse matrix: the columns of each text's terms, in rising order, and their counts."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.engine.kernels.compiling import compiled
from tenor.features.engine.kernels.hashing import LOW_HALF, enlarge

RADIX_BITS = 11
N_BUCKETS = 1 << RADIX_BITS
"""Buckets of a pass of the radix sort: 2,048 counters of four bytes fit into a core's first cache,
and two passes sort up to four million columns, three passes any number."""


@compiled
def count_terms(tokens, token_ends, token_columns, ngrams, ngram_ends, ngram_columns, n_columns):
    """Count the columns of texts.

    Parameters
    ----------
    tokens : int32, shape (n_tokens_in_texts,)
        The token numbers of all texts, UNKNOWN where a token has none.
    token_ends : int64, shape (n_texts,)
        Where those of each text end.
    token_columns : int32, shape (n_tokens,)
        The column of each token, or UNKNOWN.
    ngrams : int32, shape (n_ngrams_in_texts,)
        The n-gram numbers of all texts.
    ngram_ends : int64, shape (n_texts,)
        Where those of each text end.
    ngram_columns : int32, shape (n_ngrams,)
        The column of each n-gram, or UNKNOWN.
    n_columns : int
        The number of columns.

    Returns
    -------
    row_ends : int64, shape (n_texts,)
        Where each row ends in the other two.
    columns : int32, shape (n_entries,)
        Columns, rising within each row.
    counts : int32, shape (n_entries,)
        How often the text has the term of the column.
    """
    max_size = 0
    begin = ngram_begin = 0
    for text in range(len(token_ends)):
        max_size = max(max_size, token_ends[text] - begin + ngram_ends[text] - ngram_begin)
        begin, ngram_begin = token_ends[text], ngram_ends[text]
    unsorted = np.empty(max_size, dtype=np.int32)
    spare = np.empty(max_size, dtype=np.int32)
    buckets = np.empty(N_BUCKETS, dtype=np.int32)
    row_ends = np.empty(len(token_ends), dtype=np.int64)
    columns = np.empty(len(tokens) + len(ngrams), dtype=np.int32)
    counts = np.empty(len(tokens) + len(ngrams), dtype=np.int32)
    n_out = 0
    begin = ngram_begin = 0
    for text in range(len(token_ends)):
        # Every column is written, and the next one overwrites it if it is UNKNOWN: a condition
        # that the processor cannot predict would cost more than the write.
        n = 0
        for i in range(begin, token_ends[text]):
            if tokens[i] >= 0:
                unsorted[n] = token_columns[tokens[i]]
                n += unsorted[n] >= 0
        for i in range(ngram_begin, ngram_ends[text]):
            unsorted[n] = ngram_columns[ngrams[i]]
            n += unsorted[n] >= 0
        begin, ngram_begin = token_ends[text], ngram_ends[text]
        ordered = _radix_sorted(unsorted, n, spare, buckets, n_columns)
        previous = int64(-1)
        for i in range(n):
            if ordered[i] == previous:
                counts[n_out - 1] += 1
            else:
                previous = int64(ordered[i])
                columns[n_out] = ordered[i]
                counts[n_out] = 1
                n_out += 1
        row_ends[text] = n_out
    return row_ends, columns[:n_out].copy(), counts[:n_out].copy()


@compiled
def _radix_sorted(items, n, spare, buckets, n_columns):
    """Sort the first ``n`` items by their low 32 bits, which are columns.

    Returns ``items`` or ``spare``, whichever the last pass wrote to. Only as many passes are made
    as the highest column needs.
    """
    shift = 0
    source, target = items, spare
    while n > 1 and (n_columns - 1) >> shift > 0:
        buckets[:] = 0
        for i in range(n):
            buckets[(source[i] >> shift) & (N_BUCKETS - 1)] += 1
        total = 0
        for bucket in range(N_BUCKETS):
            count = buckets[bucket]
            buckets[bucket] = total
            total += count
        for i in range(n):
            bucket = (source[i] >> shift) & (N_BUCKETS - 1)
            target[buckets[bucket]] = source[i]
            buckets[bucket] += 1
        source, target = target, source
        shift += RADIX_BITS
    return source


@compiled
def terms_of_words(tokens, token_ends, token_columns, ngrams, ngram_ends, ngram_columns):
    """Return the terms with a column that each word contains.

    Parameters
    ----------
    tokens, token_ends, token_columns, ngrams, ngram_ends, ngram_columns
        As in `count_terms`, of words in place of texts.

    Returns
    -------
    numbers : int32, shape (n_terms_in_words,)
        The terms of all words, as often as they occur: n-grams by their numbers, characters by
        theirs plus the number of n-grams.
    number_ends : int64, shape (n_words,)
        Where those of each word end.
    """
    numbers = np.empty(len(tokens) + len(ngrams), dtype=np.int32)
    number_ends = np.empty(len(token_ends), dtype=np.int64)
    n = i = k = 0
    for word in range(len(token_ends)):
        while i < token_ends[word]:
            if tokens[i] >= 0:
                numbers[n] = len(ngram_columns) + tokens[i]
                n += token_columns[tokens[i]] >= 0
            i += 1
        while k < ngram_ends[word]:
            numbers[n] = ngrams[k]
            n += ngram_columns[ngrams[k]] >= 0
            k += 1
        number_ends[word] = n
    return numbers[:n].copy(), number_ends


@compiled
def count_terms_of_words(
    words, word_ends, numbers, number_ends, token_columns, ngram_columns, n_columns
):
    """Count the columns of texts from the terms of their words.

    A word's n-grams are looked up once, however often and in however many texts it occurs.

    Parameters
    ----------
    words : int32, shape (n_words_in_texts,)
        The word numbers of all texts.
    word_ends : int64, shape (n_texts,)
        Where those of each text end.
    numbers, number_ends
        The terms of each word, as `terms_of_words` returns them.
    token_columns, ngram_columns, n_columns
        As in `count_terms`.

    Returns
    -------
    row_ends, columns, counts
        As in `count_terms`.
    """
    max_words = 0
    begin = 0
    for text in range(len(word_ends)):
        max_words = max(max_words, word_ends[text] - begin)
        begin = word_ends[text]
    distinct = np.empty(max_words, dtype=np.int32)
    word_counts = np.zeros(len(number_ends), dtype=np.int32)
    # Counters are indexed by number, not by column. Numbers follow the order of appearance, so that
    # frequent n-grams have low ones and their counters stay in the processor's cache. Their
    # columns are scattered over the whole array.
    count_of = np.zeros(len(ngram_columns) + len(token_columns), dtype=np.int32)
    # One longer than there are columns, as the item after the last one is written too.
    touched = np.empty(n_columns + 1, dtype=np.int32)
    unsorted = np.empty(n_columns + 1, dtype=np.uint64)
    spare = np.empty(n_columns + 1, dtype=np.uint64)
    buckets = np.empty(N_BUCKETS, dtype=np.int32)
    row_ends = np.empty(len(word_ends), dtype=np.int64)
    columns = np.empty(1024, dtype=np.int32)
    counts = np.empty(1024, dtype=np.int32)
    n_out = 0
    begin = 0
    for text in range(len(word_ends)):
        n_distinct = 0
        for i in range(begin, word_ends[text]):
            word = words[i]
            if word_counts[word] == 0:
                distinct[n_distinct] = word
                n_distinct += 1
            word_counts[word] += 1
        begin = word_ends[text]
        n = 0
        for k in range(n_distinct):
            word = distinct[k]
            for g in range(number_ends[word - 1] if word else 0, number_ends[word]):
                number = numbers[g]
                count = count_of[number]
                touched[n] = number
                n += count == 0
                count_of[number] = count + word_counts[word]
            word_counts[word] = 0
        # Count and column travel through the sort as one item: the count above, the column below.
        for k in range(n):
            number = touched[k]
            if number < len(ngram_columns):
                column = ngram_columns[number]
            else:
                column = token_columns[number - len(ngram_columns)]
            unsorted[k] = (uint64(count_of[number]) << uint64(32)) | uint64(column)
            count_of[number] = 0
        if n_out + n > len(columns):
            columns = enlarge(columns, n_out, 2 * (n_out + n))
            counts = enlarge(counts, n_out, 2 * (n_out + n))
        ordered = _radix_sorted(unsorted, n, spare, buckets, n_columns)
        for k in range(n):
            columns[n_out] = ordered[k] & uint64(LOW_HALF)
            counts[n_out] = ordered[k] >> uint64(32)
            n_out += 1
        row_ends[text] = n_out
    return row_ends, columns[:n_out].copy(), counts[:n_out].copy()
