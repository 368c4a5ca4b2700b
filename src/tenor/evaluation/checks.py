"""Checks of arrays and numbers that several estimators and tests are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


def check_confidence(confidence: float) -> None:
    """Raise an InputError unless a confidence level is between 0 and 1."""
    if not 0 < confidence < 1:
        raise InputError(f"confidence '{confidence}' is not between 0 and 1; pass for example 0.95")


def check_precision(precision: float) -> None:
    """Raise an InputError unless a precision to promise is between 0 and 1."""
    if not 0 < precision < 1:
        raise InputError(f"precision '{precision}' is not between 0 and 1; pass for example 0.9")


def check_finite(name: str, values: NDArray[np.float64]) -> None:
    """Raise an InputError unless all values are finite numbers."""
    invalid = np.flatnonzero(~np.isfinite(values))
    if len(invalid):
        raise InputError(
            f"{name} '{np.ravel(values)[invalid[0]]}' at position {invalid[0]} is not finite; "
            "leave out articles without a score"
        )


def check_inclusion_probabilities(values: ArrayLike) -> None:
    """Raise an InputError unless all inclusion probabilities are above 0 and at most 1."""
    probabilities = np.asarray(values, dtype=np.float64)
    invalid = np.flatnonzero(~((probabilities > 0) & (probabilities <= 1)))
    if len(invalid):
        raise InputError(
            f"inclusion probability '{probabilities[invalid[0]]:g}' of coded article "
            f"{invalid[0]} is not above 0 and at most 1; use the probability that was recorded "
            "with the draw"
        )


def check_length(name: str, values: Sequence[Any] | NDArray[Any] | None, n: int, of: str) -> None:
    """Raise an InputError if there are values, and not one for each of n things."""
    if values is not None and len(values) != n:
        raise InputError(f"'{name}' has {len(values)} values for {n} {of}; pass one for each")


def check_zero_or_one(name: str, values: ArrayLike) -> None:
    """Raise an InputError unless all values are 0, 1, False or True."""
    array = np.asarray(values)
    if array.dtype == np.bool_:
        return
    invalid = np.flatnonzero(~np.isin(array, (0, 1)))
    if len(invalid):
        raise InputError(
            f"value '{array[invalid[0]]}' at position {invalid[0]} of '{name}' is neither 0 nor 1; "
            "pass one label at a time"
        )
