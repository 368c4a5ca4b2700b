"""Calibration and thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.models.calibration import fit_calibration
from tenor.models.thresholds import fit_thresholds


def _two_labels(n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(n, 2))
    chance = 1 / (1 + np.exp(-(3 * scores - 1)))
    return scores, (rng.random((n, 2)) < chance).astype(np.uint8)


def test_probabilities_of_several_labels_come_out_as_often_as_they_say() -> None:
    scores, matrix = _two_labels()
    calibration = fit_calibration(scores, matrix, one_label=False)
    assert calibration.slope == pytest.approx([3, 3], rel=0.15)
    assert calibration.offset == pytest.approx([-1, -1], rel=0.2)
    p = calibration.probabilities(scores)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (p >= low) & (p < low + 0.2)
        assert abs(p[inside].mean() - matrix[inside].mean()) < 0.05


def test_probabilities_of_one_label_sum_to_one_and_keep_the_order_of_scores() -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 3, size=900)
    scores = rng.normal(size=(900, 3)) + 1.5 * np.eye(3)[truth]
    matrix = np.eye(3, dtype=np.uint8)[truth]
    calibration = fit_calibration(scores, matrix, one_label=True)
    p = calibration.probabilities(scores)
    assert np.allclose(p.sum(axis=1), 1)
    assert (p.argmax(axis=1) == scores.argmax(axis=1)).all()
    assert p.max(axis=1).mean() == pytest.approx((p.argmax(axis=1) == truth).mean(), abs=0.03)


def test_a_label_that_scores_separate_cleanly_keeps_finite_probabilities() -> None:
    scores = np.array([[-1.0], [-0.9], [0.9], [1.0]])
    matrix = np.array([[0], [0], [1], [1]], dtype=np.uint8)
    p = fit_calibration(scores, matrix, one_label=False).probabilities(scores)
    assert np.isfinite(p).all()
    assert (p[2:] > 0.5).all()
    assert (p[:2] < 0.5).all()


def test_scores_that_say_nothing_never_rank_articles_backwards() -> None:
    scores = np.linspace(-1, 1, 50)[:, None]
    matrix = (scores < 0).astype(np.uint8)
    p = fit_calibration(scores, matrix, one_label=False).probabilities(scores)
    assert (np.diff(p[:, 0]) >= 0).all()


def test_a_threshold_is_where_f1_is_best() -> None:
    p = np.array([[0.9], [0.8], [0.4], [0.35], [0.3], [0.2], [0.1], [0.05]])
    matrix = np.array([[1], [1], [1], [1], [1], [0], [0], [0]], dtype=np.uint8)
    assert fit_thresholds(p, matrix) == pytest.approx([0.25])


def test_a_rare_label_takes_the_threshold_of_all_labels_together() -> None:
    common = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.1, 0.1, 0.1])
    rare = np.array([0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01])
    matrix = np.zeros((8, 2), dtype=np.uint8)
    matrix[:5, 0] = 1
    matrix[0, 1] = 1
    first, second = fit_thresholds(np.stack([common, rare], axis=1), matrix)
    assert first == pytest.approx(0.3)
    assert second == pytest.approx(0.3)


def test_equal_probabilities_are_never_cut_apart() -> None:
    p = np.full((10, 1), 0.4)
    matrix = np.array([[1]] * 6 + [[0]] * 4, dtype=np.uint8)
    [threshold] = fit_thresholds(p, matrix)
    assert threshold <= 0.4
