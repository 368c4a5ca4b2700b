"""The hash table of n-grams: from a shorter n-gram and its next token, in one key, to a number."""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.kernels.compiling import compiled, inlined

UNKNOWN = -1
"""The number of what a table lacks."""

LOW = 0xFFFFFFFF
"""Where a slot holds the number."""

GRAM = np.uint64(0x80000000)
"""Marks, in a key, a beginning that is itself an n-gram and no single token."""


@compiled
def grown(array, used, size):
    """Return an array of that size which begins with the used part of another."""
    larger = np.empty(size, dtype=array.dtype)
    larger[:used] = array[:used]
    return larger


@inlined
def mixed(x):
    x = (x ^ (x >> uint64(32))) * uint64(0xD6E8FEB86659FD93)
    x = (x ^ (x >> uint64(32))) * uint64(0xD6E8FEB86659FD93)
    return x ^ (x >> uint64(32))


@inlined
def key_of(start, token):
    """Return the key of a beginning, marked as it is, and a token."""
    return (uint64(start) << uint64(32)) | uint64(token)


@inlined
def slot_of(slots, keys, key):
    """Return the slot that holds a key's number, or the empty one where it would go, and a tag."""
    h = mixed(key)
    mask = uint64(len(slots) - 1)
    at = h & mask
    tag = int64(h >> uint64(33))
    slot = slots[at]
    # A slot holds a part of the hash above the number: other keys are seldom looked at.
    while slot >= 0 and (slot >> 32 != tag or keys[slot & LOW] != key):
        at = (at + uint64(1)) & mask
        slot = slots[at]
    return at, tag


@inlined
def find(slots, keys, key):
    """Return a key's number, or UNKNOWN."""
    at, _ = slot_of(slots, keys, key)
    slot = slots[at]
    return slot & LOW if slot >= 0 else int64(UNKNOWN)


@inlined
def numbered(slots, keys, n_grams, key):
    """Return a key's number, new if it has none, and how many n-grams there are then.

    There must be room for it.
    """
    at, tag = slot_of(slots, keys, key)
    slot = slots[at]
    if slot >= 0:
        return slot & LOW, n_grams
    slots[at] = (tag << 32) | n_grams
    keys[n_grams] = key
    return int64(n_grams), n_grams + 1


@compiled
def slots_of(keys, n_grams, n_more):
    """Return the slots of n-grams by their keys, with room for ``n_more``."""
    size = 1 << 12
    while 3 * (n_grams + n_more) > 2 * size:
        size *= 2
    slots = np.full(size, UNKNOWN, dtype=np.int64)
    for gram in range(n_grams):
        numbered(slots, keys, gram, keys[gram])
    return slots


@compiled
def gram_table():
    """Return an empty table of n-grams: slots, keys in the order of their numbers, their number."""
    # Room that nothing is written to takes no memory; arrays that grow leave holes in it.
    keys = np.empty(1 << 22, dtype=np.uint64)
    return slots_of(keys, 0, 0), keys, 0


@compiled
def with_room(slots, keys, n_grams, n_more):
    """Return the slots and keys of a table that can take ``n_more`` n-grams."""
    if n_grams + n_more > len(keys):
        keys = grown(keys, n_grams, max(n_grams + n_more, len(keys) + len(keys) // 2))
    if 3 * (n_grams + n_more) > 2 * len(slots):
        slots = slots_of(keys, n_grams, n_more)
    return slots, keys


@compiled
def merged(slots, keys, n_grams, other_keys, n_others, token_of):
    """Put the n-grams of another table into a table, its tokens renumbered.

    Returns
    -------
    tuple
        The table's three parts, and the number there of each n-gram of the other.
    """
    slots, keys = with_room(slots, keys, n_grams, n_others)
    gram_of = np.empty(n_others, dtype=np.int32)
    for gram in range(n_others):
        start, token = other_keys[gram] >> uint64(32), other_keys[gram] & uint64(LOW)
        is_gram = start & GRAM
        start = uint64(gram_of[start ^ GRAM]) | GRAM if is_gram else uint64(token_of[start])
        key = key_of(start, token_of[token])
        gram_of[gram], n_grams = numbered(slots, keys, n_grams, key)
    return slots, keys, n_grams, gram_of


@compiled
def pruned(keys, wanted):
    """Return the keys of the wanted n-grams and their beginnings, and which n-grams those are."""
    kept = wanted.copy()
    n_kept = 0
    for gram in range(len(keys) - 1, -1, -1):
        if kept[gram]:
            n_kept += 1
            start = keys[gram] >> uint64(32)
            if start & GRAM:
                kept[start ^ GRAM] = True
    few = np.empty(n_kept, dtype=np.uint64)
    numbers = np.empty(n_kept, dtype=np.int32)
    number_of = np.empty(len(keys), dtype=np.int32)
    n = 0
    for gram in range(len(keys)):
        if kept[gram]:
            key = keys[gram]
            start = key >> uint64(32)
            if start & GRAM:
                start = uint64(number_of[start ^ GRAM]) | GRAM
                key = key_of(start, key & uint64(LOW))
            few[n] = key
            numbers[n] = gram
            number_of[gram] = n
            n += 1
    return few, numbers
