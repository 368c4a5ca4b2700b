"""Tests of whether the scores of a label, or the share of articles with it, have changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_ITERATIONS = 1000
CONVERGED = 1e-8


def score_shift(reference: NDArray[np.int64], batch: NDArray[np.int64]) -> tuple[float, float]:
    """Return the Kolmogorov-Smirnov statistic of two histograms, and its p-value.

    Examples
    --------
    >>> statistic, p_value = score_shift(np.array([500, 500]), np.array([375, 125]))
    >>> statistic, p_value < 1e-6
    (0.25, True)
    """
    sizes = int(reference.sum()), int(batch.sum())
    if not min(sizes):
        return 0.0, 1.0
    cumulative = (np.cumsum(counts) / counts.sum() for counts in (reference, batch))
    statistic = float(np.abs(np.subtract(*cumulative)).max())
    x = statistic * math.sqrt(sizes[0] * sizes[1] / sum(sizes))
    # Kolmogorov's series; it converges slowly where the p-value is 1 to three digits anyway.
    if x < 0.4:
        return statistic, 1.0
    terms = ((-1) ** (k - 1) * math.exp(-2 * (k * x) ** 2) for k in range(1, 20))
    return statistic, min(1.0, 2 * math.fsum(terms))


def prior_shift(
    probabilities: NDArray[np.float64], weights: NDArray[Any], reference: float
) -> tuple[float, float]:
    """Return the share of articles with a label, if nothing but shares has changed.

    Parameters
    ----------
    probabilities
        Calibrated probabilities of the label, between 0 and 1, shape (n,).
    weights
        How many articles have each of them, shape (n,).
    reference
        The share of articles with the label among those that the probabilities were calibrated on,
        between 0 and 1.

    Returns
    -------
    share
        The share in the batch.
    p_value
        The p-value of the hypothesis that it has not changed.

    Notes
    -----
    Expectation maximization and the likelihood-ratio test of Saerens, Latinne and Decaestecker
    (2002), Adjusting the outputs of a classifier to new a priori probabilities. It assumes label
    shift: articles with the label are like those in training. No share to report rests on it; that
    is for codings of the batch.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> is_rail = rng.random(2000) < 0.4
    >>> score = rng.normal(np.where(is_rail, 1.5, -1.5), 1)
    >>> probabilities = 1 / (1 + np.exp(-3 * score - np.log(0.1 / 0.9)))
    >>> share, p_value = prior_shift(probabilities, np.ones(2000), 0.1)
    >>> round(share, 2), p_value < 0.001
    (0.41, True)
    """
    n = weights.sum()
    with_label, without = probabilities / reference, (1 - probabilities) / (1 - reference)
    share = reference
    for _ in range(MAX_ITERATIONS):
        likelihoods = share * with_label + (1 - share) * without
        updated = float(weights @ (share * with_label / likelihoods) / n)
        has_converged = abs(updated - share) < CONVERGED
        share = updated
        if has_converged:
            break
    # At the reference the likelihood of every article is 1.
    gain = float(weights @ np.log(share * with_label + (1 - share) * without))
    # The upper tail of chi-squared with one degree of freedom.
    return share, math.erfc(math.sqrt(max(gain, 0.0)))
