"""Hash tables of n-grams: from a node and a token, in one key, to a node."""

from __future__ import annotations

import numpy as np
from numba import int64, njit, uint64

UNKNOWN = -1
"""The number of what a table lacks."""

EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
"""A slot without a key."""

inlined = njit(nogil=True, inline="always")


def compiled(function):
    """Compile a function on first use and keep the result for the next process, where it can."""
    try:
        return njit(nogil=True, cache=True)(function)
    except RuntimeError:
        # Neither beside the code nor in a home can anything be written: compile in every process.
        return njit(nogil=True)(function)


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
def find(keys, values, mask, key):
    at = mixed(key) & mask
    while keys[at] != EMPTY:
        if keys[at] == key:
            return int64(values[at])
        at = (at + uint64(1)) & mask
    return int64(UNKNOWN)


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
        at = mixed(keys[i]) & mask
        while table[at] != EMPTY:
            at = (at + uint64(1)) & mask
        table[at] = keys[i]
        nodes[at] = first_node + i
    return table, nodes


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
            at = mixed(key) & mask
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
        at = mixed(keys[old]) & mask
        while new_keys[at] != EMPTY:
            at = (at + uint64(1)) & mask
        new_keys[at] = keys[old]
        new_nodes[at] = nodes[old]
    return new_keys, new_nodes
