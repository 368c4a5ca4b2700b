"""Differences of shares."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.errors import InputError
from tenor.evaluation.shares import (
    Frame,
    GoldSample,
    changes,
    estimate_shares,
    share_difference,
)


def drawn_shares(rng: np.random.Generator, *, wire: bool = False):  # type: ignore[no-untyped-def]
    """Return the shares of two outlets, which print the same wire stories or none."""
    n = 1500
    y_true = rng.random(n) < 0.3
    predicted = np.where(rng.random(n) < 0.9, y_true, ~y_true)
    groups = np.tile(np.arange(n), 2) if wire else np.arange(n)
    outlets = np.repeat(["x", "y"], n) if wire else np.where(np.arange(n) < 700, "x", "y")
    rows = rng.choice(n, 200, replace=False)
    frame = Frame(np.tile(predicted, 2) if wire else predicted, groups, outlets)
    sample = GoldSample(rows, y_true[rows], np.full(200, 200 / n))
    return estimate_shares(frame, sample), y_true


def test_a_difference_has_the_limits_of_both_shares() -> None:
    (x, y), _ = drawn_shares(np.random.default_rng(0))
    difference = share_difference(x, y)
    assert (difference.first, difference.second) == ("x", "y")
    assert difference.value == pytest.approx(y.corrected.value - x.corrected.value)
    below = np.hypot(
        y.corrected.value - y.corrected.interval.low, x.corrected.interval.high - x.corrected.value
    )
    assert difference.interval.low == pytest.approx(difference.value - below)
    backwards = share_difference(y, x)
    assert backwards.value == pytest.approx(-difference.value)
    assert backwards.interval == pytest.approx(
        (-difference.interval.high, -difference.interval.low)
    )


def test_outlets_that_print_the_same_stories_do_not_differ() -> None:
    """Their shares are the same number, so that only the asymmetry of the limits is left."""
    (x, y), _ = drawn_shares(np.random.default_rng(0), wire=True)
    difference = share_difference(x, y)
    assert difference.value == 0
    assert difference.interval == pytest.approx((0, 0), abs=0.003)
    assert not difference.is_clear


def test_differences_cover_the_true_one() -> None:
    """500 draws, coverage within 3 standard errors of .95; hand coding alone is wider."""
    rng = np.random.default_rng(4)
    covered, widths = 0, []
    for _ in range(500):
        (x, y), y_true = drawn_shares(rng)
        truth = y_true[700:].mean() - y_true[:700].mean()
        difference = share_difference(x, y)
        covered += difference.interval.low <= truth <= difference.interval.high
        alone = share_difference(x, y, estimator="hand_coding").interval
        widths.append((difference.interval.high - difference.interval.low) / (alone[1] - alone[0]))
    assert 0.92 <= covered / 500 <= 0.98
    assert np.mean(widths) < 0.85


def test_changes_are_from_month_to_month_and_skip_those_without_codings() -> None:
    rng = np.random.default_rng(1)
    n = 4000
    month = np.repeat(np.arange(4), [1300, 1300, 100, 1300])
    y_true = rng.random(n) < np.array([0.1, 0.5, 0.3, 0.3])[month]
    pi = np.where(month == 2, 1e-9, 0.1)
    rows = np.flatnonzero(rng.random(n) < pi)
    frame = Frame(y_true, domains=np.array(["2019-01", "2019-02", "2019-03", "2019-04"])[month])
    shares = estimate_shares(frame, GoldSample(rows, y_true[rows], pi[rows]))
    first, second = changes(shares)
    assert (first.first, first.second) == ("2019-01", "2019-02")
    assert (second.first, second.second) == ("2019-02", "2019-04")
    assert first.is_clear
    assert second.is_clear
    with pytest.raises(InputError, match=r"domain '2019-03' has no coded article.*; code \d+ of"):
        share_difference(shares[0], shares[2])


def test_shares_of_different_samples_are_refused() -> None:
    y_true = np.arange(1000) % 2 == 0
    results = []
    for n in (50, 60):
        rows = np.arange(n)
        sample = GoldSample(rows, y_true[rows], np.full(n, n / 1000))
        results += estimate_shares(Frame(y_true), sample)
    with pytest.raises(InputError, match="are by different samples"):
        share_difference(*results)
