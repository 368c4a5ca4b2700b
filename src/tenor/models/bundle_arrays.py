"""The arrays of a bundle, which may come from anyone: no pickles, no archives, checked numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import reason_of
from tenor.features import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_MAPPED_BYTES = 1 << 20
"""Arrays of this size and more are memory-mapped."""

MAX_NUMBER = 1e30
"""The largest number of an array: sums of products of such numbers are finite."""

BLOCK = 1 << 20
"""Numbers of an array that are checked at a time."""

_LEADING_BITS, _CONTINUATION = np.uint8(0xC0), np.uint8(0x80)
"""The bits by which a byte of UTF-8 is not the first of its character."""


def read_vocabulary(folder: Path, view: int, n_terms: int) -> Vocabulary:
    """Return the vocabulary of a view of a bundle.

    Raises
    ------
    ValueError
        If its arrays are malformed, or its terms are not UTF-8.
    """
    terms = read_array(folder, f"view{view}.terms", np.uint8, None)
    ends = read_array(folder, f"view{view}.ends", np.int64, (n_terms + 1,))
    if terms.ndim != 1 or ends[0] != 0 or ends[-1] != len(terms) or (np.diff(ends) < 0).any():
        raise ValueError(f"the vocabulary of view {view} is malformed")
    terms.tobytes().decode()
    first_bytes = terms[ends[:-1][ends[:-1] < len(terms)]]
    if ((first_bytes & _LEADING_BITS) == _CONTINUATION).any():
        raise ValueError(f"a term of view {view} begins within a character")
    return Vocabulary(terms, ends)


def read_array(
    folder: Path, name: str, dtype: type[np.generic], shape: tuple[int, ...] | None
) -> NDArray[Any]:
    """Return an array of a bundle.

    Parameters
    ----------
    folder
        The folder of the bundle.
    name
        The name of the array.
    dtype, shape
        What it must have; None for any shape.

    Raises
    ------
    ValueError
        If it has another type or shape, or numbers that are not finite or too large.
    """
    path = folder / f"{name}.npy"
    array: NDArray[Any]
    try:
        # Not `np.load`, which takes archives and pickles for arrays.
        if path.stat().st_size >= MIN_MAPPED_BYTES:
            array = np.lib.format.open_memmap(path, mode="r")
        else:
            with path.open("rb") as file:
                array = np.lib.format.read_array(file, allow_pickle=False)
    except Exception as exc:  # A header is parsed as Python's literals, with errors of many kinds.
        raise ValueError(f"{name}.npy is no array: {reason_of(exc)}") from exc
    if array.dtype != dtype or (shape is not None and array.shape != shape):
        raise ValueError(
            f"{name}.npy is {array.dtype} {array.shape}, not as model.json describes it"
        )
    if dtype in (np.float32, np.float64) and not _is_moderate(array):
        raise ValueError(f"{name}.npy has numbers that are not finite, or beyond {MAX_NUMBER:g}")
    return array


def _is_moderate(array: NDArray[Any]) -> bool:
    step = max(1, BLOCK * len(array) // max(array.size, 1))
    blocks = (array[start : start + step] for start in range(0, len(array), step))
    return all(bool((np.abs(block) <= MAX_NUMBER).all()) for block in blocks)
