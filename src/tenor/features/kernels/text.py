"""From UTF-8 to token numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, uint32, uint64

from tenor.features.kernels.compiling import compiled, inlined
from tenor.features.kernels.tables import LOW, UNKNOWN, grown, mixed

SEPARATOR = np.uint32(0xFFFFFFFF)
"""What a character that separates tokens is folded to."""

FREE = np.uint64(0xFFFFFFFFFFFFFFFF)
"""What a slot without a token holds."""

HIGH = np.uint64(0xFFFFFFFF00000000)
"""Where a slot holds the length of its token, up to LONGEST, and whether its head is all of it."""

LONGEST = 1 << 30


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


@inlined
def slot_at(head, form, n):
    """Return where in ``n`` slots, of two words each, the search for a token begins."""
    return (mixed(head + form) & uint64(n // 2 - 1)) << uint64(1)


@compiled
def _tokenize_text(data, i, stop, fold, shortest, learns, slots, chars, ends, n_terms, ids, n_ids):
    # The candidate is written where the next new token would go; if it is not
    # new, the next candidate is written over it. A slot holds a token's head
    # and, below its length, its number. The head of up to eight ASCII
    # characters is the token itself, so that nothing else need be looked at;
    # that of another token is a hash.
    last = uint64(len(slots) - 1)
    start = ends[n_terms]
    while i < stop:
        head = uint64(0)
        rest = uint64(0)
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
            if low < 0x80 and length < 8:
                head = (head << uint64(8)) | uint64(low)
            else:
                rest = (rest ^ uint64(low)) * uint64(0x9E3779B97F4A7C15)
            length += 1
        if length < shortest:
            continue
        n_bytes = size - start
        is_head = n_bytes == length and length <= 8
        if not is_head:
            head = mixed(head ^ mixed(rest))
        form = (uint64(min(n_bytes, LONGEST)) << uint64(33)) | (uint64(is_head) << uint64(32))
        at = slot_at(head, form, len(slots))
        found = int64(UNKNOWN)
        while slots[at + uint64(1)] != FREE:
            if slots[at] == head and slots[at + uint64(1)] & HIGH == form:
                term = int64(slots[at + uint64(1)] & uint64(LOW))
                if is_head or _same(chars, ends, term, start, n_bytes):
                    found = term
                    break
            at = (at + uint64(2)) & last
        if found < 0 and learns:
            found = n_terms
            slots[at] = head
            slots[at + uint64(1)] = form | uint64(found)
            n_terms += 1
            ends[n_terms] = size
            start = size
        ids[n_ids] = found
        n_ids += 1
    return n_terms, n_ids


@compiled
def _same(chars, ends, term, start, n_bytes):
    begin = ends[term]
    if ends[term + 1] - begin != n_bytes:
        return False
    k = 0
    while k < n_bytes and chars[begin + k] == chars[start + k]:
        k += 1
    return k == n_bytes


@compiled
def _with_room(slots, chars, ends, n_terms, n_more, n_bytes):
    most = n_terms + n_more + 1
    if 4 * most > len(slots):
        n = len(slots)
        while n < 4 * most:
            n *= 2
        old = slots
        slots = np.full(n, FREE, dtype=np.uint64)
        for k in range(0, len(old), 2):
            if old[k + 1] != FREE:
                at = slot_at(old[k], old[k + 1] & HIGH, n)
                while slots[at + uint64(1)] != FREE:
                    at = (at + uint64(2)) & uint64(n - 1)
                slots[at] = old[k]
                slots[at + uint64(1)] = old[k + 1]
        ends = grown(ends, n_terms + 1, n // 2)
    used = ends[n_terms]
    if used + n_bytes > len(chars):
        chars = grown(chars, used, 2 * (used + n_bytes))
    return slots, chars, ends


@compiled
def tokenize(data, starts, fold, shortest, learns, slots, chars, ends, n_terms):
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
    slots, chars, ends, n_terms
        The token table, as `new_token_table` makes it.

    Returns
    -------
    tuple
        Token numbers of all texts, where each text's end in them (n,), and the
        table's four parts, which may have moved.
    """
    n_texts = len(starts) - 1
    ids = np.empty((starts[n_texts] - starts[0]) // (shortest + 1) + n_texts + 1, dtype=np.int32)
    text_ends = np.empty(n_texts, dtype=np.int64)
    n_ids = 0
    for text in range(n_texts):
        begin, stop = starts[text], starts[text + 1]
        n_more = (stop - begin) // (shortest + 1) + 1 if learns else 0
        slots, chars, ends = _with_room(slots, chars, ends, n_terms, n_more, 2 * (stop - begin) + 8)
        n_terms, n_ids = _tokenize_text(
            data, begin, stop, fold, shortest, learns,
            slots, chars, ends, n_terms, ids, n_ids,
        )  # fmt: skip
        text_ends[text] = n_ids
    return ids[:n_ids].copy(), text_ends, slots, chars, ends, n_terms


def new_token_table() -> tuple[Any, ...]:
    """Return an empty token table: slots, bytes, ends, number of tokens."""
    return (
        np.full(1 << 13, FREE, dtype=np.uint64),
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
def padded_words(chars, ends, n_terms):
    """Return the characters of tokens, each token between two spaces, and where each ends."""
    ids = np.empty(ends[n_terms] + 2 * n_terms, dtype=np.int32)
    word_ends = np.empty(n_terms, dtype=np.int64)
    n = 0
    for term in range(n_terms):
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
        word_ends[term] = n
    return ids[:n].copy(), word_ends


@compiled
def eight_bytes(chars, ends, tokens, offset):
    """Return the eight bytes of each token from ``offset`` on as a number, zeros after its end."""
    out = np.zeros(len(tokens), dtype=np.uint64)
    for k in range(len(tokens)):
        begin = ends[tokens[k]] + offset
        stop = min(ends[tokens[k] + 1], begin + 8)
        for i in range(begin, stop):
            out[k] |= uint64(chars[i]) << uint64(8 * (7 - (i - begin)))
    return out
