"""Calibration, and accuracy when a model abstains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.calibration import calibration_curve

from tenor.evaluation.reliability import (
    accuracy_by_coverage,
    point_at_coverage,
    reliability,
    top_label,
)


def test_calibrated_probabilities_have_almost_no_error() -> None:
    """Twenty thousand predictions, correct at the rate of their probability."""
    rng = np.random.default_rng(0)
    confidence = rng.uniform(0.3, 1, 20_000)
    assert reliability(confidence, rng.random(20_000) < confidence).calibration_error < 0.02


def test_the_error_is_the_mean_gap_between_confidence_and_accuracy() -> None:
    """Ten predictions at 0.9 of which five are correct: 0.4; ten at 0.5 of which five are: 0."""
    confidence = np.array([0.9] * 10 + [0.5] * 10)
    correct = np.arange(20) % 2 == 0
    curve = reliability(confidence, correct)
    assert [tuple(b) for b in curve.bins] == [(0.5, 0.5, 10), (pytest.approx(0.9), 0.5, 10)]
    assert curve.calibration_error == pytest.approx(0.2)


def test_bins_hold_equal_numbers_of_articles() -> None:
    """Fifteen bins, and fewer where one would hold fewer than ten."""
    for n, n_bins in ((400, 15), (95, 9), (7, 1)):
        confidence = np.linspace(0.1, 1, n)
        sizes = [b.n_articles for b in reliability(confidence, confidence > 0.5).bins]
        assert len(sizes) == n_bins
        assert sum(sizes) == n
        assert max(sizes) - min(sizes) <= 1


def test_the_curve_is_that_of_scikit_learn() -> None:
    """Its quantile bins are the same if all probabilities differ."""
    rng = np.random.default_rng(3)
    confidence = np.sort(rng.random(150) * 0.9 + 0.05)
    correct = rng.random(150) < confidence
    accuracy, mean = calibration_curve(correct, confidence, n_bins=15, strategy="quantile")
    bins = reliability(confidence, correct).bins
    assert [b.accuracy for b in bins] == pytest.approx(accuracy)
    assert [b.confidence for b in bins] == pytest.approx(mean)


def test_articles_without_a_prediction_do_not_count() -> None:
    curve = reliability(np.array([0.0, 0.8]), np.array([False, True]))
    assert curve.calibration_error == pytest.approx(0.2)
    assert reliability(np.zeros(3), np.zeros(3, dtype=bool)).calibration_error is None


def test_the_top_label_is_the_most_probable_one() -> None:
    y_true = np.array([[1, 1], [0, 1], [0, 0], [1, 0]], dtype=np.uint8)
    p = np.array([[0.2, 0.7], [0.6, 0.4], [0.1, 0.3], [0.0, 0.0]])
    confidence, correct = top_label(y_true, p)
    assert confidence.tolist() == [0.7, 0.6, 0.3, 0.0]
    assert correct.tolist() == [True, False, False, False]


@given(
    arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([0.0, 0.2, 0.5, 0.7, 1.0])),
    st.integers(0, 9),
)
def test_coverage_rises_to_the_accuracy_of_all_predictions(
    confidence: np.ndarray, seed: int
) -> None:
    """Each point is over the articles whose confidence reaches its threshold."""
    correct = np.random.default_rng(seed).random(len(confidence)) < 0.5
    points = accuracy_by_coverage(confidence, correct)
    predicted = confidence > 0
    if not predicted.any():
        assert points == ()
        return
    coverage = [point.coverage for point in points]
    assert coverage == sorted(set(coverage))
    assert points[-1].coverage == pytest.approx(predicted.mean())
    assert points[-1].accuracy == pytest.approx(correct[predicted].mean())
    for point in points:
        covered = confidence >= point.confidence
        assert point.coverage == pytest.approx(covered.mean())
        assert point.accuracy == pytest.approx(correct[covered].mean())


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    confidence = np.linspace(0.01, 1, 5000)
    points = accuracy_by_coverage(confidence, confidence > 0.2, n_points=100)
    assert len(points) == 100
    assert points[0].coverage == pytest.approx(1 / 5000)
    assert points[-1].coverage == 1.0


def test_the_point_at_a_coverage_does_not_exceed_it() -> None:
    confidence = np.linspace(0.01, 1, 5000)
    points = accuracy_by_coverage(confidence, confidence > 0.2, n_points=100)
    assert point_at_coverage(points, 0.5).coverage == pytest.approx(0.5, abs=0.011)
    assert point_at_coverage(points, 0.0) is None
