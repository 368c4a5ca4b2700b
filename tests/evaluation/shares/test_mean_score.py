"""The tuned difference estimator of a mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation.shares import mean_from_draw, mean_from_split

# 500 coded posts by (coded, predicted): 70 (1, 1), 48 (1, 0), 50 (0, 1), 332 (0, 0); and 912
# others, of which 224 are predicted positive. They have the reference numbers of ppi-python 0.2.3.
Y_TRUE = np.repeat([1.0, 1.0, 0.0, 0.0], [70, 48, 50, 332])
SCORES = np.repeat([1.0, 0.0, 1.0, 0.0], [70, 48, 50, 332])
UNLABELLED = np.repeat([1.0, 0.0], [224, 688])


@pytest.mark.parametrize(
    ("coefficient", "value", "low", "high"),
    [
        (0.0, 0.23600, 0.19878, 0.27322),
        (1.0, 0.24161, 0.19380, 0.28943),
        (None, 0.23764, 0.20304, 0.27224),
    ],
)
def test_reference_numbers_of_prediction_powered_inference(
    coefficient: float | None, value: float, low: float, high: float
) -> None:
    estimate = mean_from_split(Y_TRUE, SCORES, UNLABELLED, coefficient=coefficient)
    assert estimate.value == pytest.approx(value, abs=6e-6)
    assert estimate.interval == pytest.approx((low, high), abs=6e-6)


def test_without_predictions_the_estimate_is_that_of_the_codings() -> None:
    """Weights 2 and 4 of values 1 and 4: (2 * 1 + 4 * 4) / 6."""
    estimate = mean_from_draw(
        np.arange(6.0), np.array([0, 3]), np.array([1.0, 4.0]), np.array([0.5, 0.25]), coefficient=0
    )
    assert estimate.value == pytest.approx(3.0)
    # (1/2 * 4 * (1 - 3)² + 3/4 * 16 * (4 - 3)²) * 2 / 36
    assert estimate.standard_error == pytest.approx((20 * 2 / 36) ** 0.5)


def test_perfect_predictions_leave_no_variance() -> None:
    scores = np.linspace(0, 1, 50) ** 2
    rows = np.arange(0, 50, 5)
    estimate = mean_from_draw(scores, rows, scores[rows], np.full(10, 0.2))
    assert (estimate.coefficient, estimate.standard_error) == (1.0, 0.0)
    assert estimate.value == pytest.approx(scores.mean())


def test_a_census_has_no_variance() -> None:
    y_true = np.arange(20.0)
    estimate = mean_from_draw(np.zeros(20), np.arange(20), y_true, np.ones(20))
    assert (estimate.value, estimate.standard_error) == (9.5, 0.0)


@given(st.permutations(range(30)))
def test_the_order_of_the_codings_does_not_matter(order: list[int]) -> None:
    rng = np.random.default_rng(0)
    scores, y_true, pi = rng.random(300), rng.random(30), rng.uniform(0.05, 0.5, 30)
    rows = np.arange(0, 300, 10)
    first = mean_from_draw(scores, rows, y_true, pi)
    second = mean_from_draw(scores, rows[order], y_true[order], pi[order])
    assert second.value == pytest.approx(first.value)
    assert second.standard_error == pytest.approx(first.standard_error)


def test_intervals_cover_the_mean_of_a_frame() -> None:
    """1,000 draws with unequal probabilities; coverage is within 3 standard errors of .95."""
    rng = np.random.default_rng(1)
    truth = rng.gamma(2, 1, 4000)
    scores = truth + rng.normal(0, 0.5, 4000)
    pi = 0.02 + 0.06 * rng.random(4000)
    covered, widths = 0, []
    for _ in range(1000):
        rows = np.flatnonzero(rng.random(4000) < pi)
        estimate = mean_from_draw(scores, rows, truth[rows], pi[rows])
        alone = mean_from_draw(scores, rows, truth[rows], pi[rows], coefficient=0)
        covered += estimate.interval.low <= truth.mean() <= estimate.interval.high
        widths.append(estimate.standard_error / alone.standard_error)
    assert 0.93 <= covered / 1000 <= 0.97
    assert np.mean(widths) < 0.45


def test_too_few_codings_are_refused() -> None:
    with pytest.raises(InputError, match="'1' coded units have no standard error"):
        mean_from_split(np.ones(1), np.ones(1), np.ones(5))
    with pytest.raises(InputError, match="there are no unlabelled articles"):
        mean_from_split(np.ones(2), np.ones(2), np.zeros(0))
    with pytest.raises(InputError, match="inclusion probability '0'"):
        mean_from_draw(np.ones(5), np.arange(2), np.ones(2), np.array([0.5, 0.0]))
