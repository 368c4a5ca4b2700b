"""Whether scores, or the share of a label, have changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstwobign

from tenor.evaluation.shift_tests import prior_shift, score_shift


def calibrated(n: int, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return labels of this share, and probabilities calibrated at a share of .2."""
    y_true = rng.random(n) < share
    score = rng.normal(np.where(y_true, 1.0, -1.0), 1)
    return y_true, 1 / (1 + np.exp(-2 * score - np.log(0.2 / 0.8)))


def test_scores_that_move_are_found() -> None:
    """All of the batch is above the reference: the statistic is 1."""
    statistic, p_value = score_shift(np.array([400, 0]), np.array([0, 300]))
    assert statistic == 1
    assert p_value < 1e-12


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=2, max_size=9))
def test_the_p_value_is_that_of_kolmogorovs_distribution(counts: list[tuple[int, int]]) -> None:
    reference, batch = np.array(counts).T
    statistic, p_value = score_shift(reference, batch)
    sizes = reference.sum(), batch.sum()
    if not min(sizes):
        assert (statistic, p_value) == (0, 1)
        return
    expected = kstwobign.sf(statistic * np.sqrt(sizes[0] * sizes[1] / sum(sizes)))
    assert p_value == pytest.approx(expected, abs=0.003)


def test_batches_that_do_not_differ_are_seldom_called_changed() -> None:
    """Binned scores at 1 %: 1,000 batches."""
    rng = np.random.default_rng(0)
    shares = np.full(60, 1 / 60)
    reference = rng.multinomial(1000, shares)
    p_values = [
        score_shift(rng.multinomial(1000, shares), rng.multinomial(400, shares))[1]
        for _ in range(1000)
    ]
    assert reference.sum() == 1000
    assert sum(p < 0.01 for p in p_values) <= 18


@settings(max_examples=20)
@given(st.floats(0.05, 0.95), st.integers(0, 100))
def test_a_changed_share_is_estimated(share: float, seed: int) -> None:
    y_true, probabilities = calibrated(4000, share, np.random.default_rng(seed))
    estimated, p_value = prior_shift(probabilities, np.ones(4000), 0.2)
    assert estimated == pytest.approx(y_true.mean(), abs=0.05)
    assert (p_value < 0.01) or abs(share - 0.2) < 0.06


def test_articles_that_are_counted_together_weigh_as_many() -> None:
    _, probabilities = calibrated(50, 0.4, np.random.default_rng(0))
    twice = prior_shift(np.repeat(probabilities, 2), np.ones(100), 0.2)
    assert prior_shift(probabilities, np.full(50, 2), 0.2) == pytest.approx(twice)


def test_an_unchanged_share_is_seldom_called_changed() -> None:
    """The likelihood-ratio test at 5 %: 300 batches, within 3 standard errors."""
    rng = np.random.default_rng(0)
    p_values = [prior_shift(calibrated(400, 0.2, rng)[1], np.ones(400), 0.2)[1] for _ in range(300)]
    assert 0.01 < np.mean(np.array(p_values) < 0.05) < 0.09


def test_probabilities_that_never_change_have_their_prior() -> None:
    """Uninformative probabilities leave the share as it was."""
    assert prior_shift(np.array([0.3]), np.array([50]), 0.3) == (pytest.approx(0.3), 1.0)
