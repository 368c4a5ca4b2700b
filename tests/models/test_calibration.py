"""Calibration of raw scores."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.models.calibration import fit_calibration


def _two_labels(n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(n, 2))
    probabilities = 1 / (1 + np.exp(-(3 * scores - 1)))
    return scores, (rng.random((n, 2)) < probabilities).astype(np.uint8)


def test_probabilities_of_several_labels_are_the_observed_frequencies() -> None:
    scores, y_true = _two_labels()
    calibration = fit_calibration(scores, y_true, single_label=False)
    assert calibration.slope == pytest.approx([3, 3], rel=0.15)
    assert calibration.offset == pytest.approx([-1, -1], rel=0.2)
    p = calibration.probabilities(scores)
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        is_inside = (p >= low) & (p < low + 0.2)
        assert abs(p[is_inside].mean() - y_true[is_inside].mean()) < 0.05


def test_probabilities_of_one_label_sum_to_one_and_keep_the_order_of_scores() -> None:
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 3, size=900)
    scores = rng.normal(size=(900, 3)) + 1.5 * np.eye(3)[labels]
    y_true = np.eye(3, dtype=np.uint8)[labels]
    calibration = fit_calibration(scores, y_true, single_label=True)
    p = calibration.probabilities(scores)
    assert np.allclose(p.sum(axis=1), 1)
    assert (p.argmax(axis=1) == scores.argmax(axis=1)).all()
    assert p.max(axis=1).mean() == pytest.approx((p.argmax(axis=1) == labels).mean(), abs=0.03)


def test_a_label_that_scores_separate_perfectly_has_finite_probabilities() -> None:
    scores = np.array([[-1.0], [-0.9], [0.9], [1.0]])
    y_true = np.array([[0], [0], [1], [1]], dtype=np.uint8)
    p = fit_calibration(scores, y_true, single_label=False).probabilities(scores)
    assert np.isfinite(p).all()
    assert (p[2:] > 0.5).all()
    assert (p[:2] < 0.5).all()


def test_probabilities_never_fall_as_scores_rise() -> None:
    """Not even where held-out scores rank articles in reverse."""
    scores = np.linspace(-1, 1, 50)[:, None]
    y_true = (scores < 0).astype(np.uint8)
    p = fit_calibration(scores, y_true, single_label=False).probabilities(scores)
    assert (np.diff(p[:, 0]) >= 0).all()


def test_a_label_is_calibrated_on_the_articles_of_which_it_is_known() -> None:
    scores, y_true = _two_labels(400)
    is_known = np.ones(y_true.shape, dtype=bool)
    complete = fit_calibration(scores, y_true, single_label=False)
    same = fit_calibration(scores, y_true, single_label=False, is_known=is_known)
    assert (same.slope.tolist(), same.offset.tolist()) == (
        complete.slope.tolist(),
        complete.offset.tolist(),
    )
    is_known[100:, 1] = False
    masked = fit_calibration(scores, y_true, single_label=False, is_known=is_known)
    first = fit_calibration(scores[:100], y_true[:100], single_label=False)
    assert masked.slope == pytest.approx([complete.slope[0], first.slope[1]])
    assert masked.offset == pytest.approx([complete.offset[0], first.offset[1]])
