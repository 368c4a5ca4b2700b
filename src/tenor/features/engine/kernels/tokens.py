"""The token table: from UTF-8 to folded words, and from each word to a number.

A table has four parts, which functions take and return side by side because compiled code cannot
grow an array in place:

slots : uint64, shape (2 * n_slots,)
    Two words a slot. The first is the head of a token. The second holds the token's length in
    bytes (31 bits), a bit that says whether the head is the whole token, and the token's number
    (32 bits). The second word of a free slot is `FREE`.
token_bytes : uint8
    The tokens as UTF-8, one after another in the order of their numbers, and spare room.
token_offsets : int64, shape (n_slots,)
    Where each token begins in ``token_bytes``. Item ``n_tokens`` is where the last one ends.
n_tokens : int
    The number of tokens.

At most half of the slots are taken, so that a search ends after few steps, and always ends.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import int64, uint64

from tenor.features.engine.kernels.compiling import compiled, inlined
from tenor.features.engine.kernels.hashing import LOW_HALF, UNKNOWN, enlarge, mix
from tenor.features.engine.kernels.utf8 import decode_multibyte, encode_multibyte

SEPARATOR = np.uint32(0xFFFFFFFF)
"""What a code point that separates tokens is folded to; no code point itself."""

FREE = np.uint64(0xFFFFFFFFFFFFFFFF)
"""The second word of a free slot. No token has it, since lengths end at `MAX_LENGTH`."""

HIGH_HALF = np.uint64(0xFFFFFFFF00000000)
"""Mask of what a slot's second word holds beside the number: the form of the token."""

MAX_LENGTH = 1 << 30
"""The largest length that a slot holds; longer tokens have this one there."""

MIN_SLOTS = 1 << 12
MIN_BYTES = 1 << 15


def new_token_table() -> tuple[Any, ...]:
    """Return an empty token table: slots, token bytes, token offsets and 0."""
    return (
        np.full(2 * MIN_SLOTS, FREE, dtype=np.uint64),
        np.empty(MIN_BYTES, dtype=np.uint8),
        np.zeros(MIN_SLOTS, dtype=np.int64),
        0,
    )


@compiled
def tokenize(data, offsets, fold, min_length, adds, slots, token_bytes, token_offsets, n_tokens):
    """Cut texts into tokens and return the tokens' numbers.

    Parameters
    ----------
    data : uint8, shape (n_bytes,)
        The texts as UTF-8, one after another.
    offsets : int64, shape (n_texts + 1,)
        Where each text begins in ``data``, and where the last one ends.
    fold : uint32, shape (n_code_points,)
        The code point that each code point is replaced by, or SEPARATOR.
    min_length : int
        Characters of the shortest token; shorter ones are left out.
    adds : bool
        Whether tokens that the table lacks are added to it. Otherwise their number is UNKNOWN.
    slots, token_bytes, token_offsets, n_tokens
        The token table.

    Returns
    -------
    tokens : int32, shape (n_occurrences,)
        The token numbers of all texts.
    token_ends : int64, shape (n_texts,)
        Where those of each text end.
    slots, token_bytes, token_offsets, n_tokens
        The token table, whose arrays are new ones where it had to grow.
    """
    n_texts = len(offsets) - 1
    # A token has at least min_length bytes, and a separator follows each but the last of a text.
    max_tokens = (offsets[n_texts] - offsets[0]) // (min_length + 1) + n_texts + 1
    tokens = np.empty(max_tokens, dtype=np.int32)
    token_ends = np.empty(n_texts, dtype=np.int64)
    n = 0
    for text in range(n_texts):
        begin, stop = offsets[text], offsets[text + 1]
        max_new = (stop - begin) // (min_length + 1) + 1 if adds else 0
        # Folding can lengthen a character's UTF-8 from two bytes to three, never to twice as many.
        max_bytes = 2 * (stop - begin) + 8
        slots, token_bytes, token_offsets = _reserve(
            slots, token_bytes, token_offsets, n_tokens, max_new, max_bytes
        )
        n_tokens, n = _tokenize_text(
            data,
            begin,
            stop,
            fold,
            min_length,
            adds,
            slots,
            token_bytes,
            token_offsets,
            n_tokens,
            tokens,
            n,
        )
        token_ends[text] = n
    return tokens[:n].copy(), token_ends, slots, token_bytes, token_offsets, n_tokens


