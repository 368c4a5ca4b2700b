"""Predicted half-widths and numbers of codings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation.proportions import jeffreys_limits
from tenor.evaluation.shares import (
    Frame,
    GoldSample,
    codings_for_margin,
    estimate_shares,
    predicted_half_width,
    predicted_half_width_of_draw,
)


def test_hand_coding_alone_has_the_interval_of_one_proportion() -> None:
    low, high = jeffreys_limits(40, 200)
    assert predicted_half_width(200, 0.0, 0.0, 0.2) == pytest.approx(float(high - low) / 2)


def test_a_design_effect_divides_the_number_of_codings() -> None:
    doubled = predicted_half_width(400, 0.2, 0.9, 0.03, design_effect=2)
    assert doubled == pytest.approx(predicted_half_width(200, 0.2, 0.9, 0.03))


@settings(max_examples=30)
@given(st.floats(0.02, 0.2), st.floats(0.01, 0.6), st.floats(0.5, 1), st.floats(0, 0.2))
def test_the_fewest_codings_are_just_enough(
    margin: float, predicted: float, precision: float, missed: float
) -> None:
    n = codings_for_margin(margin, predicted, precision, missed)
    assert predicted_half_width(n, predicted, precision, missed) <= margin
    assert n == 1 or predicted_half_width(n - 1, predicted, precision, missed) > margin


def test_an_equal_draw_of_a_small_part_is_the_simple_plan() -> None:
    probability = np.repeat([0.9, 0.03], [4000, 16000])
    draw = predicted_half_width_of_draw(probability, probability > 0.5, np.full(20000, 0.01))
    assert draw == pytest.approx(predicted_half_width(200, 0.2, 0.9, 0.03), rel=0.01)


@pytest.mark.parametrize("by_uncertainty", [False, True])
def test_plans_are_within_15_percent_of_what_is_realized(by_uncertainty: bool) -> None:
    """200 samples of one plan."""
    rng = np.random.default_rng(0)
    n = 8000
    probability = rng.beta(0.3, 1.2, n)
    y_true, predicted = rng.random(n) < probability, probability > 0.5
    weights = 0.1 + (1 - np.abs(2 * probability - 1) if by_uncertainty else 0.0)
    pi = 300 * weights / np.sum(weights * np.ones(n))
    pi = np.broadcast_to(pi, n)
    planned = predicted_half_width_of_draw(probability, predicted, pi)
    realized = []
    frame = Frame(predicted)
    for _ in range(200):
        rows = np.flatnonzero(rng.random(n) < pi)
        (shares,) = estimate_shares(frame, GoldSample(rows, y_true[rows], pi[rows]))
        assert shares.corrected is not None
        realized.append(shares.corrected.half_width)
    assert planned == pytest.approx(np.mean(realized), rel=0.05)
    assert np.mean(np.abs(planned / np.array(realized) - 1) < 0.15) > (
        0.75 if by_uncertainty else 0.9
    )


def test_bad_plans_are_refused() -> None:
    with pytest.raises(InputError, match="'0' codings have no interval; plan at least 1"):
        predicted_half_width(0, 0.2, 0.9, 0.03)
    with pytest.raises(InputError, match="predicted_share '20' is not from 0 to 1"):
        predicted_half_width(100, 20, 0.9, 0.03)
    with pytest.raises(InputError, match="design effect '0' is not above 0"):
        predicted_half_width(100, 0.2, 0.9, 0.03, design_effect=0)
    with pytest.raises(InputError, match=r"margin '3' is not between 0 and 1; pass 0\.03"):
        codings_for_margin(3, 0.2, 0.9, 0.03)
    with pytest.raises(InputError, match="margin '1e-05' needs more than 10,000,000 codings"):
        codings_for_margin(1e-5, 0.2, 0.9, 0.03)
    with pytest.raises(InputError, match="'predicted' has 2 values for 3 sampling units"):
        predicted_half_width_of_draw(np.ones(3), np.ones(2, dtype=bool), np.full(3, 0.5))
    with pytest.raises(InputError, match="inclusion probability '0'"):
        predicted_half_width_of_draw(np.ones(3), np.ones(3, dtype=bool), np.zeros(3))
