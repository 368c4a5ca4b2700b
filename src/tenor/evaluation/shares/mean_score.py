"""The mean of any numbers that people coded, by the tuned difference estimator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_inclusion_probabilities, check_length
from tenor.evaluation.intervals import Interval
from tenor.evaluation.proportions import NORMAL_QUANTILE

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class MeanEstimate:
    """An estimated mean.

    Attributes
    ----------
    value
        The mean, in the units of what was coded.
    standard_error
        Its standard error.
    coefficient
        The weight of the predictions, 0 to 1: 0 is hand coding alone, 1 the plain difference
        estimator.
    n
        The number of coded units.
    """

    value: float
    standard_error: float
    coefficient: float
    n: int

    @property
    def interval(self) -> Interval:
        """The 95 % Wald interval."""
        margin = NORMAL_QUANTILE * self.standard_error
        return Interval(self.value - margin, self.value + margin)


def mean_from_draw(
    scores: NDArray[np.float64],
    rows: NDArray[np.intp],
    y_true: NDArray[np.float64],
    inclusion_probability: NDArray[np.float64],
    *,
    size: NDArray[np.float64] | None = None,
    coefficient: float | None = None,
) -> MeanEstimate:
    """Return the mean over a frame, from predictions of all units and codings of a draw.

    For labels of 0 or 1, `estimate_shares` has better intervals.

    Parameters
    ----------
    scores
        The prediction of each sampling unit of the frame, coded ones included, shape (N,).
    rows
        The positions of the coded units in the frame, shape (n,).
    y_true
        What people coded, shape (n,).
    inclusion_probability
        The probability of each coded unit to be drawn, shape (n,).
    size
        The number of articles of each unit, shape (N,); default 1.
    coefficient
        The weight of the predictions; default the one with the smallest variance.

    Raises
    ------
    InputError
        If lengths differ, fewer than two units are coded, or an inclusion probability is not above
        0 and at most 1.

    Notes
    -----
    The difference estimator (Särndal, Swensson and Wretman 1992, Model assisted survey sampling,
    chapter 6) in Hájek's form, with the coefficient of smallest variance: power-tuned
    prediction-powered inference (Angelopoulos, Duchi and Zrnic 2023, PPI++) and design-based
    supervised learning (Egami et al. 2023, Using imperfect surrogates for downstream inference).

    Examples
    --------
    >>> scores = np.arange(100.0)
    >>> rows = np.arange(5, 100, 10)
    >>> estimate = mean_from_draw(scores, rows, scores[rows] + 1, np.full(10, 0.1))
    >>> estimate.value, estimate.standard_error, estimate.coefficient
    (50.5, 0.0, 1.0)
    """
    n = len(rows)
    for name, values in (("y_true", y_true), ("inclusion_probability", inclusion_probability)):
        check_length(name, values, n, "coded units")
    check_length("size", size, len(scores), "units of the frame")
    check_inclusion_probabilities(inclusion_probability)
    _check_count(n)
    sizes = np.ones(len(scores)) if size is None else np.asarray(size, dtype=np.float64)
    weights = sizes[rows] / inclusion_probability
    scale = (1 - inclusion_probability) * weights**2 * n / (n - 1) / sizes.sum() ** 2
    f, y = scores[rows], np.asarray(y_true, dtype=np.float64)

    def centered(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(values - weights @ values / weights.sum())

    if coefficient is None:
        own = float(scale @ centered(f) ** 2)
        coefficient = _clipped(float(scale @ (centered(y) * centered(f))), own)
    residuals = y - coefficient * f
    value = float(
        coefficient * (sizes @ scores) / sizes.sum() + weights @ residuals / weights.sum()
    )
    variance = float(scale @ centered(residuals) ** 2)
    return MeanEstimate(value, variance**0.5, coefficient, n)


def mean_from_split(
    y_true: NDArray[np.float64],
    scores: NDArray[np.float64],
    unlabelled_scores: NDArray[np.float64],
    *,
    coefficient: float | None = None,
) -> MeanEstimate:
    """Return the mean, from coded articles of an equal-probability draw and unlabelled ones.

    Parameters
    ----------
    y_true, scores
        What people coded, and the predictions of the same articles, shape (n,).
    unlabelled_scores
        The predictions of other articles from the same population, shape (N,).
    coefficient
        The weight of the predictions; default the one with the smallest variance.

    Raises
    ------
    InputError
        If lengths differ, fewer than two articles are coded, or there are no unlabelled ones.

    Notes
    -----
    Prediction-powered inference (Angelopoulos et al. 2023, Prediction-powered inference) with
    the power tuning of PPI++ (see `mean_from_draw`).

    Examples
    --------
    >>> y_true, scores = np.repeat([1.0, 0.0], [20, 80]), np.repeat([1.0, 0.0], [25, 75])
    >>> estimate = mean_from_split(y_true, scores, np.repeat([1.0, 0.0], [300, 700]))
    >>> round(estimate.value, 4), round(estimate.coefficient, 3)
    (0.2328, 0.655)
    """
    n, n_unlabelled = len(y_true), len(unlabelled_scores)
    check_length("scores", scores, n, "coded articles")
    _check_count(n)
    if not n_unlabelled:
        raise InputError("there are no unlabelled articles; pass the predictions of some")
    y, f = (np.asarray(values, dtype=np.float64) for values in (y_true, scores))
    pooled = float(np.concatenate([f, unlabelled_scores]).var())
    if coefficient is None:
        covariance = float(((y - y.mean()) * (f - f.mean())).mean())
        coefficient = _clipped(covariance, (1 + n / n_unlabelled) * pooled)
    residuals = y - coefficient * f
    value = float(coefficient * unlabelled_scores.mean() + residuals.mean())
    variance = coefficient**2 * float(unlabelled_scores.var()) / n_unlabelled
    variance += float(residuals.var()) / n
    return MeanEstimate(value, variance**0.5, coefficient, n)


def _check_count(n: int) -> None:
    if n < 2:
        raise InputError(f"'{n}' coded units have no standard error; code at least 2")


def _clipped(covariance: float, variance: float) -> float:
    return min(1.0, max(0.0, covariance / variance)) if variance > 0 else 0.0
