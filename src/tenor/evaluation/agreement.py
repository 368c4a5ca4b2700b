"""Agreement between coders: Krippendorff's alpha, its interval and what the field makes of it.

Judgements come as counts: how many coders gave an article each value. Several
variables that were judged together, such as the themes of a codebook, are
measured at once, over the same bootstrap draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.evaluation.alpha import (
    Metric,
    alpha_of,
    draw_sums,
    interval_of,
    mean_draws,
    statistics_of,
)
from tenor.evaluation.intervals import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELIABLE, TENTATIVE = 0.8, 0.667
"""The customary bounds: Krippendorff (2004), Content analysis, 2nd edition, page 241."""

NO_OVERLAP = "no article was judged by two coders"
NO_VARIATION = "every judgement is the same, so agreement says nothing"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far coders agree on one variable.

    Attributes
    ----------
    n_articles
        Articles that two coders or more judged; only these count.
    percent
        The share of pairs of judgements of an article that are the same, as a
        mean over articles (Fleiss 1971); None without such articles.
    alpha
        Krippendorff's alpha; None where it is undefined.
    interval
        Its 95 % bootstrap interval; None where too many draws lack variation.
    undefined
        Why there is no alpha; empty where there is one.
    """

    n_articles: int
    percent: float | None
    alpha: float | None
    interval: Interval | None
    undefined: str = ""

    @property
    def verdict(self) -> str:
        """What the field concludes from alpha: its two bounds are .667 and .800."""
        if self.alpha is None:
            return f"undefined: {self.undefined}"
        if self.alpha >= RELIABLE:
            return "reliable"
        return "tentative conclusions only" if self.alpha >= TENTATIVE else "not reliable"

    @property
    def is_low(self) -> bool:
        """Whether alpha is below the lower bound."""
        return self.alpha is not None and self.alpha < TENTATIVE


class Agreements(NamedTuple):
    """The agreement on each of several variables, and its mean over those that have an alpha."""

    each: tuple[Agreement, ...]
    mean: Agreement


def measure(
    counts: NDArray[np.int64],
    groups: NDArray[np.intp],
    *,
    metric: Metric = "nominal",
    intervals: bool = True,
    random_state: int = 0,
) -> Agreements:
    """Return alpha, its interval and percent agreement of each variable, and their mean.

    Parameters
    ----------
    counts
        How many coders gave each article each value of each variable, shape
        (n, n_variables, n_values); an article may have any number of coders.
    groups
        The duplicate group of each article, shape (n,); a group is drawn whole.
    metric
        How far values differ: ``nominal`` wholly or not at all, ``ordinal`` by
        the ranks between them, ``interval`` by the difference of their columns.
    intervals
        Whether to draw intervals; without, they are None.

    Notes
    -----
    Alpha is that of Krippendorff (2011), Computing Krippendorff's
    alpha-reliability: 1 less the disagreement observed over the disagreement
    expected by chance. The interval is the percentile bootstrap over articles
    (Efron and Tibshirani 1993; for coders' agreement Zapf et al. 2016, BMC
    Medical Research Methodology 16:93), with 1,000 resamples, the expected
    disagreement drawn anew with the observed one. Draws in which all judgements
    are the same have no alpha and are left out; for the mean of several variables,
    one that a draw lost keeps its alpha of the whole sample. Where coders never
    disagree, every draw gives 1: an interval without width, which is no certainty.
    Coders are not drawn, so the interval does not tell of other coders.

    Examples
    --------
    >>> counts = np.array([[[2, 0]], [[0, 2]], [[1, 1]], [[2, 0]]])
    >>> found = measure(counts, np.arange(4)).each[0]
    >>> round(found.alpha, 4), found.percent, found.verdict
    (0.5333, 0.75, 'not reliable')
    """
    judged = (counts.sum(axis=-1) >= 2).any(axis=1)
    counts, groups = counts[judged], groups[judged]
    used = np.where(counts.sum(axis=-1, keepdims=True) >= 2, counts, 0)
    statistics = statistics_of(used, metric)
    whole = alpha_of(statistics.sum(axis=0), metric)
    draws = undrawn = np.full((1, len(whole)), np.nan)
    if intervals:
        draws = alpha_of(draw_sums(statistics, groups, random_state), metric)

    judges = used.sum(axis=-1)
    pairs = judges * (judges - 1)
    same = (used * (used - 1)).sum(axis=-1)
    n_articles = (judges >= 2).sum(axis=0)
    shares = np.divide(same, pairs, out=np.zeros(pairs.shape), where=pairs > 0)
    percents = shares.sum(axis=0) / np.maximum(n_articles, 1)
    each = tuple(
        _agreement(int(n), float(percent), float(value), draws[:, i])
        for i, (n, percent, value) in enumerate(zip(n_articles, percents, whole, strict=True))
    )
    defined = ~np.isnan(whole)
    if not defined.any():
        reason = NO_VARIATION if len(counts) else NO_OVERLAP
        share = float(percents.mean()) if len(counts) else None
        return Agreements(each, Agreement(len(counts), share, None, None, reason))
    mean = _agreement(
        len(counts), float(percents.mean()), float(whole[defined].mean()),
        mean_draws(draws, whole) if intervals else undrawn,
    )  # fmt: skip
    return Agreements(each, mean)


def _agreement(n: int, percent: float, alpha: float, draws: NDArray[np.float64]) -> Agreement:
    if not n:
        return Agreement(0, None, None, None, NO_OVERLAP)
    if np.isnan(alpha):
        return Agreement(n, percent, None, None, NO_VARIATION)
    return Agreement(n, percent, alpha, interval_of(draws))
