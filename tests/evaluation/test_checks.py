"""Checks of arrays and numbers."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.evaluation.checks import (
    check_confidence,
    check_finite,
    check_inclusion_probabilities,
    check_length,
    check_precision,
    check_zero_or_one,
)


def test_good_values_pass() -> None:
    check_confidence(0.95)
    check_precision(0.9)
    check_finite("score", np.array([0.0, -3.0]))
    check_inclusion_probabilities([1.0, 1e-9])
    check_length("strata", None, 3, "articles")
    check_length("strata", [1, 2, 3], 3, "articles")
    check_zero_or_one("y_true", np.array([True, False]))
    check_zero_or_one("y_true", np.array([1.0, 0.0]))


def test_the_first_bad_value_is_named_with_its_place() -> None:
    with pytest.raises(InputError, match="inclusion probability '2' of coded article 1 is not"):
        check_inclusion_probabilities([1.0, 2.0, 3.0])
    with pytest.raises(InputError, match="score '-inf' at position 2 is not finite"):
        check_finite("score", np.array([0.0, 1.0, -np.inf]))
    with pytest.raises(InputError, match="value 'nan' at position 1 of 'y_true' is neither 0 nor"):
        check_zero_or_one("y_true", np.array([0.0, np.nan]))
    with pytest.raises(InputError, match="'strata' has 2 values for 3 articles; pass one for each"):
        check_length("strata", [1, 2], 3, "articles")
