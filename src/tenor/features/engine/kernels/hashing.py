"""What the hash tables of tokens and of n-grams share.

Both use open addressing with linear probing and a number of slots that is a power of two, so
that a bit mask takes the place of a division.
"""

from __future__ import annotations

import numpy as np
from numba import uint64

from tenor.features.engine.kernels.compiling import compiled, inlined

UNKNOWN = -1
"""The number of a token or n-gram that a table lacks, and the column of a term without one."""

LOW_HALF = 0xFFFFFFFF
"""Mask of the low 32 bits of a 64-bit word."""


@inlined
def mix(x):
    """Return a 64-bit hash of a 64-bit number.

    Multiplication carries information to higher bits only, and the index of a slot is taken from
    the low bits. The shifts bring the high half down. Without them, the keys of all n-grams with
    the same last token would begin their search in few slots. Each step can be undone, so that
    two numbers never have the same hash.
    """
    x = (x ^ (x >> uint64(32))) * uint64(0xD6E8FEB86659FD93)
    x = (x ^ (x >> uint64(32))) * uint64(0xD6E8FEB86659FD93)
    return x ^ (x >> uint64(32))


@compiled
def enlarge(array, n_used, size):
    """Return an array of length ``size`` that begins with the first ``n_used`` items of another.

    The rest is uninitialized: the system hands out no memory for it until it is written.
    """
    larger = np.empty(size, dtype=array.dtype)
    larger[:n_used] = array[:n_used]
    return larger
