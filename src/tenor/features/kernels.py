"""Compiled loops of the vectorizer: text to tokens, tokens to counted n-grams, those to rows.

A text is UTF-8 bytes, a token a number, an n-gram a *node*: the number that a
table gives to the pair of its first n-1 tokens' node and its last token. Pairs
are compared whole, and tokens byte by byte, so that no two terms can be taken
for one another, whatever their hashes.

Every function runs without the interpreter's lock.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, njit, uint32, uint64

SEPARATOR = np.uint32(0xFFFFFFFF)
"""What a character that separates tokens is folded to."""

UNKNOWN = -1
EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)

compiled = njit(nogil=True, cache=True)
inlined = njit(nogil=True, cache=True, inline="always")


@inlined
def _mixed(x):
    x = (x ^ (x >> uint64(32))) * uint64(0xD6E8FEB86659FD93)
    x = (x ^ (x >> uint64(32))) * uint64(0xD6E8FEB86659FD93)
    return x ^ (x >> uint64(32))


@inlined
def _decoded(data, i, b):
    """Return the code point of a character of several bytes, and where the next one begins."""
    if b < 0xE0:
        cp = (uint32(b & 0x1F) << uint32(6)) | uint32(data[i + 1] & 0x3F)
        return cp, i + 2
    if b < 0xF0:
        cp = uint32(b & 0x0F) << uint32(12)
        cp |= (uint32(data[i + 1] & 0x3F) << uint32(6)) | uint32(data[i + 2] & 0x3F)
        return cp, i + 3
    cp = (uint32(b & 0x07) << uint32(18)) | (uint32(data[i + 1] & 0x3F) << uint32(12))
    cp |= (uint32(data[i + 2] & 0x3F) << uint32(6)) | uint32(data[i + 3] & 0x3F)
    return cp, i + 4


@inlined
def _encoded(cp, out, size):
    """Write a character of several bytes and return where the next one goes."""
    if cp < 0x800:
        out[size] = 0xC0 | (cp >> uint32(6))
        out[size + 1] = 0x80 | (cp & uint32(0x3F))
        return size + 2
    if cp < 0x10000:
        out[size] = 0xE0 | (cp >> uint32(12))
        out[size + 1] = 0x80 | ((cp >> uint32(6)) & uint32(0x3F))
        out[size + 2] = 0x80 | (cp & uint32(0x3F))
        return size + 3
    out[size] = 0xF0 | (cp >> uint32(18))
    out[size + 1] = 0x80 | ((cp >> uint32(12)) & uint32(0x3F))
    out[size + 2] = 0x80 | ((cp >> uint32(6)) & uint32(0x3F))
    out[size + 3] = 0x80 | (cp & uint32(0x3F))
    return size + 4


@compiled
def _tokenize_text(
    data, i, stop, fold, shortest, learns, slots, hashes, chars, ends, n_terms, ids, n_ids
):
    # The candidate is written where the next new token would go; if it is not
    # new, the next candidate is written over it.
    mask = uint64(len(slots) - 1)
    start = ends[n_terms]
    while i < stop:
        h = uint64(0xCBF29CE484222325)
        size = start
        length = 0
        while i < stop:
            b = data[i]
            if b < 0x80:
                low = fold[b]
                i += 1
            else:
                cp, i = _decoded(data, i, b)
                low = fold[cp]
            if low == SEPARATOR:
                break
            if low < 0x80:
                chars[size] = low
                size += 1
            else:
                size = _encoded(low, chars, size)
            h = (h ^ uint64(low)) * uint64(0x9E3779B97F4A7C15)
            length += 1
        if length < shortest:
            continue
        h = _mixed(h)
        tag = int64(h >> uint64(33))
        at = h & mask
        n_bytes = size - start
        found = int64(UNKNOWN)
        slot = slots[at]
        while slot >= 0:
            if slot >> 32 == tag:
                term = slot & 0xFFFFFFFF
                begin = ends[term]
                if ends[term + 1] - begin == n_bytes:
                    k = 0
                    while k < n_bytes and chars[begin + k] == chars[start + k]:
                        k += 1
                    if k == n_bytes:
                        found = term
                        break
            at = (at + uint64(1)) & mask
            slot = slots[at]
        if found < 0 and learns:
            found = n_terms
            slots[at] = (tag << 32) | found
            hashes[n_terms] = h
            n_terms += 1
            ends[n_terms] = size
            start = size
        ids[n_ids] = found
        n_ids += 1
    return n_terms, n_ids


@compiled
def _with_room(slots, hashes, chars, ends, n_terms, n_more, n_bytes):
    most = n_terms + n_more + 1
    if 2 * most > len(slots):
        n = len(slots)
        while n < 2 * most:
            n *= 2
        slots = np.full(n, -1, dtype=np.int64)
        mask = uint64(n - 1)
        for term in range(n_terms):
            at = hashes[term] & mask
            while slots[at] >= 0:
                at = (at + uint64(1)) & mask
            slots[at] = (int64(hashes[term] >> uint64(33)) << 32) | int64(term)
        more_ends = np.empty(n, dtype=np.int64)
        more_ends[: n_terms + 1] = ends[: n_terms + 1]
        ends = more_ends
        more_hashes = np.empty(n, dtype=np.uint64)
        more_hashes[:n_terms] = hashes[:n_terms]
        hashes = more_hashes
    used = ends[n_terms]
    if used + n_bytes > len(chars):
        more_chars = np.empty(2 * (used + n_bytes), dtype=np.uint8)
        more_chars[:used] = chars[:used]
        chars = more_chars
    return slots, hashes, chars, ends


@compiled
def tokenize(data, starts, fold, shortest, learns, slots, hashes, chars, ends, n_terms):
    """Cut texts into tokens.

    Parameters
    ----------
    data, starts
        The UTF-8 bytes of n texts, and where each begins and the last ends (n + 1,).
    fold
        For each code point the one it counts as, or SEPARATOR.
    shortest
        Characters that a token has at least.
    learns
        Whether tokens that the table lacks are added to it, or UNKNOWN.
    slots, hashes, chars, ends, n_terms
        The token table, as `new_token_table` makes it.

    Returns
    -------
    tuple
        Token numbers of all texts, where each text's end in them (n,), and the
        table's five parts, which may have moved.
    """
    n_texts = len(starts) - 1
    ids = np.empty((starts[n_texts] - starts[0]) // (shortest + 1) + n_texts + 1, dtype=np.int32)
    text_ends = np.empty(n_texts, dtype=np.int64)
    n_ids = 0
    for text in range(n_texts):
        begin, stop = starts[text], starts[text + 1]
        n_more = (stop - begin) // (shortest + 1) + 1 if learns else 0
        slots, hashes, chars, ends = _with_room(
            slots, hashes, chars, ends, n_terms, n_more, 2 * (stop - begin) + 8
        )
        n_terms, n_ids = _tokenize_text(
            data, begin, stop, fold, shortest, learns,
            slots, hashes, chars, ends, n_terms, ids, n_ids,
        )  # fmt: skip
        text_ends[text] = n_ids
    return ids[:n_ids].copy(), text_ends, slots, hashes, chars, ends, n_terms


def new_token_table() -> tuple[Any, ...]:
    """Return an empty token table: slots, hashes, bytes, ends, number of tokens."""
    return (
        np.full(1 << 12, -1, dtype=np.int64),
        np.empty(1 << 12, dtype=np.uint64),
        np.empty(1 << 15, dtype=np.uint8),
        np.zeros(1 << 12, dtype=np.int64),
        0,
    )


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


@inlined
def _find(keys, values, mask, key):
    at = _mixed(key) & mask
    while keys[at] != EMPTY:
        if keys[at] == key:
            return int64(values[at])
        at = (at + uint64(1)) & mask
    return int64(UNKNOWN)


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
            node = _find(keys, nodes, chain_mask, (uint64(node) << uint64(32)) | uint64(ids[i + k]))
            if node < 0:
                break
        token = ids[i + n - 1]
        if node < 0 or not alive[token]:
            continue
        key = (uint64(node) << uint64(32)) | uint64(token)
        h = _mixed(key)
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
        # Expect of a text no more new ones than its share of all shards, twice over.
        most = n_found + 2 * (stop - begin) // n_shards + 1000
        if stop - begin < 1000:
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
def _rehashed(found, last, in_texts, occurs, size):
    new_found = np.full(size, EMPTY, dtype=np.uint64)
    new_last = np.empty(size, dtype=np.int32)
    new_texts = np.empty(size, dtype=np.int32)
    new_occurs = np.empty(size, dtype=np.int64)
    mask = uint64(size - 1)
    for old in range(len(found)):
        if found[old] == EMPTY:
            continue
        at = _mixed(found[old]) & mask
        while new_found[at] != EMPTY:
            at = (at + uint64(1)) & mask
        new_found[at] = found[old]
        new_last[at] = last[old]
        new_texts[at] = in_texts[old]
        new_occurs[at] = occurs[old]
    return new_found, new_last, new_texts, new_occurs


@compiled
def ngram_table(keys, first_node):
    """Return a table from the given keys to nodes ``first_node``, ``first_node + 1``, ..."""
    size = 1 << 4
    while size < 2 * len(keys):
        size *= 2
    table = np.full(size, EMPTY, dtype=np.uint64)
    nodes = np.empty(size, dtype=np.int32)
    mask = uint64(size - 1)
    for i in range(len(keys)):
        at = _mixed(keys[i]) & mask
        while table[at] != EMPTY:
            at = (at + uint64(1)) & mask
        table[at] = keys[i]
        nodes[at] = first_node + i
    return table, nodes


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
                node = _find(keys, nodes, mask, (uint64(node) << uint64(32)) | uint64(ids[i + k]))
                if node < 0:
                    break
                if k + 1 >= low and column_of[node] >= 0:
                    columns[n] = column_of[node]
                    n += 1
        begin = ends[text]
        if n_out + n > len(out_columns):
            size = 2 * (n_out + n)
            more_columns = np.empty(size, dtype=np.int32)
            more_columns[:n_out] = out_columns[:n_out]
            out_columns = more_columns
            more_counts = np.empty(size, dtype=np.int32)
            more_counts[:n_out] = out_counts[:n_out]
            out_counts = more_counts
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
def code_points(data, starts, fold, is_space):
    """Return the folded characters of texts, runs of white space as one plain space, and ends."""
    n_texts = len(starts) - 1
    ids = np.empty(starts[n_texts] - starts[0], dtype=np.int32)
    ends = np.empty(n_texts, dtype=np.int64)
    n = 0
    for text in range(n_texts):
        i = starts[text]
        spaces = 0
        while i < starts[text + 1]:
            b = data[i]
            if b < 0x80:
                cp = uint32(b)
                i += 1
            else:
                cp, i = _decoded(data, i, b)
            cp = fold[cp]
            if is_space[cp]:
                spaces += 1
                if spaces == 1:
                    ids[n] = cp
                    n += 1
                else:
                    ids[n - 1] = 32
            else:
                spaces = 0
                ids[n] = cp
                n += 1
        ends[text] = n
    return ids[:n].copy(), ends


@compiled
def padded_words(chars, ends, first, n_terms):
    """Return the characters of tokens ``first`` to ``n_terms``, each between two spaces."""
    ids = np.empty(ends[n_terms] - ends[first] + 2 * (n_terms - first), dtype=np.int32)
    word_ends = np.empty(n_terms - first, dtype=np.int64)
    n = 0
    for term in range(first, n_terms):
        ids[n] = 32
        n += 1
        i = ends[term]
        while i < ends[term + 1]:
            b = chars[i]
            if b < 0x80:
                cp = uint32(b)
                i += 1
            else:
                cp, i = _decoded(chars, i, b)
            ids[n] = cp
            n += 1
        ids[n] = 32
        n += 1
        word_ends[term - first] = n
    return ids[:n].copy(), word_ends


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
            more = np.empty(2 * (n + length * (high - low + 1) + 1), dtype=np.int32)
            more[:n] = columns[:n]
            columns = more
        for offset in range(begin, begin + 1 if length <= low else stop):
            node = int64(ids[offset])
            for k in range(1, high + 1):
                if k > 1:
                    key = (uint64(node) << uint64(32)) | uint64(ids[offset + k - 1])
                    node = _find(keys, nodes, mask, key)
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
            more_columns = np.empty(2 * (n_out + n), dtype=np.int32)
            more_columns[:n_out] = out_columns[:n_out]
            out_columns = more_columns
            more_counts = np.empty(2 * (n_out + n), dtype=np.int32)
            more_counts[:n_out] = out_counts[:n_out]
            out_counts = more_counts
        ordered = _sort_columns(touched, n, spare, buckets, n_columns)
        for k in range(n):
            column = ordered[k]
            out_columns[n_out] = column
            out_counts[n_out] = count_of[column]
            count_of[column] = 0
            n_out += 1
        row_ends[text] = n_out
    return row_ends, out_columns[:n_out].copy(), out_counts[:n_out].copy()


@compiled
def nodes_of_paths(paths, lengths, first_node):
    """Number the n-grams of given token paths, and all their beginnings.

    Parameters
    ----------
    paths, lengths
        Token numbers of n terms, shape (n, longest), and how many each has.
    first_node
        The first number that is no token's.

    Returns
    -------
    tuple
        The node of each term (n,), and the table of n-grams: keys, nodes.
    """
    size = 1 << 4
    while size < 3 * len(paths):
        size *= 2
    keys = np.full(size, EMPTY, dtype=np.uint64)
    nodes = np.empty(size, dtype=np.int32)
    node_of = np.empty(len(paths), dtype=np.int32)
    n_nodes = 0
    for term in range(len(paths)):
        node = int64(paths[term, 0])
        for k in range(1, lengths[term]):
            key = (uint64(node) << uint64(32)) | uint64(paths[term, k])
            mask = uint64(len(keys) - 1)
            at = _mixed(key) & mask
            while keys[at] != EMPTY and keys[at] != key:
                at = (at + uint64(1)) & mask
            if keys[at] == EMPTY:
                keys[at] = key
                nodes[at] = first_node + n_nodes
                n_nodes += 1
            node = int64(nodes[at])
            if 2 * n_nodes > len(keys):
                keys, nodes = _rehashed_nodes(keys, nodes)
        node_of[term] = node
    return node_of, keys, nodes, n_nodes


@compiled
def _rehashed_nodes(keys, nodes):
    new_keys = np.full(2 * len(keys), EMPTY, dtype=np.uint64)
    new_nodes = np.empty(2 * len(keys), dtype=np.int32)
    mask = uint64(len(new_keys) - 1)
    for old in range(len(keys)):
        if keys[old] == EMPTY:
            continue
        at = _mixed(keys[old]) & mask
        while new_keys[at] != EMPTY:
            at = (at + uint64(1)) & mask
        new_keys[at] = keys[old]
        new_nodes[at] = nodes[old]
    return new_keys, new_nodes


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
def spell(paths, lengths, chars, ends, joined_by_space, out, out_ends):
    """Write terms as UTF-8, one after another, and where each begins and the last ends."""
    size = 0
    for term in range(len(paths)):
        out_ends[term] = size
        for k in range(lengths[term]):
            if k and joined_by_space:
                out[size] = 32
                size += 1
            token = paths[term, k]
            for i in range(ends[token], ends[token + 1]):
                out[size] = chars[i]
                size += 1
    out_ends[len(paths)] = size


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
