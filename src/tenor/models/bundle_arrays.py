"""The arrays of a bundle, which may come from anyone: no pickles, no archives, checked numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features import Vocabulary
from tenor.features.compact_weights import CompactWeights, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_MAPPED_BYTES = 1 << 20
"""Arrays of this size and more are memory-mapped."""

BLOCK = 1 << 20
"""Numbers of an array that are checked at a time."""

_LEADING_BITS, _CONTINUATION = np.uint8(0xC0), np.uint8(0x80)
"""The bits by which a byte of UTF-8 is not the first of its character."""


def weights_kind(weights: Weights) -> str:
    """Return how a bundle holds weights: ``exact`` or ``compact``."""
    return "compact" if isinstance(weights, CompactWeights) else "exact"


def weights_arrays(weights: Weights) -> dict[str, NDArray[Any]]:
    """Return the arrays of weights by their names in a bundle."""
    if not isinstance(weights, CompactWeights):
        return {"weights": weights}
    return {
        "weights.rows": weights.rows,
        "weights.starts": weights.starts,
        "weights.scale": weights.scale,
        "weights.offset": weights.offset,
    }


def read_weights(folder: Path, kind: str, shape: tuple[int, int]) -> Weights:
    """Return the weights of a bundle.

    Parameters
    ----------
    folder
        The folder of the bundle.
    kind
        As `weights_kind` returns it.
    shape
        The number of features, and of labels.

    Raises
    ------
    ValueError
        If there is no such kind, or an array is malformed.
    """
    n_features, n_labels = shape
    if kind == "exact":
        return read_array(folder, "weights", np.float32, shape)
    if kind != "compact":
        raise ValueError(f"its weights are '{kind}', neither exact nor compact")
    weights = CompactWeights(
        _read_vector(folder, "weights.rows", np.int16),
        read_array(folder, "weights.starts", np.int64, (n_features + 1,)),
        read_array(folder, "weights.scale", np.float64, (n_labels,)),
        read_array(folder, "weights.offset", np.float64, (n_labels,)),
    )
    weights.check()
    return weights


def read_vocabulary(folder: Path, view: int, n_terms: int) -> Vocabulary:
    """Return the vocabulary of a view of a bundle.

    Raises
    ------
    ValueError
        If its arrays are malformed, or its terms are not UTF-8.
    """
    terms = _read_vector(folder, f"view{view}.terms", np.uint8)
    ends = read_array(folder, f"view{view}.ends", np.int64, (n_terms + 1,))
    if ends[0] != 0 or ends[-1] != len(terms) or (np.diff(ends) < 0).any():
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
        If it has another type or shape, or numbers that are not finite.
    """
    path = folder / f"{name}.npy"
    array: NDArray[Any]
    # Not `np.load`, which takes archives and pickles for arrays.
    if path.stat().st_size >= MIN_MAPPED_BYTES:
        array = np.lib.format.open_memmap(path, mode="r")
    else:
        with path.open("rb") as file:
            array = np.lib.format.read_array(file, allow_pickle=False)
    if array.dtype != dtype or (shape is not None and array.shape != shape):
        raise ValueError(
            f"{name}.npy is {array.dtype} {array.shape}, not as model.json describes it"
        )
    if dtype in (np.float32, np.float64) and not _is_finite(array):
        raise ValueError(f"{name}.npy has numbers that are not finite")
    return array


def _read_vector(folder: Path, name: str, dtype: type[np.generic]) -> NDArray[Any]:
    array = read_array(folder, name, dtype, None)
    if array.ndim != 1:
        raise ValueError(f"{name}.npy has {array.ndim} dimensions in place of one")
    return array


def _is_finite(array: NDArray[Any]) -> bool:
    step = max(1, BLOCK * len(array) // max(array.size, 1))
    blocks = (array[start : start + step] for start in range(0, len(array), step))
    return all(bool(np.isfinite(block).all()) for block in blocks)
