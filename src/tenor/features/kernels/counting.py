"""In how many texts tokens and n-grams are, and how often they occur."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.kernels.tables import EMPTY, compiled, find, mixed


@compiled
def text_frequencies(ids, ends, n_tokens):
    """Return for each token the number of texts that have it, and its number of occurrences."""
    in_texts = np.zeros(n_tokens, dtype=np.int32)
    occurs = np.zeros(n_tokens, dtype=np.int64)
    last = np.full(n_tokens, -1, dtype=np.int32)
    i = 0
    for text in range(len(ends)):
        while i < ends[text]:
            token = ids[i]
            occurs[token] += 1
            if last[token] != text:
                last[token] = text
                in_texts[token] += 1
            i += 1
    return in_texts, occurs


@compiled
def count_ngrams(ids, ends, n, alive, keys, nodes, shard, n_shards, least):
    """Count the n-grams of one shard of all that there are.

    Parameters
    ----------
    ids, ends
        Token numbers of texts, and where each text ends.
    n
        Tokens in an n-gram, at least 2.
    alive
        Whether a token is in enough texts for its n-grams to be.
    keys, nodes
        The table of the shorter n-grams that are in enough texts.
    shard, n_shards
        Which of the equal shards, by hash, to count.
    least
        Texts that an n-gram must be in to be returned.

    Returns
    -------
    tuple
        Keys of the n-grams, the number of texts that each is in, and its
        number of occurrences.
    """
    size = 1 << 12
    found = np.full(size, EMPTY, dtype=np.uint64)
    last = np.empty(size, dtype=np.int32)
    in_texts = np.empty(size, dtype=np.int32)
    occurs = np.empty(size, dtype=np.int64)
    n_found = 0
    begin = 0
    for text in range(len(ends)):
        stop = ends[text]
        # All n-grams of a text can be new and in this shard, if somebody wants them to.
        most = n_found + stop - begin
        if 3 * most > 2 * size:
            while 3 * most > 2 * size:
                size *= 2
            found, last, in_texts, occurs = _rehashed(found, last, in_texts, occurs, size)
        n_found = _count_span(
            ids, begin, stop, text, n, alive, keys, nodes, uint64(shard), uint64(n_shards),
            found, last, in_texts, occurs, n_found,
        )  # fmt: skip
        begin = stop
    kept = 0
    for at in range(size):
        if found[at] != EMPTY and in_texts[at] >= least:
            kept += 1
    out_keys = np.empty(kept, dtype=np.uint64)
    out_texts = np.empty(kept, dtype=np.int32)
    out_occurs = np.empty(kept, dtype=np.int64)
    kept = 0
    for at in range(size):
        if found[at] != EMPTY and in_texts[at] >= least:
            out_keys[kept] = found[at]
            out_texts[kept] = in_texts[at]
            out_occurs[kept] = occurs[at]
            kept += 1
    return out_keys, out_texts, out_occurs


@compiled
def _count_span(
    ids, begin, stop, text, n, alive, keys, nodes, shard, n_shards,
    found, last, in_texts, occurs, n_found,
):  # fmt: skip
    chain_mask = uint64(len(keys) - 1)
    mask = uint64(len(found) - 1)
    for i in range(begin, stop - n + 1):
        token = ids[i]
        if not alive[token]:
            continue
        node = int64(token)
        for k in range(1, n - 1):
            node = find(keys, nodes, chain_mask, (uint64(node) << uint64(32)) | uint64(ids[i + k]))
            if node < 0:
                break
        token = ids[i + n - 1]
        if node < 0 or not alive[token]:
            continue
        key = (uint64(node) << uint64(32)) | uint64(token)
        h = mixed(key)
        if (h >> uint64(40)) % n_shards != shard:
            continue
        at = h & mask
        while found[at] != EMPTY and found[at] != key:
            at = (at + uint64(1)) & mask
        if found[at] == EMPTY:
            found[at] = key
            last[at] = -1
            in_texts[at] = 0
            occurs[at] = 0
            n_found += 1
        occurs[at] += 1
        if last[at] != text:
            last[at] = text
            in_texts[at] += 1
    return n_found


@compiled
def _rehashed(found, last, in_texts, occurs, size):
    new_found = np.full(size, EMPTY, dtype=np.uint64)
    new_last = np.empty(size, dtype=np.int32)
    new_texts = np.empty(size, dtype=np.int32)
    new_occurs = np.empty(size, dtype=np.int64)
    mask = uint64(size - 1)
    for old in range(len(found)):
        if found[old] == EMPTY:
            continue
        at = mixed(found[old]) & mask
        while new_found[at] != EMPTY:
            at = (at + uint64(1)) & mask
        new_found[at] = found[old]
        new_last[at] = last[old]
        new_texts[at] = in_texts[old]
        new_occurs[at] = occurs[old]
    return new_found, new_last, new_texts, new_occurs


@compiled
def gram_frequencies(ids, ends, grams, gram_ends, n_columns):
    """Return for each column the number of texts whose words have it, and its occurrences."""
    in_texts = np.zeros(n_columns, dtype=np.int32)
    occurs = np.zeros(n_columns, dtype=np.int64)
    last = np.full(n_columns, -1, dtype=np.int32)
    i = 0
    for text in range(len(ends)):
        while i < ends[text]:
            word = ids[i]
            for g in range(gram_ends[word - 1] if word else 0, gram_ends[word]):
                column = grams[g]
                occurs[column] += 1
                if last[column] != text:
                    last[column] = text
                    in_texts[column] += 1
            i += 1
    return in_texts, occurs
