"""How the kernels are compiled: on first use, without Python's global interpreter lock."""

from __future__ import annotations

from numba import njit

# A call inside a loop over characters costs more than its body. LLVM decides for itself whether
# to inline; "always" lets numba do it before, so that the loop is optimized as one function.
inlined = njit(nogil=True, inline="always")


def compiled(function, fastmath=False):
    """Compile a function on first use and cache the machine code on disk where that is possible.

    Parameters
    ----------
    function
        The Python function.
    fastmath
        The floating-point rewrites that LLVM may apply, a set of its flag names; False for none.

    Returns
    -------
    callable
        The function's numba dispatcher. It releases the interpreter lock, so that threads run
        it in parallel.

    Notes
    -----
    The cache notices changes of the function's own file only. After a change to a function that
    is inlined into, or called from, kernels of another file, delete their ``__pycache__``.
    """
    options = {"nogil": True, "fastmath": fastmath}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:
        # numba found no writable directory for its cache, neither beside the source nor in the
        # user's home. Every process then compiles for itself.
        return njit(**options)(function)
