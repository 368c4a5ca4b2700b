"""How loops are compiled: on first use, without the interpreter's lock."""

from __future__ import annotations

from numba import njit

inlined = njit(nogil=True, inline="always")


def compiled(function, fastmath=False):
    """Compile a function on first use and keep the result for the next process, where it can.

    ``fastmath`` holds the liberties with floating-point numbers that the compiler may take.
    """
    options = {"nogil": True, "fastmath": fastmath}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:
        # Neither beside the code nor in a home can anything be written: compile in every process.
        return njit(**options)(function)
