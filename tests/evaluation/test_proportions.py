"""Intervals of proportions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation.intervals import Interval
from tenor.evaluation.proportions import (
    clopper_pearson_limits,
    jeffreys_limits,
    kish_effective_size,
    mover_difference,
    mover_sum,
)


def test_exact_limits_without_positive_units_are_powers() -> None:
    """No positive unit of 30: the upper limit u has (1 - u)^30 = .025."""
    low, high = clopper_pearson_limits([0, 30], [30, 30])
    assert low.tolist() == pytest.approx([0, 0.025 ** (1 / 30)])
    assert high.tolist() == pytest.approx([1 - 0.025 ** (1 / 30), 1])


def test_jeffreys_limits_are_those_of_the_literature() -> None:
    """Brown, Cai and DasGupta (2001), table 5: n = 10, and n = 25 with 5 positive."""
    low, high = jeffreys_limits([0, 1, 5], [10, 10, 10])
    assert low.round(3).tolist() == [0.0, 0.011, 0.224]
    assert high.round(3).tolist() == [0.217, 0.381, 0.776]


def test_without_units_a_proportion_can_be_anything() -> None:
    low, high = jeffreys_limits(0, 0)
    assert (float(low), float(high)) == (0.0, 1.0)


@given(st.integers(1, 500), st.floats(0, 1))
def test_jeffreys_limits_contain_the_proportion_and_are_inside_the_exact_ones(
    n: int, share: float
) -> None:
    k = round(n * share)
    low, high = jeffreys_limits(k, n)
    exact_low, exact_high = clopper_pearson_limits(k, n)
    assert 0 <= exact_low <= low + 1e-12 <= k / n + 1e-9
    assert k / n - 1e-9 <= high <= exact_high + 1e-12 <= 1 + 1e-9


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (np.nan, 5), (1, np.inf)])
def test_impossible_counts_are_refused(k: float, n: float) -> None:
    with pytest.raises(InputError, match=r"is no proportion; pass counts"):
        jeffreys_limits(k, n)


def test_confidence_is_between_0_and_1() -> None:
    with pytest.raises(InputError, match="confidence '95' is not between 0 and 1"):
        jeffreys_limits(1, 5, confidence=95)


def test_equal_weights_have_the_size_of_the_sample() -> None:
    """One weight of 3 among three of 1: 6² / 12."""
    assert kish_effective_size(np.full(7, 2.5)) == pytest.approx(7)
    assert kish_effective_size(np.array([3.0, 1, 1, 1])) == 3.0
    assert kish_effective_size(np.zeros(0)) == 0.0


def test_limits_of_a_sum_combine_as_squares() -> None:
    """Distances .3 and .4 at weight 1 combine to .5."""
    ones = np.ones(2)
    interval = mover_sum(ones, np.array([0.5, 0.5]), np.array([0.2, 0.1]), np.array([0.5, 0.5]))
    assert interval == pytest.approx((0.5, 1.0))


def test_newcombe_example() -> None:
    """Newcombe (1998), method 10, 56/70 and 48/80 with Wilson limits: .0524 to .3339."""
    first, second = Interval(0.4904, 0.7004), Interval(0.6918, 0.8779)
    assert mover_difference(48 / 80, first, 56 / 70, second) == pytest.approx(
        (0.0524, 0.3339), abs=2e-3
    )


def test_correlated_estimates_have_a_narrower_difference() -> None:
    interval = Interval(0.1, 0.3)
    same = mover_difference(0.2, interval, 0.2, interval, correlation=1.0)
    assert same == pytest.approx((0, 0))
    with pytest.raises(InputError, match="correlation '2' is not from -1 to 1"):
        mover_difference(0.2, interval, 0.2, interval, correlation=2)
