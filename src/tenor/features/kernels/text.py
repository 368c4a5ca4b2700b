"""From UTF-8 to token numbers, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, uint32, uint64

from tenor.features.kernels.tables import UNKNOWN, compiled, grown, inlined, mixed

SEPARATOR = np.uint32(0xFFFFFFFF)
"""What a character that separates tokens is folded to."""


@inlined
def decoded(data, i, b):
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
def encoded(cp, out, size):
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
                cp, i = decoded(data, i, b)
                low = fold[cp]
            if low == SEPARATOR:
                break
            if low < 0x80:
                chars[size] = low
                size += 1
            else:
                size = encoded(low, chars, size)
            h = (h ^ uint64(low)) * uint64(0x9E3779B97F4A7C15)
            length += 1
        if length < shortest:
            continue
        h = mixed(h)
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
        ends = grown(ends, n_terms + 1, n)
        hashes = grown(hashes, n_terms, n)
    used = ends[n_terms]
    if used + n_bytes > len(chars):
        chars = grown(chars, used, 2 * (used + n_bytes))
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
                cp, i = decoded(data, i, b)
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
                cp, i = decoded(chars, i, b)
            ids[n] = cp
            n += 1
        ids[n] = 32
        n += 1
        word_ends[term - first] = n
    return ids[:n].copy(), word_ends


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
