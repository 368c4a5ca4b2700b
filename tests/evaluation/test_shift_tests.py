"""Whether scores, or the share of a label, have changed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstwobign

from tenor.evaluation.shift_tests import prior_shift, score_shift


def scores_of(n: int, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of articles in bins of scores, without and with a label."""
    y_true = rng.random(n) < share
    score = np.clip(rng.normal(np.where(y_true, 1.0, -1.0), 1), -4, 4)
    bins = np.digitize(score, np.arange(-4, 4, 0.25))
    without, with_label = (np.bincount(bins[y_true == kind], minlength=34) for kind in (0, 1))
    return np.stack([without, with_label]), y_true


REFERENCE = scores_of(20_000, 0.2, np.random.default_rng(99))[0]


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
    counts, y_true = scores_of(4000, share, np.random.default_rng(seed))
    estimated, p_value = prior_shift(REFERENCE, counts.sum(axis=0))
    assert estimated == pytest.approx(y_true.mean(), abs=0.05)
    assert (p_value < 0.01) or abs(share - 0.2) < 0.06


def test_the_reference_itself_has_its_share_also_of_few_articles() -> None:
    """Whatever the probabilities of the classifier are: only the numbers in bins count."""
    for known in (REFERENCE, scores_of(900, 0.03, np.random.default_rng(1))[0]):
        share, p_value = prior_shift(known, known.sum(axis=0))
        assert share == pytest.approx(known[1].sum() / known.sum(), abs=0.015)
        assert p_value > 0.05


def test_an_unchanged_share_is_seldom_called_changed() -> None:
    """The likelihood-ratio test at 5 %: 300 batches, within 3 standard errors."""
    rng = np.random.default_rng(0)
    batches = (scores_of(400, 0.2, rng)[0].sum(axis=0) for _ in range(300))
    p_values = [prior_shift(REFERENCE, batch)[1] for batch in batches]
    assert 0.01 < np.mean(np.array(p_values) < 0.05) < 0.09


def test_scores_that_never_change_have_the_share_of_the_reference() -> None:
    """Uninformative scores leave the share as it was."""
    share, p_value = prior_shift(np.array([[70], [30]]), np.array([50]))
    assert (share, p_value) == (pytest.approx(0.3), pytest.approx(1.0))


def test_a_bin_without_reference_articles_says_nothing() -> None:
    known = np.zeros((2, 40), dtype=int)
    known[0, 5], known[1, 10] = 80, 20
    batch = np.zeros(40, dtype=int)
    batch[[5, 10, 30]] = 160, 40, 5
    assert prior_shift(known, batch)[0] == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_the_share_of_scores_at_the_ends_is_estimated(share: float) -> None:
    """Of a certain model, most articles of each kind are in the first or the last bin."""
    known = np.zeros((2, 34), dtype=np.int64)
    known[0, [0, 1, 17]] = 500, 60, 40
    known[1, [33, 32, 17]] = 360, 20, 20
    n_with = round(1000 * share)
    batch = known[0] / 600 * (1000 - n_with) + known[1] / 400 * n_with
    estimate, p_value = prior_shift(known, np.round(batch).astype(np.int64))
    assert estimate == pytest.approx(share, abs=0.01)
    assert (p_value < 0.001) == (share == 0.1)
