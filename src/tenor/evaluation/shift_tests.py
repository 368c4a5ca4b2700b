"""Tests of whether the scores of a label, or the share of articles with it, have changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_ITERATIONS = 1000
CONVERGED = 1e-8

SMOOTHING = np.array([1, 2, 3, 2, 1]) / 9
"""The part of the articles of a bin that counts for it and for those beside it."""


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


def prior_shift(known: NDArray[np.int64], batch: NDArray[np.int64]) -> tuple[float, float]:
    """Return the share of articles with a label, if nothing but shares has changed.

    Parameters
    ----------
    known
        The number of reference articles without and with the label in each bin of its score, shape
        (2, n_bins); some of each.
    batch
        The number of articles of the batch in each bin, shape (n_bins,).

    Returns
    -------
    share
        The share in the batch.
    p_value
        The p-value of the hypothesis that it is that of the reference.

    Notes
    -----
    Expectation maximization and the likelihood-ratio test of Saerens, Latinne and Decaestecker
    (2002), Adjusting the outputs of a classifier to new a priori probabilities. Likelihoods are
    the shares of reference articles in a bin, and not probabilities of the classifier, whose
    calibration is poor for rare labels. It assumes label shift: articles with the label are like
    those of the reference. No share to report rests on it; that is for codings of the batch.

    Examples
    --------
    >>> known = np.array([[700, 150, 50], [20, 30, 50]])
    >>> share, p_value = prior_shift(known, np.array([360, 90, 50]))
    >>> round(share, 2), p_value > 0.5
    (0.1, True)
    >>> share, p_value = prior_shift(known, np.array([240, 115, 145]))
    >>> round(share, 2), p_value < 0.001
    (0.53, True)
    """
    reference = float(known[1].sum() / known.sum())
    smooth, weights = _smooth(known), _smooth(batch[None])[0]
    # One more article is spread like all: a bin without one of a kind is rare for it, not
    # impossible.
    everywhere = (smooth.sum(axis=0) + 1 / len(batch)) / (smooth.sum() + 1)
    without, with_label = (smooth + everywhere) / (smooth.sum(axis=1, keepdims=True) + 1)
    # Relative to the likelihood at the reference share, which becomes 1 for each article.
    at_reference = reference * with_label + (1 - reference) * without
    with_label, without = with_label / at_reference, without / at_reference
    share = reference
    for _ in range(MAX_ITERATIONS):
        likelihoods = share * with_label + (1 - share) * without
        updated = float(weights @ (share * with_label / likelihoods) / weights.sum())
        has_converged = abs(updated - share) < CONVERGED
        share = updated
        if has_converged:
            break
    gain = float(weights @ np.log(share * with_label + (1 - share) * without))
    # The upper tail of chi-squared with one degree of freedom.
    return share, math.erfc(math.sqrt(max(gain, 0.0)))


def _smooth(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return counts, shape (n, n_bins), to which each bin adds a part of its neighbors'.

    At either end, the parts that would fall outside stay in the outermost bin, so that the sum of
    the counts is the same.
    """
    spread = np.stack([np.convolve(own, SMOOTHING) for own in counts])
    smooth = spread[:, 2:-2].copy()
    smooth[:, 0] += spread[:, :2].sum(axis=1)
    smooth[:, -1] += spread[:, -2:].sum(axis=1)
    return smooth
