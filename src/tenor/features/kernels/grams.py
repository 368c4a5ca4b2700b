"""From tokens to n-grams, and what is known of each: in how many texts, in which order, spelled."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.kernels.compiling import compiled
from tenor.features.kernels.tables import (
    GRAM,
    UNKNOWN,
    find,
    key_of,
    numbered,
    with_room,
)


@compiled
def ngrams(ids, ends, low, high, short_ones, learns, slots, keys, n_grams):
    """Return the n-grams of texts, of two tokens and more.

    Parameters
    ----------
    ids, ends
        Token numbers of texts, UNKNOWN where a token is not known, and where
        each text ends.
    low, high
        Tokens in the shortest and in the longest n-gram.
    short_ones
        Whether a text of fewer than ``low`` tokens is one n-gram.
    learns
        Whether n-grams that the table lacks are added to it, or left out.
    slots, keys, n_grams
        The table of n-grams, as `gram_table` makes it.

    Returns
    -------
    tuple
        Numbers of the n-grams of all texts, where each text's end in them
        (n,), and the table's three parts, which may have moved.
    """
    longest = 0
    begin = 0
    for text in range(len(ends)):
        longest = max(longest, ends[text] - begin)
        begin = ends[text]
    starts = np.empty(longest, dtype=np.int64)
    out = np.empty(len(ids) * (high - max(low, 2) + 1), dtype=np.int32)
    out_ends = np.empty(len(ends), dtype=np.int64)
    n_out = 0
    begin = 0
    for text in range(len(ends)):
        size = ends[text] - begin
        if learns:
            # All n-grams of a text can be new, if somebody wants them to.
            slots, keys = with_room(slots, keys, n_grams, size * (high - 1))
        for i in range(size):
            starts[i] = ids[begin + i]
        for n in range(2, high + 1):
            for i in range(size - n + 1):
                start, token = starts[i], ids[begin + i + n - 1]
                if start < 0 or token < 0:
                    starts[i] = UNKNOWN
                    continue
                key = key_of(start, token)
                if learns:
                    number, n_grams = numbered(slots, keys, n_grams, key)
                else:
                    number = find(slots, keys, key)
                    if number < 0:
                        starts[i] = UNKNOWN
                        continue
                starts[i] = number | int64(GRAM)
                if n >= low or (short_ones and n == size):
                    out[n_out] = number
                    n_out += 1
        out_ends[text] = n_out
        begin = ends[text]
    return out[:n_out].copy(), out_ends, slots, keys, n_grams


@compiled
def in_term_order(token_rank, keys, token_kept, gram_kept):
    """Number the kept terms in rising order.

    A term comes before those that go on from it, and terms with the same
    beginning come in the order of their next tokens: the order of code points,
    since a space comes before all that a word can hold.

    Parameters
    ----------
    token_rank
        The place of each token among all, -1 for one that no n-gram has.
    keys
        The n-grams, a beginning before what goes on from it.
    token_kept, gram_kept
        Which tokens and n-grams are terms.

    Returns
    -------
    tuple
        The column of each token and of each n-gram, UNKNOWN for those that
        are not terms.
    """
    n_tokens, n_grams = len(token_rank), len(keys)
    token_size = np.zeros(n_tokens, dtype=np.int32)
    gram_size = np.zeros(n_grams, dtype=np.int32)
    level = np.empty(n_grams, dtype=np.uint8)
    highest = 0
    for gram in range(n_grams):
        start = keys[gram] >> uint64(32)
        level[gram] = level[start ^ GRAM] + 1 if start & GRAM else 0
        highest = max(highest, level[gram])
    for gram in range(n_grams - 1, -1, -1):
        gram_size[gram] += gram_kept[gram]
        start = keys[gram] >> uint64(32)
        if start & GRAM:
            gram_size[start ^ GRAM] += gram_size[gram]
        else:
            token_size[start] += gram_size[gram]
    useful = gram_size > 0

    # A counting sort of the useful n-grams by their last token.
    places = np.zeros(n_tokens + 1, dtype=np.int64)
    for gram in range(n_grams):
        if useful[gram]:
            places[token_rank[keys[gram] & uint64(0xFFFFFFFF)] + 1] += 1
    for rank in range(n_tokens):
        places[rank + 1] += places[rank]
    ordered = np.empty(places[n_tokens], dtype=np.int32)
    for gram in range(n_grams):
        if useful[gram]:
            rank = token_rank[keys[gram] & uint64(0xFFFFFFFF)]
            ordered[places[rank]] = gram
            places[rank] += 1

    # The next free column below each beginning.
    by_rank = np.full(n_tokens, UNKNOWN, dtype=np.int64)
    for token in range(n_tokens):
        if token_rank[token] >= 0:
            by_rank[token_rank[token]] = token
    token_column = np.full(n_tokens, UNKNOWN, dtype=np.int32)
    gram_column = np.full(n_grams, UNKNOWN, dtype=np.int32)
    column = 0
    for rank in range(n_tokens):
        token = by_rank[rank]
        if token < 0:
            continue
        size = token_size[token]
        if token_kept[token]:
            token_column[token] = column
            column += 1
        token_size[token] = column
        column += size
    for one in range(highest + 1):
        for k in range(len(ordered)):
            gram = ordered[k]
            if level[gram] != one:
                continue
            start = keys[gram] >> uint64(32)
            if start & GRAM:
                first = gram_size[start ^ GRAM]
                gram_size[start ^ GRAM] += gram_size[gram]
            else:
                first = token_size[start]
                token_size[start] += gram_size[gram]
            if gram_kept[gram]:
                gram_column[gram] = first
                first += 1
            gram_size[gram] = first
    return token_column, gram_column


@compiled
def spelled(token_column, gram_column, n_columns, keys, chars, ends, joined):
    """Return the terms as UTF-8 in the order of their columns, and where each begins.

    ``joined`` says whether a space stands between tokens.
    """
    n_grams = len(gram_column)
    offsets = np.zeros(n_columns + 1, dtype=np.int64)
    size_of = np.empty(n_grams, dtype=np.int32)
    for token in range(len(token_column)):
        if token_column[token] >= 0:
            offsets[token_column[token] + 1] = ends[token + 1] - ends[token]
    for gram in range(n_grams):
        start, token = keys[gram] >> uint64(32), keys[gram] & uint64(0xFFFFFFFF)
        size = size_of[start ^ GRAM] if start & GRAM else ends[start + 1] - ends[start]
        size_of[gram] = size + joined + ends[token + 1] - ends[token]
        if gram_column[gram] >= 0:
            offsets[gram_column[gram] + 1] = size_of[gram]
    for column in range(n_columns):
        offsets[column + 1] += offsets[column]
    out = np.empty(offsets[n_columns], dtype=np.uint8)
    for token in range(len(token_column)):
        if token_column[token] >= 0:
            at = offsets[token_column[token]]
            for i in range(ends[token], ends[token + 1]):
                out[at] = chars[i]
                at += 1
    for gram in range(n_grams):
        if gram_column[gram] < 0:
            continue
        # From the last token back to the first.
        at = offsets[gram_column[gram] + 1]
        start = uint64(gram) | GRAM
        while True:
            is_gram = start & GRAM
            token = keys[start ^ GRAM] & uint64(0xFFFFFFFF) if is_gram else start
            for i in range(ends[token + 1] - 1, ends[token] - 1, -1):
                at -= 1
                out[at] = chars[i]
            if not is_gram:
                break
            if joined:
                at -= 1
                out[at] = 32
            start = keys[start ^ GRAM] >> uint64(32)
    return out, offsets


@compiled
def numbers_of_terms(ids, ends, slots, keys, n_grams):
    """Put whole terms into a table of n-grams.

    Returns
    -------
    tuple
        The n-gram of each term, UNKNOWN for a term of fewer than two tokens,
        and the table's three parts.
    """
    numbers = np.full(len(ends), UNKNOWN, dtype=np.int32)
    slots, keys = with_room(slots, keys, n_grams, len(ends))
    begin = 0
    for term in range(len(ends)):
        size = ends[term] - begin
        slots, keys = with_room(slots, keys, n_grams, size)
        if size > 1:
            start = uint64(ids[begin])
            for k in range(1, size):
                number, n_grams = numbered(slots, keys, n_grams, key_of(start, ids[begin + k]))
                start = uint64(number) | GRAM
            numbers[term] = number
        begin = ends[term]
    return numbers, slots, keys, n_grams
