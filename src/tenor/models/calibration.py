"""Calibration: from raw scores to probabilities, fitted on scores of held-out articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_LOGIT = 35.0
"""The largest absolute value that a sigmoid is taken of: beyond it float64 rounds to 0 and 1."""

MAX_NEWTON_STEPS = 50

RIDGE = 1e-3
"""The penalty on squared slopes. It keeps them finite where scores separate a label perfectly."""

MIN_SLOPE = 1e-6
"""The least slope. A label whose scores carry no information must not rank articles in reverse."""


@dataclass(frozen=True)
class Calibration:
    """A fitted map from raw scores to probabilities.

    Attributes
    ----------
    single_label
        Whether each article has exactly one label. If so, probabilities are a softmax of the scores
        times ``slope[0]``; else each label's are a sigmoid of ``slope * score + offset``.
    slope
        Shape (1,) with ``single_label``, else (n_labels,).
    offset
        Shape (n_labels,), zeros with ``single_label``.

    Notes
    -----
    The softmax is temperature scaling, Guo, Pleiss, Sun and Weinberger (2017), "On calibration of
    modern neural networks". The sigmoid is Platt scaling, Platt (1999), "Probabilistic outputs for
    support vector machines and comparisons to regularized likelihood methods".
    """

    single_label: bool
    slope: NDArray[np.float64]
    offset: NDArray[np.float64]

    def probabilities(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probabilities of raw scores, both of shape (n, n_labels)."""
        if self.single_label:
            return _softmax(scores * self.slope[0])
        return _sigmoid(scores * self.slope + self.offset)


def fit_calibration(
    scores: NDArray[np.float64],
    y_true: NDArray[np.uint8],
    *,
    single_label: bool,
    is_known: NDArray[np.bool_] | None = None,
) -> Calibration:
    """Fit a calibration to the scores of held-out articles.

    Parameters
    ----------
    scores
        Raw scores, shape (n, n_labels).
    y_true
        The labels of the same articles as 0/1, shape (n, n_labels).
    single_label
        Whether each article has exactly one label.
    is_known
        Whether the label is known, shape (n, n_labels): each label is calibrated on the
        articles of which it is known. Default all.
    """
    n_labels = scores.shape[1]
    if single_label:
        return Calibration(True, np.array([_fit_temperature(scores, y_true)]), np.zeros(n_labels))
    if is_known is None or is_known.all():
        return Calibration(False, *_fit_platt(scores, y_true))
    slope, offset = np.ones(n_labels), np.zeros(n_labels)
    for i in np.flatnonzero(is_known.any(axis=0)).tolist():
        rows = is_known[:, i]
        [slope[i]], [offset[i]] = _fit_platt(scores[rows, i : i + 1], y_true[rows, i : i + 1])
    return Calibration(False, slope, offset)


def _fit_temperature(scores: NDArray[np.float64], y_true: NDArray[np.uint8]) -> float:
    """Return the factor of the scores with the least cross-entropy: the inverse temperature."""
    from scipy.optimize import minimize_scalar

    labels = y_true.argmax(axis=1)
    rows = np.arange(len(labels))

    def cross_entropy(log_slope: float) -> float:
        probabilities = _softmax(scores * np.exp(log_slope))[rows, labels]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    return float(np.exp(minimize_scalar(cross_entropy, bounds=(-4.0, 6.0), method="bounded").x))


def _fit_platt(
    scores: NDArray[np.float64], y_true: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the slope and offset of each label, shape (n_labels,), by Newton's method."""
    n_positive = y_true.sum(axis=0)
    n_negative = len(y_true) - n_positive
    # Platt's smoothed targets: what is seen in few articles is not certain.
    high, low = (n_positive + 1) / (n_positive + 2), 1 / (n_negative + 2)
    target = np.where(y_true == 1, high, low)
    # Standardized scores make the steps, and the ridge, independent of the scale of the scores.
    mean = scores.mean(axis=0)
    std = np.maximum(scores.std(axis=0), 1e-9)
    x = (scores - mean) / std
    slope, offset = np.ones(x.shape[1]), np.log((n_positive + 1) / (n_negative + 1))
    # All labels take their steps at once; each has a problem of two variables.
    for _ in range(MAX_NEWTON_STEPS):
        p = _sigmoid(slope * x + offset)
        error, w = p - target, np.maximum(p * (1 - p), 1e-12)
        g_slope, g_offset = (error * x).sum(axis=0) + RIDGE * slope, error.sum(axis=0)
        h_ss, h_so, h_oo = (
            (w * x * x).sum(axis=0) + RIDGE,
            (w * x).sum(axis=0),
            w.sum(axis=0) + 1e-9,
        )
        determinant = np.maximum(h_ss * h_oo - h_so**2, 1e-12)
        d_slope = (h_oo * g_slope - h_so * g_offset) / determinant
        d_offset = (h_ss * g_offset - h_so * g_slope) / determinant
        # Steps longer than 2 are shortened: far from the optimum Newton's method overshoots.
        size = np.maximum(1.0, np.maximum(np.abs(d_slope), np.abs(d_offset)) / 2.0)
        slope, offset = slope - d_slope / size, offset - d_offset / size
        if max(np.abs(d_slope).max(), np.abs(d_offset).max()) < 1e-8:
            break
    slope = np.maximum(slope, MIN_SLOPE)
    return slope / std, offset - slope * mean / std


def _softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -MAX_LOGIT, MAX_LOGIT))))
