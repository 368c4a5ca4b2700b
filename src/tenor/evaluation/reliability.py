"""Whether probabilities mean what they say, and what abstaining would gain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_BINS = 15
LEAST = 10
"""Articles that a bin should hold; fewer bins are taken where there are not enough."""


class Bin(NamedTuple):
    """Articles of like confidence: their mean confidence, and the share that is right."""

    confidence: float
    accuracy: float
    n: int


@dataclass(frozen=True)
class Reliability:
    """The reliability curve of a model.

    Attributes
    ----------
    bins
        From the least confident to the most; of equal numbers of articles.
    """

    bins: tuple[Bin, ...]

    @property
    def error(self) -> float | None:
        """The expected calibration error; None without an article."""
        n = sum(b.n for b in self.bins)
        gaps = sum(b.n * abs(b.accuracy - b.confidence) for b in self.bins)
        return gaps / n if n else None


def top_label(
    truth: NDArray[np.uint8], probabilities: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the probability of each article's most probable label, and whether it is true.

    Parameters
    ----------
    truth, probabilities
        True labels, 0/1, and the probability of each; shape (n, n_labels). An article
        whose probabilities are all 0 got no answer.
    """
    rows, top = np.arange(len(truth)), probabilities.argmax(axis=1)
    confidence = probabilities[rows, top]
    return confidence, truth[rows, top].astype(bool) & (confidence > 0)


def reliability(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], n_bins: int = N_BINS
) -> Reliability:
    """Return the reliability curve of answers, in bins of equal numbers of articles.

    Parameters
    ----------
    confidence
        The probability of each article's answer, shape (n,); 0 means no answer,
        and such an article does not count.
    right
        Whether the answer is right, shape (n,).
    n_bins
        The number of bins; fewer where one would hold less than ten articles.

    Notes
    -----
    The expected calibration error of Naeini, Cooper and Hauskrecht (2015),
    Obtaining well calibrated probabilities using Bayesian binning, in bins of
    equal mass as Nguyen and O'Connor (2015), Posterior calibration and exploratory
    analysis for natural language processing models: equal widths would leave most
    bins empty.

    Examples
    --------
    >>> confidence, right = np.repeat([0.5, 0.75], 16), np.arange(32) % 2 == 0
    >>> curve = reliability(confidence, right, n_bins=2)
    >>> curve.bins[1], curve.error
    (Bin(confidence=0.75, accuracy=0.5, n=16), 0.125)
    """
    answered = np.flatnonzero(confidence > 0)
    order = answered[np.argsort(confidence[answered], kind="stable")]
    n_bins = max(1, min(n_bins, len(order) // LEAST))
    parts = [part for part in np.array_split(order, n_bins) if len(part)]
    return Reliability(
        tuple(
            Bin(float(confidence[part].mean()), float(right[part].mean()), len(part))
            for part in parts
        )
    )


class Cut(NamedTuple):
    """What answering only from some confidence on gives: how many articles, how many right."""

    confidence: float
    coverage: float
    accuracy: float


def abstaining(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], n_points: int = 100
) -> tuple[Cut, ...]:
    """Return accuracy against coverage for a model that leaves out its least confident answers.

    Parameters
    ----------
    confidence, right
        As in `reliability`; coverage is a share of all n articles.
    n_points
        The most points that are returned.

    Notes
    -----
    The risk-coverage curve of El-Yaniv and Wiener (2010), On the foundations of
    noise-free selective classification, with accuracy in place of risk.

    Examples
    --------
    >>> for cut in abstaining(np.array([0.9, 0.6, 0.6, 0.0]), np.array([1, 1, 0, 0], bool)):
    ...     print(cut.confidence, cut.coverage, round(cut.accuracy, 2))
    0.9 0.25 1.0
    0.6 0.75 0.67
    """
    order = np.argsort(-confidence, kind="stable")
    order = order[confidence[order] > 0]
    values = confidence[order]
    # Articles of the same confidence are answered together or not at all.
    ends = np.flatnonzero(np.append(values[:-1] > values[1:], True)) if len(values) else order
    hits = np.cumsum(right[order])
    if len(ends) > n_points:
        ends = ends[np.linspace(0, len(ends) - 1, n_points).round().astype(np.intp)]
    return tuple(
        Cut(float(values[end]), (end + 1) / len(confidence), float(hits[end] / (end + 1)))
        for end in ends.tolist()
    )


def at_coverage(cuts: tuple[Cut, ...], coverage: float) -> Cut | None:
    """Return the cut that answers the most articles within a coverage; None where none does."""
    within = [cut for cut in cuts if cut.coverage <= coverage + 1e-9]
    return within[-1] if within else None
