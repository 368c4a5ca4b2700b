"""Post-stratified shares of coded units."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.evaluation.proportions import jeffreys_limits
from tenor.evaluation.shares.estimators import Estimate, poststratified_estimate
from tenor.evaluation.shares.hajek import CodedUnits
from tests.evaluation.shares.coded_units import units_of


def alone(units: CodedUnits, total: float) -> Estimate:
    poststrata = np.zeros(len(units), dtype=np.intp)
    return poststratified_estimate(units, poststrata, np.array([total]))


def test_an_estimate_by_hand() -> None:
    """60 % of the frame are predicted, of which 8 of 10 coded are right; 1 of 5 of the others is.

    The share is .6 * .8 + .4 * .2 = .56. Few events in both parts: Jeffreys limits of 8 of 10 and
    of 1 of 5, .4959 to .9469 and .0230 to .6291 (variances are of 9 and 4 units, less than Kish's
    10 and 5 but for the finite correction).
    """
    units = units_of([1] * 8 + [0] * 2 + [1] + [0] * 4, pi=1e-9)
    predicted = np.repeat([1, 0], [10, 5])
    estimate = poststratified_estimate(units, predicted, np.array([40.0, 60.0]))
    assert estimate.value == pytest.approx(0.56)
    n_1, n_0 = 9.0, 4.0
    low, high = jeffreys_limits([0.8 * n_1, 0.2 * n_0], [n_1, n_0])
    below = (0.6 * (0.8 - low[0])) ** 2 + (0.4 * (0.2 - low[1])) ** 2
    above = (0.6 * (high[0] - 0.8)) ** 2 + (0.4 * (high[1] - 0.2)) ** 2
    assert estimate.interval == pytest.approx((0.56 - below**0.5, 0.56 + above**0.5))
    assert (estimate.n, estimate.half_width) == (15, pytest.approx((below**0.5 + above**0.5) / 2))
    # With half a coding of each kind: (7.2 + .5) / 10 and (.8 + .5) / 5.
    p_1, p_0 = 0.77, 0.26
    share = 0.6 * p_1 + 0.4 * p_0
    variance = 0.36 * p_1 * (1 - p_1) / n_1 + 0.16 * p_0 * (1 - p_0) / n_0
    assert estimate.effective_n == pytest.approx(share * (1 - share) / variance)
    assert estimate.design_effect == pytest.approx(15 / estimate.effective_n)


def test_a_label_that_nobody_gave_is_as_precise_as_the_codings() -> None:
    """The variance of no positive article is 0, and the interval is no narrower for it."""
    units = units_of([0] * 300, pi=1e-9)
    predicted = np.repeat([1, 0], [1, 299])
    estimate = poststratified_estimate(units, predicted, np.array([9990.0, 10.0]))
    assert estimate.value == 0.0
    assert 250 < estimate.effective_n < 350


@pytest.mark.parametrize("label", [0, 1])
def test_shares_of_0_and_1_have_the_exact_looking_interval(label: int) -> None:
    """None of 50 positive: Jeffreys' upper limit is .0488, with weights that vary a larger one."""
    estimate = alone(units_of([label] * 50), 500)
    limit = float(jeffreys_limits(0, 50)[1])
    assert estimate.value == label
    assert estimate.interval == pytest.approx((0, limit) if label == 0 else (1 - limit, 1))
    unequal = alone(units_of([label] * 50, size=np.r_[np.full(49, 1.0), 30.0]), 790)
    assert unequal.half_width > 2 * estimate.half_width
    assert unequal.effective_n < 8


def test_a_prediction_without_codings_can_be_anything() -> None:
    """A fifth of the frame has no coded article: its half of that is guessed, within 0 and 1."""
    units = units_of([0] * 40)
    estimate = poststratified_estimate(units, np.zeros(40, dtype=np.intp), np.array([320.0, 80.0]))
    assert estimate.value == pytest.approx(0.1)
    assert estimate.interval.low == pytest.approx(0)
    assert 0.2 < estimate.interval.high < 0.23


def test_a_single_coding_is_nearly_no_evidence() -> None:
    estimate = alone(units_of([1]), 10)
    assert estimate.interval.high == 1
    assert estimate.interval.low < 0.2


def test_a_census_is_exact() -> None:
    """Articles that were certain to be drawn represent themselves; others their like."""
    census = alone(units_of([1, 0, 0, 1], pi=1.0), 4)
    assert (census.value, census.interval, census.effective_n) == (0.5, (0.5, 0.5), 4.0)
    half = units_of([1, 1, 0, 0], pi=np.array([1.0, 1.0, 0.5, 0.5]))
    estimate = alone(half, 6)
    assert estimate.value == pytest.approx(2 / 6)
    assert estimate.interval.low == pytest.approx(2 / 6)


@settings(max_examples=50)
@given(st.integers(0, 1000), st.integers(2, 60), st.booleans())
def test_with_a_constant_prediction_nothing_is_corrected(
    seed: int, m: int, is_predicted: bool
) -> None:
    rng = np.random.default_rng(seed)
    units = units_of(
        rng.integers(0, 2, m), pi=rng.uniform(0.05, 0.9, m), size=rng.integers(1, 9, m)
    )
    predicted = np.full(m, int(is_predicted))
    totals = np.array([0.0, 800.0]) if is_predicted else np.array([800.0, 0.0])
    assert poststratified_estimate(units, predicted, totals) == alone(units, 800.0)


@settings(max_examples=50)
@given(st.integers(0, 1000), st.integers(2, 60))
def test_order_and_scale_of_sizes_do_not_matter(seed: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    units = units_of(
        rng.integers(0, 2, m), pi=rng.uniform(0.05, 0.9, m), size=rng.integers(1, 9, m)
    )
    predicted, totals = rng.integers(0, 2, m), np.array([600.0, 300.0])
    first = poststratified_estimate(units, predicted, totals)
    order = rng.permutation(m)
    second = poststratified_estimate(units.take(order), predicted[order], totals)
    larger = CodedUnits(
        units.y_true, 3 * units.size, units.inclusion_probability, units.strata, units.n_in_stratum
    )
    third = poststratified_estimate(larger, predicted, 3 * totals)
    for other in (second, third):
        assert other.value == pytest.approx(first.value)
        assert other.interval == pytest.approx(first.interval)
    assert 0 <= first.interval.low <= first.value + 1e-12
    assert first.value - 1e-12 <= first.interval.high <= 1


def test_the_other_label_has_the_mirrored_interval() -> None:
    rng = np.random.default_rng(3)
    y_true, predicted = rng.random(80) < 0.1, rng.integers(0, 2, 80)
    pi, totals = rng.uniform(0.05, 0.9, 80), np.array([300.0, 100.0])
    first = poststratified_estimate(units_of(y_true, pi), predicted, totals)
    mirrored = poststratified_estimate(units_of(~y_true, pi), 1 - predicted, totals[::-1])
    assert mirrored.value == pytest.approx(1 - first.value)
    assert mirrored.interval == pytest.approx((1 - first.interval.high, 1 - first.interval.low))
