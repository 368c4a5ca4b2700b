"""From token numbers to n-gram numbers."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.engine.kernels.compiling import compiled
from tenor.features.engine.kernels.hashing import UNKNOWN
from tenor.features.engine.kernels.ngram_table import (
    NGRAM,
    find,
    find_or_add,
    make_key,
    prefetch_slot,
    reserve,
)
from tenor.features.engine.kernels.prefetching import AHEAD


@compiled
def encode_ngrams(tokens, token_ends, min_n, max_n, keeps_short, adds, slots, keys, n_ngrams):
    """Return the numbers of the n-grams of texts, of two tokens and more.

    Parameters
    ----------
    tokens : int32, shape (n_tokens,)
        The token numbers of all texts, UNKNOWN where a token has none.
    token_ends : int64, shape (n_texts,)
        Where those of each text end.
    min_n, max_n : int
        Tokens in the shortest and in the longest n-gram that is returned.
    keeps_short : bool
        Whether a text of fewer than ``min_n`` tokens is itself one n-gram, as a short word is in
        the char_wb analysis.
    adds : bool
        Whether n-grams that the table lacks are added to it. Otherwise they are left out.
    slots, keys, n_ngrams
        The n-gram table, as in `ngram_table`.

    Returns
    -------
    ngrams : int32, shape (n_occurrences,)
        The n-gram numbers of all texts.
    ngram_ends : int64, shape (n_texts,)
        Where those of each text end.
    slots, keys, n_ngrams
        The n-gram table, whose arrays are new ones where it had to grow.
    """
    max_size = 0
    begin = 0
    for text in range(len(token_ends)):
        max_size = max(max_size, token_ends[text] - begin)
        begin = token_ends[text]
    # In the pass for n tokens, prefixes[i] is the n-gram of n - 1 tokens at position i of the text,
    # in the form that keys contain. It is UNKNOWN where the table lacks that n-gram. The table
    # then lacks all longer ones at i too, since it contains the prefix of every n-gram.
    prefixes = np.empty(max_size, dtype=np.int64)
    ngrams = np.empty(len(tokens) * (max_n - max(min_n, 2) + 1), dtype=np.int32)
    ngram_ends = np.empty(len(token_ends), dtype=np.int64)
    n_out = 0
    begin = 0
    for text in range(len(token_ends)):
        size = token_ends[text] - begin
        if adds:
            # In the worst case all n-grams of the text are new.
            slots, keys = reserve(slots, keys, n_ngrams, size * (max_n - 1))
        for i in range(size):
            prefixes[i] = tokens[begin + i]
        for n in range(2, max_n + 1):
            for i in range(size - n + 1):
                k = i + AHEAD
                if k <= size - n and prefixes[k] >= 0 and tokens[begin + k + n - 1] >= 0:
                    prefetch_slot(slots, make_key(prefixes[k], tokens[begin + k + n - 1]))
                prefix, token = prefixes[i], tokens[begin + i + n - 1]
                if prefix < 0 or token < 0:
                    prefixes[i] = UNKNOWN
                    continue
                key = make_key(prefix, token)
                if adds:
                    number, n_ngrams = find_or_add(slots, keys, n_ngrams, key)
                else:
                    number = find(slots, keys, key)
                    if number < 0:
                        prefixes[i] = UNKNOWN
                        continue
                prefixes[i] = number | int64(NGRAM)
                if n >= min_n or (keeps_short and n == size):
                    ngrams[n_out] = number
                    n_out += 1
        ngram_ends[text] = n_out
        begin = token_ends[text]
    return ngrams[:n_out].copy(), ngram_ends, slots, keys, n_ngrams


@compiled
def add_terms(tokens, token_ends, slots, keys, n_ngrams):
    """Add the terms of a vocabulary, of two tokens and more, to an n-gram table.

    Parameters
    ----------
    tokens : int32, shape (n_tokens,)
        The token numbers of all terms.
    token_ends : int64, shape (n_terms,)
        Where those of each term end.
    slots, keys, n_ngrams
        The n-gram table, as in `ngram_table`.

    Returns
    -------
    numbers : int32, shape (n_terms,)
        The n-gram that each term is, UNKNOWN for a term of fewer than two tokens.
    slots, keys, n_ngrams
        The n-gram table, with the prefixes of the terms as well.
    """
    numbers = np.full(len(token_ends), UNKNOWN, dtype=np.int32)
    slots, keys = reserve(slots, keys, n_ngrams, len(token_ends))
    begin = 0
    for term in range(len(token_ends)):
        size = token_ends[term] - begin
        slots, keys = reserve(slots, keys, n_ngrams, size)
        soon = term + AHEAD
        if soon < len(token_ends) and token_ends[soon] - token_ends[soon - 1] > 1:
            at = token_ends[soon - 1]
            prefetch_slot(slots, make_key(uint64(tokens[at]), tokens[at + 1]))
        if size > 1:
            prefix = uint64(tokens[begin])
            for k in range(1, size):
                key = make_key(prefix, tokens[begin + k])
                number, n_ngrams = find_or_add(slots, keys, n_ngrams, key)
                prefix = uint64(number) | NGRAM
            numbers[term] = number
        begin = token_ends[term]
    return numbers, slots, keys, n_ngrams
