"""Calibration of probabilities, and accuracy by coverage of a model that may abstain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_BINS = 15
"""The number of bins of a reliability curve, unless articles are few."""

MIN_ARTICLES_PER_BIN = 10
"""With fewer articles than this in each bin, there are fewer bins."""

TOLERANCE = 1e-9
"""Rounding error up to which two shares are equal."""


class ReliabilityBin(NamedTuple):
    """Articles of similar confidence: mean confidence, accuracy, number of articles."""

    confidence: float
    accuracy: float
    n_articles: int


@dataclass(frozen=True)
class Reliability:
    """The reliability curve of a model.

    Attributes
    ----------
    bins
        Bins of equal numbers of articles, from the least to the most confident.
    """

    bins: tuple[ReliabilityBin, ...]

    @property
    def calibration_error(self) -> float | None:
        """The expected calibration error; None without articles."""
        n = sum(b.n_articles for b in self.bins)
        gaps = sum(b.n_articles * abs(b.accuracy - b.confidence) for b in self.bins)
        return gaps / n if n else None


def top_label(
    y_true: NDArray[np.uint8], probabilities: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the probability of each article's most probable label, and whether it is true.

    Parameters
    ----------
    y_true, probabilities
        True labels, 0/1, and the probability of each label; shape (n, n_labels). An article
        whose probabilities are all 0 has no prediction.

    Returns
    -------
    tuple of two ndarrays of shape (n,)
    """
    rows, columns = np.arange(len(y_true)), probabilities.argmax(axis=1)
    confidence = probabilities[rows, columns]
    return confidence, y_true[rows, columns].astype(bool) & (confidence > 0)


def reliability(
    confidence: NDArray[np.float64], correct: NDArray[np.bool_], n_bins: int = N_BINS
) -> Reliability:
    """Return the reliability curve of predictions, in bins of equal numbers of articles.

    Parameters
    ----------
    confidence
        The probability of each article's prediction, shape (n,). Articles with 0 have no
        prediction and are left out.
    correct
        Whether the prediction is correct, shape (n,).
    n_bins
        The number of bins; there are fewer if one would hold fewer than ten articles.

    Notes
    -----
    The expected calibration error of Naeini, Cooper and Hauskrecht (2015),
    Obtaining well calibrated probabilities using Bayesian binning, in bins of
    equal mass as Nguyen and O'Connor (2015), Posterior calibration and exploratory
    analysis for natural language processing models: bins of equal width would mostly be
    empty.

    Examples
    --------
    >>> confidence, correct = np.repeat([0.5, 0.75], 16), np.arange(32) % 2 == 0
    >>> curve = reliability(confidence, correct, n_bins=2)
    >>> curve.bins[1], curve.calibration_error
    (ReliabilityBin(confidence=0.75, accuracy=0.5, n_articles=16), 0.125)
    """
    predicted = np.flatnonzero(confidence > 0)
    order = predicted[np.argsort(confidence[predicted], kind="stable")]
    n_bins = max(1, min(n_bins, len(order) // MIN_ARTICLES_PER_BIN))
    bins = [rows for rows in np.array_split(order, n_bins) if len(rows)]
    return Reliability(
        tuple(
            ReliabilityBin(float(confidence[rows].mean()), float(correct[rows].mean()), len(rows))
            for rows in bins
        )
    )


class CoveragePoint(NamedTuple):
    """Coverage and accuracy of the predictions whose confidence reaches a threshold."""

    confidence: float
    coverage: float
    accuracy: float


def accuracy_by_coverage(
    confidence: NDArray[np.float64], correct: NDArray[np.bool_], n_points: int = 100
) -> tuple[CoveragePoint, ...]:
    """Return accuracy against coverage for a model that abstains below a confidence threshold.

    Parameters
    ----------
    confidence, correct
        As for `reliability`. Coverage is the share of all n articles.
    n_points
        The largest number of points to return.

    Returns
    -------
    tuple of CoveragePoint
        From the highest threshold to the lowest, so by rising coverage.

    Notes
    -----
    The risk-coverage curve of El-Yaniv and Wiener (2010), On the foundations of
    noise-free selective classification, with accuracy in place of risk.

    Examples
    --------
    >>> confidence, correct = np.array([0.9, 0.6, 0.6, 0.0]), np.array([True, True, False, False])
    >>> for point in accuracy_by_coverage(confidence, correct):
    ...     print(point.confidence, point.coverage, round(point.accuracy, 2))
    0.9 0.25 1.0
    0.6 0.75 0.67
    """
    order = np.argsort(-confidence, kind="stable")
    order = order[confidence[order] > 0]
    thresholds = confidence[order]
    # A threshold includes all articles of the same confidence or none of them.
    lasts = (
        np.flatnonzero(np.append(thresholds[:-1] > thresholds[1:], True)) if len(order) else order
    )
    n_correct = np.cumsum(correct[order])
    if len(lasts) > n_points:
        lasts = lasts[np.linspace(0, len(lasts) - 1, n_points).round().astype(np.intp)]
    return tuple(
        CoveragePoint(
            float(thresholds[last]),
            (last + 1) / len(confidence),
            float(n_correct[last] / (last + 1)),
        )
        for last in lasts.tolist()
    )


def point_at_coverage(points: tuple[CoveragePoint, ...], coverage: float) -> CoveragePoint | None:
    """Return the last point whose coverage does not exceed a share; None if none does not."""
    within = [point for point in points if point.coverage <= coverage + TOLERANCE]
    return within[-1] if within else None
