"""The n-gram table: from a shorter n-gram and its next token to the number of the longer one.

An n-gram of n tokens is the pair of its first n - 1 tokens, which are one number, and its last
token. So n-grams of any length have keys of 64 bits, and each costs one look-up, however long it
is. A table has three parts, which functions take and return side by side because compiled code
cannot grow an array in place:

slots : int64, shape (n_slots,)
    The number of an n-gram in the low 32 bits, and the high 31 bits of the hash of its key above
    it, as a tag. `UNKNOWN`, the only value below 0, where a slot is free.
keys : uint64
    The key of each n-gram in the order of their numbers, and spare room.
n_ngrams : int
    The number of n-grams.

A key holds the prefix in its high half and the last token in its low half. The prefix is a token
number, or the number of an n-gram with the bit `NGRAM` set.

The prefix of every n-gram in a table is in the table too, with a smaller number. Hence a loop
over numbers meets a prefix before its extensions, and a loop backwards meets it after them.

At most two thirds of the slots are taken, so that a search ends after few steps, and always ends.
"""

from __future__ import annotations

import numpy as np
from numba import int64, uint64

from tenor.features.engine.kernels.compiling import compiled, inlined
from tenor.features.engine.kernels.hashing import LOW_HALF, UNKNOWN, enlarge, mix
from tenor.features.engine.kernels.prefetching import prefetch

NGRAM = np.uint64(0x80000000)
"""The bit that says, of a key's prefix, that it is an n-gram and not a single token."""

MIN_SLOTS = 1 << 12

INITIAL_CAPACITY = 1 << 22
"""N-grams that an empty table has room for. Memory that is not written to costs nothing, while
an array that is outgrown leaves a hole of its size in the heap."""


@compiled
def new_ngram_table():
    """Return an empty n-gram table: slots, keys and 0."""
    keys = np.empty(INITIAL_CAPACITY, dtype=np.uint64)
    return build_slots(keys, 0, 0), keys, 0


@inlined
def make_key(prefix, token):
    """Return the key of a prefix, its `NGRAM` bit included, and a last token."""
    return (uint64(prefix) << uint64(32)) | uint64(token)


@inlined
def find_slot(slots, keys, key):
    """Return the slot that holds a key's number or else the free one to put it in, and its tag."""
    h = mix(key)
    mask = uint64(len(slots) - 1)
    at = h & mask
    tag = int64(h >> uint64(33))
    slot = slots[at]
    # Keys lie elsewhere in memory. A key is read only where the tag agrees, which for another
    # key happens once in 2**31 times; comparing it then keeps the table exact.
    while slot >= 0 and (slot >> 32 != tag or keys[slot & LOW_HALF] != key):
        at = (at + uint64(1)) & mask
        slot = slots[at]
    return at, tag


@inlined
def prefetch_slot(slots, key):
    """Fetch the slot at which the search for a key begins."""
    prefetch(slots, np.int64(mix(key) & uint64(len(slots) - 1)))


@inlined
def find(slots, keys, key):
    """Return the number of the n-gram with a key, or UNKNOWN."""
    at, _ = find_slot(slots, keys, key)
    slot = slots[at]
    return slot & LOW_HALF if slot >= 0 else int64(UNKNOWN)


@inlined
def find_or_add(slots, keys, n_ngrams, key):
    """Return the number of the n-gram with a key, a new one if need be, and the table's new size.

    The caller has made room for it with `reserve`.
    """
    at, tag = find_slot(slots, keys, key)
    slot = slots[at]
    if slot >= 0:
        return slot & LOW_HALF, n_ngrams
    slots[at] = (tag << 32) | n_ngrams
    keys[n_ngrams] = key
    return int64(n_ngrams), n_ngrams + 1


