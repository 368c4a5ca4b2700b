"""From raw scores to probabilities, learned on scores of articles the model had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLIP = 35.0


@dataclass(frozen=True)
class Calibration:
    """Probabilities of raw scores.

    With ``one_label``, a softmax of the scores times ``slope[0]`` (temperature
    scaling: Guo et al. 2017, On calibration of modern neural networks); else a
    sigmoid of ``slope * score + offset`` for each label (Platt 1999).
    """

    one_label: bool
    slope: NDArray[np.float64]
    offset: NDArray[np.float64]

    def probabilities(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities of raw scores, both of shape (n, n_labels)."""
        if self.one_label:
            return _softmax(scores * self.slope[0])
        return _sigmoid(scores * self.slope + self.offset)


def fit_calibration(
    scores: NDArray[np.float64], matrix: NDArray[np.uint8], *, one_label: bool
) -> Calibration:
    """Learn a calibration from held-out scores.

    Parameters
    ----------
    scores, matrix
        Raw scores and 0/1 labels of the same articles, shape (n, n_labels).
    """
    n_labels = scores.shape[1]
    if one_label:
        return Calibration(True, np.array([_temperature(scores, matrix)]), np.zeros(n_labels))
    slope, offset = _platt(scores, matrix)
    return Calibration(False, slope, offset)


def _temperature(scores: NDArray[np.float64], matrix: NDArray[np.uint8]) -> float:
    from scipy.optimize import minimize_scalar

    truth = matrix.argmax(axis=1)
    rows = np.arange(len(truth))

    def loss(log_slope: float) -> float:
        chances = _softmax(scores * np.exp(log_slope))[rows, truth]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-4.0, 6.0), method="bounded").x))


def _platt(
    scores: NDArray[np.float64], matrix: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # Newton steps for all labels at once; targets are smoothed as Platt does,
    # and a small ridge keeps labels that scores separate cleanly finite.
    positives = matrix.sum(axis=0)
    negatives = len(matrix) - positives
    high, low = (positives + 1) / (positives + 2), 1 / (negatives + 2)
    target = np.where(matrix == 1, high, low)
    center = scores.mean(axis=0)
    spread = np.maximum(scores.std(axis=0), 1e-9)
    x = (scores - center) / spread
    slope, offset = np.ones(x.shape[1]), np.log((positives + 1) / (negatives + 1))
    ridge = 1e-3
    for _ in range(50):
        p = _sigmoid(slope * x + offset)
        error, w = p - target, np.maximum(p * (1 - p), 1e-12)
        g_slope, g_offset = (error * x).sum(axis=0) + ridge * slope, error.sum(axis=0)
        h_ss, h_so, h_oo = (
            (w * x * x).sum(axis=0) + ridge,
            (w * x).sum(axis=0),
            w.sum(axis=0) + 1e-9,
        )
        determinant = np.maximum(h_ss * h_oo - h_so**2, 1e-12)
        d_slope = (h_oo * g_slope - h_so * g_offset) / determinant
        d_offset = (h_ss * g_offset - h_so * g_slope) / determinant
        size = np.maximum(1.0, np.maximum(np.abs(d_slope), np.abs(d_offset)) / 2.0)
        slope, offset = slope - d_slope / size, offset - d_offset / size
        if max(np.abs(d_slope).max(), np.abs(d_offset).max()) < 1e-8:
            break
    # A label whose scores say nothing must still not rank articles backwards.
    slope = np.maximum(slope, 1e-6)
    return slope / spread, offset - slope * center / spread


def _softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return np.asarray(e / e.sum(axis=1, keepdims=True))


def _sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -CLIP, CLIP))))