@compiled
def _tokenize_text(
    data,
    i,
    stop,
    fold,
    min_length,
    adds,
    slots,
    token_bytes,
    token_offsets,
    n_tokens,
    out,
    n_out,
):
    # One pass over the bytes decodes, folds, cuts, hashes and looks up. Each token is written to
    # token_bytes behind the last token of the table. If it is new, it is in its place already; if
    # not, the next token overwrites it.
    last_word = uint64(len(slots) - 1)
    start = token_offsets[n_tokens]
    while i < stop:
        head = uint64(0)
        rest = uint64(0)
        end = start
        length = 0
        while i < stop:
            byte = data[i]
            if byte < 0x80:
                cp = fold[byte]
                i += 1
            else:
                raw_cp, i = decode_multibyte(data, i, byte)
                cp = fold[raw_cp]
            if cp == SEPARATOR:
                break
            if cp < 0x80:
                token_bytes[end] = cp
                end += 1
            else:
                end = encode_multibyte(cp, token_bytes, end)
            # The first eight ASCII characters are packed into the head, the others are hashed.
            if cp < 0x80 and length < 8:
                head = (head << uint64(8)) | uint64(cp)
            else:
                rest = (rest ^ uint64(cp)) * uint64(0x9E3779B97F4A7C15)
            length += 1
        if length < min_length:
            continue
        n_bytes = end - start
        # A token with as many bytes as characters is ASCII. If it is short, as most words are, its
        # head and its length are the token itself. Comparing them is exact, and the token's bytes,
        # which are elsewhere in memory, are not read. The heads of other tokens are hashes.
        head_is_token = n_bytes == length and length <= 8
        if not head_is_token:
            head = mix(head ^ mix(rest))
        form = uint64(min(n_bytes, MAX_LENGTH)) << uint64(33)
        form |= uint64(head_is_token) << uint64(32)
        at = _first_word(head, form, len(slots))
        number = int64(UNKNOWN)
        while slots[at + uint64(1)] != FREE:
            if slots[at] == head and slots[at + uint64(1)] & HIGH_HALF == form:
                candidate = int64(slots[at + uint64(1)] & uint64(LOW_HALF))
                # Different tokens can have the same hash: their bytes decide.
                if head_is_token or _is_token(
                    token_bytes, token_offsets, candidate, start, n_bytes
                ):
                    number = candidate
                    break
            at = (at + uint64(2)) & last_word
        if number < 0 and adds:
            number = n_tokens
            slots[at] = head
            slots[at + uint64(1)] = form | uint64(number)
            n_tokens += 1
            token_offsets[n_tokens] = end
            start = end
        out[n_out] = number
        n_out += 1
    return n_tokens, n_out


@inlined
def _first_word(head, form, n_words):
    """Return where in ``n_words`` words of slots the search for a token begins."""
    return (mix(head + form) & uint64(n_words // 2 - 1)) << uint64(1)


@compiled
def _is_token(token_bytes, token_offsets, token, start, n_bytes):
    """Whether a token consists of the ``n_bytes`` bytes at ``start``."""
    begin = token_offsets[token]
    if token_offsets[token + 1] - begin != n_bytes:
        return False
    k = 0
    while k < n_bytes and token_bytes[begin + k] == token_bytes[start + k]:
        k += 1
    return k == n_bytes


@compiled
def _reserve(slots, token_bytes, token_offsets, n_tokens, max_new, max_bytes):
    """Return the arrays of a table with room for ``max_new`` tokens and ``max_bytes`` bytes.

    Room is made before a text is read, so that nothing need be checked while it is.
    """
    max_tokens = n_tokens + max_new + 1
    if 4 * max_tokens > len(slots):
        n_words = len(slots)
        while n_words < 4 * max_tokens:
            n_words *= 2
        old = slots
        slots = np.full(n_words, FREE, dtype=np.uint64)
        for k in range(0, len(old), 2):
            if old[k + 1] != FREE:
                at = _first_word(old[k], old[k + 1] & HIGH_HALF, n_words)
                while slots[at + uint64(1)] != FREE:
                    at = (at + uint64(2)) & uint64(n_words - 1)
                slots[at] = old[k]
                slots[at + uint64(1)] = old[k + 1]
        token_offsets = enlarge(token_offsets, n_tokens + 1, n_words // 2)
    n_used = token_offsets[n_tokens]
    if n_used + max_bytes > len(token_bytes):
        token_bytes = enlarge(token_bytes, n_used, 2 * (n_used + max_bytes))
    return slots, token_bytes, token_offsets