@compiled
def build_slots(keys, n_ngrams, n_more):
    """Return slots for the first ``n_ngrams`` keys, with room for ``n_more`` n-grams."""
    n_slots = MIN_SLOTS
    while 3 * (n_ngrams + n_more) > 2 * n_slots:
        n_slots *= 2
    slots = np.full(n_slots, UNKNOWN, dtype=np.int64)
    for ngram in range(n_ngrams):
        find_or_add(slots, keys, ngram, keys[ngram])
    return slots


@compiled
def reserve(slots, keys, n_ngrams, n_more):
    """Return the slots and keys of a table, grown if need be, with room for ``n_more`` n-grams."""
    if n_ngrams + n_more > len(keys):
        # By half at least: the cost of copying stays proportional to the number of n-grams.
        keys = enlarge(keys, n_ngrams, max(n_ngrams + n_more, len(keys) + len(keys) // 2))
    if 3 * (n_ngrams + n_more) > 2 * len(slots):
        slots = build_slots(keys, n_ngrams, n_more)
    return slots, keys


@compiled
def merge_ngrams(slots, keys, n_ngrams, other_keys, n_others, token_numbers):
    """Add the n-grams of another table to a table.

    Parameters
    ----------
    slots, keys, n_ngrams
        The table that is added to.
    other_keys : uint64, shape (at least n_others,)
        The keys of the other table, in terms of its own numbers.
    n_others : int
        The number of its n-grams.
    token_numbers : int32, shape (n_tokens of the other,)
        The number here of each token of the other.

    Returns
    -------
    slots, keys, n_ngrams
        The table.
    ngram_numbers : int32, shape (n_others,)
        The number here of each n-gram of the other.
    """
    slots, keys = reserve(slots, keys, n_ngrams, n_others)
    ngram_numbers = np.empty(n_others, dtype=np.int32)
    for ngram in range(n_others):
        prefix, token = other_keys[ngram] >> uint64(32), other_keys[ngram] & uint64(LOW_HALF)
        # The prefix of an n-gram comes before it, so that its new number is known already.
        if prefix & NGRAM:
            prefix = uint64(ngram_numbers[prefix ^ NGRAM]) | NGRAM
        else:
            prefix = uint64(token_numbers[prefix])
        key = make_key(prefix, token_numbers[token])
        ngram_numbers[ngram], n_ngrams = find_or_add(slots, keys, n_ngrams, key)
    return slots, keys, n_ngrams, ngram_numbers


@compiled
def subset_ngrams(keys, wanted):
    """Return a table's keys without the n-grams that are neither wanted nor a prefix of such.

    Parameters
    ----------
    keys : uint64, shape (n_ngrams,)
        The keys of the table.
    wanted : bool, shape (n_ngrams,)
        Which n-grams are wanted.

    Returns
    -------
    new_keys : uint64, shape (n_kept,)
        The keys that remain, in the same order, in terms of the new numbers.
    old_numbers : int32, shape (n_kept,)
        The number that each remaining n-gram had.
    """
    kept = wanted.copy()
    n_kept = 0
    # Backwards: extensions come before their prefix, which is kept if one of them is.
    for ngram in range(len(keys) - 1, -1, -1):
        if kept[ngram]:
            n_kept += 1
            prefix = keys[ngram] >> uint64(32)
            if prefix & NGRAM:
                kept[prefix ^ NGRAM] = True
    new_keys = np.empty(n_kept, dtype=np.uint64)
    old_numbers = np.empty(n_kept, dtype=np.int32)
    new_numbers = np.empty(len(keys), dtype=np.int32)
    n = 0
    for ngram in range(len(keys)):
        if kept[ngram]:
            key = keys[ngram]
            prefix = key >> uint64(32)
            if prefix & NGRAM:
                prefix = uint64(new_numbers[prefix ^ NGRAM]) | NGRAM
                key = make_key(prefix, key & uint64(LOW_HALF))
            new_keys[n] = key
            old_numbers[n] = ngram
            new_numbers[ngram] = n
            n += 1
    return new_keys, old_numbers
