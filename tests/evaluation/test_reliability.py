"""Calibration and abstaining."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.calibration import calibration_curve

from tenor.evaluation.reliability import abstaining, at_coverage, reliability, top_label


def test_probabilities_that_come_true_have_next_to_no_error() -> None:
    """Twenty thousand answers, right as often as they say."""
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.3, 1, 20_000)
    assert reliability(confidence, rng.random(20_000) < confidence).error < 0.02


def test_the_error_is_the_mean_gap_between_saying_and_being_right() -> None:
    """Ten answers at 0.9 of which five are right: 0.4; ten at 0.5 of which five are: 0."""
    confidence = np.array([0.9] * 10 + [0.5] * 10)
    right = np.arange(20) % 2 == 0
    curve = reliability(confidence, right)
    assert [tuple(b) for b in curve.bins] == [(0.5, 0.5, 10), (pytest.approx(0.9), 0.5, 10)]
    assert curve.error == pytest.approx(0.2)


def test_bins_hold_equally_many_articles() -> None:
    """Fifteen bins, and fewer where one would hold less than ten."""
    for n, n_bins in ((400, 15), (95, 9), (7, 1)):
        confidence = np.linspace(0.1, 1, n)
        sizes = [b.n for b in reliability(confidence, confidence > 0.5).bins]
        assert len(sizes) == n_bins
        assert sum(sizes) == n
        assert max(sizes) - min(sizes) <= 1


def test_the_curve_is_that_of_scikit_learn() -> None:
    """Its bins of equal mass, where no probability stands twice."""
    rng = np.random.default_rng(3)
    confidence = np.sort(rng.random(150) * 0.9 + 0.05)
    right = rng.random(150) < confidence
    accuracy, mean = calibration_curve(right, confidence, n_bins=15, strategy="quantile")
    bins = reliability(confidence, right).bins
    assert [b.accuracy for b in bins] == pytest.approx(accuracy)
    assert [b.confidence for b in bins] == pytest.approx(mean)


def test_articles_without_an_answer_do_not_count() -> None:
    curve = reliability(np.array([0.0, 0.8]), np.array([False, True]))
    assert curve.error == pytest.approx(0.2)
    assert reliability(np.zeros(3), np.zeros(3, dtype=bool)).error is None


def test_the_top_label_is_the_most_probable_one() -> None:
    truth = np.array([[1, 1], [0, 1], [0, 0], [1, 0]], dtype=np.uint8)
    p = np.array([[0.2, 0.7], [0.6, 0.4], [0.1, 0.3], [0.0, 0.0]])
    confidence, right = top_label(truth, p)
    assert confidence.tolist() == [0.7, 0.6, 0.3, 0.0]
    assert right.tolist() == [True, False, False, False]


@given(
    arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0])),
    st.integers(0, 9),
)
def test_coverage_rises_and_its_end_is_the_accuracy_of_all_answers(
    confidence: np.ndarray, seed: int
) -> None:
    right = np.random.default_rng(seed).random(len(confidence)) < 0.5
    cuts = abstaining(confidence, right)
    answered = confidence > 0
    if not answered.any():
        assert cuts == ()
        return
    coverage = [cut.coverage for cut in cuts]
    assert coverage == sorted(set(coverage))
    assert cuts[-1].coverage == pytest.approx(answered.mean())
    assert cuts[-1].accuracy == pytest.approx(right[answered].mean())
    for cut in cuts:
        chosen = confidence >= cut.confidence
        assert cut.coverage == pytest.approx(chosen.mean())
        assert cut.accuracy == pytest.approx(right[chosen].mean())


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    confidence = np.linspace(0.01, 1, 5000)
    cuts = abstaining(confidence, confidence > 0.2, n_points=100)
    assert len(cuts) == 100
    assert cuts[0].coverage == pytest.approx(1 / 5000)
    assert cuts[-1].coverage == 1.0
    assert at_coverage(cuts, 0.5).coverage == pytest.approx(0.5, abs=0.011)
    assert at_coverage(cuts, 0.0) is None
