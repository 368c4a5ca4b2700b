"""The Hájek estimator of a proportion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.evaluation.proportions import jeffreys_limits
from tenor.evaluation.shares.hajek import effective_size, hajek_variance, weighted_proportion
from tests.evaluation.shares.coded_units import units_of


def test_the_variance_with_equal_weights_is_that_of_a_simple_random_sample() -> None:
    """(1 - pi) p (1 - p) / (m - 1), with 3 of 12 positive: .9 * .1875 / 11."""
    assert hajek_variance(units_of([1] * 3 + [0] * 9), 0.25) == pytest.approx(0.9 * 0.1875 / 11)


def test_a_large_weight_adds_variance_beyond_its_residual() -> None:
    """Weights 1, 1, 2, share .5: the jackknife residuals are .125/.75 twice and .25/.5."""
    units = units_of([1, 1, 0], pi=1e-12, size=np.array([1.0, 1.0, 2.0]))
    expected = (2 * (0.125 / 0.75) ** 2 + (0.25 / 0.5) ** 2) * 2 / 3
    assert hajek_variance(units, 0.5) == pytest.approx(expected)


def test_strata_that_differ_narrow_the_interval() -> None:
    """All articles of one stratum have the label and none of the other: nothing varies."""
    y_true, strata = np.repeat([1, 0], 20), np.repeat([0, 1], 20)
    assert hajek_variance(units_of(y_true, strata=strata), 0.5) == pytest.approx(0, abs=1e-12)
    mixed = hajek_variance(units_of(y_true, strata=np.arange(40) % 2), 0.5)
    assert mixed == pytest.approx(hajek_variance(units_of(y_true), 0.5), rel=0.05)


def test_strata_of_one_unit_have_no_variance_of_their_own() -> None:
    y_true = np.arange(12) % 2
    each = hajek_variance(units_of(y_true, strata=np.arange(12)), 0.5)
    assert each == pytest.approx(hajek_variance(units_of(y_true), 0.5))


@settings(max_examples=30)
@given(st.integers(10, 300), st.floats(0, 1))
def test_equal_weights_give_the_simple_proportion(m: int, share: float) -> None:
    k = round(m * share)
    proportion = weighted_proportion(units_of([1] * k + [0] * (m - k), pi=0.001))
    assert proportion.value == pytest.approx(k / m)
    # The factor for few degrees of freedom is .75 at ten codings.
    assert max(0.65 * m, 0.9 * m - 3) < proportion.effective_n <= m
    low, high = jeffreys_limits(k, m)
    assert proportion.low <= low + 1e-9
    assert proportion.high >= high - 1e-9


@pytest.mark.parametrize(
    ("variance", "kish_n", "n_events", "expected"),
    [
        (0.001, 80.0, 20.0, 160 * 0.970),  # .16 / .001, reduced for 79 degrees of freedom
        (0.0001, 80.0, 20.0, 400.0),  # at most four times the codings
        (0.001, 80.0, 4.0, 80.0),  # few events: at most Kish's size
        (0.004, 80.0, 4.0, 40.0),  # but less if the variance is larger
        (0.0, 80.0, 0.0, 80.0),
    ],
)
def test_a_variance_of_few_events_is_not_trusted_to_be_small(
    variance: float, kish_n: float, n_events: float, expected: float
) -> None:
    """At a proportion of .2 of 100 coded units."""
    size = effective_size(0.2, variance, 100, kish_n, n_events)
    assert size == pytest.approx(expected, rel=1e-3)
