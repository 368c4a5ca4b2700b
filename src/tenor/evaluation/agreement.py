"""Agreement between coders: Krippendorff's alpha with its interval, and percent agreement.

Judgements are given as counts: how many coders gave an article each value. Several
variables that were judged together, such as the themes of a codebook, are measured over
the same bootstrap resamples.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.alpha import (
    Level,
    alpha,
    article_statistics,
    count_groups,
    interval_of_resamples,
    mean_over_variables,
    resample_statistics,
)
from tenor.evaluation.evidence import MIN_GROUPS
from tenor.evaluation.intervals import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

RELIABLE, TENTATIVE = 0.8, 0.667
"""The customary bounds: Krippendorff (2004), Content analysis, 2nd edition, page 241."""

NO_OVERLAP = "no article was judged by two coders"
NO_VARIATION = "all judgements are the same"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The agreement between coders on one variable.

    Attributes
    ----------
    n_articles
        The number of articles with judgements of two or more coders; only these count.
    percent_agreement
        The share of agreeing pairs among the judgements of an article, a mean over
        articles (Fleiss 1971); None without such articles.
    alpha
        Krippendorff's alpha; None where it is undefined.
    interval
        Its 95 % bootstrap interval; None with too few articles, or where alpha is undefined in
        too many resamples or the same in all.
    undefined
        Why alpha is undefined; empty where it is defined.
    """

    n_articles: int
    percent_agreement: float | None
    alpha: float | None
    interval: Interval | None
    undefined: str = ""

    @property
    def verdict(self) -> str:
        """The conclusion from alpha by the customary bounds .667 and .800.

        With fewer than `MIN_GROUPS` articles there is none. Nor is there one where alpha reaches
        .800 and its interval extends below .667: after Hayes and Krippendorff (2007), labels are
        called reliable only if an alpha that is too low is unlikely.
        """
        if self.alpha is None:
            return f"undefined: {self.undefined}"
        if self.n_articles < MIN_GROUPS:
            return f"fewer than {MIN_GROUPS} articles"
        if self.alpha >= RELIABLE:
            is_uncertain = self.interval is not None and self.interval.low < TENTATIVE
            return "uncertain" if is_uncertain else "reliable"
        return "tentative conclusions only" if self.alpha >= TENTATIVE else "not reliable"

    @property
    def is_low(self) -> bool:
        """Whether alpha is below the lower bound."""
        return self.alpha is not None and self.alpha < TENTATIVE


@dataclass(frozen=True, slots=True)
class AgreementByVariable:
    """The agreement on each of several variables.

    Attributes
    ----------
    variables
        The agreement on each variable.
    mean
        The mean over the variables for which alpha is defined.
    """

    variables: tuple[Agreement, ...]
    mean: Agreement


def measure_agreement(
    counts: NDArray[np.int64],
    groups: NDArray[np.intp],
    *,
    level: Level = "nominal",
    intervals: bool = True,
    random_state: int = 0,
) -> AgreementByVariable:
    """Return alpha, its interval and percent agreement of each variable, and their mean.

    Parameters
    ----------
    counts
        The number of coders who gave each article each value of each variable, shape
        (n, n_variables, n_values). The number of coders may differ between articles.
    groups
        The duplicate group of each article, shape (n,). The articles of a group are resampled
        together.
    level
        The level of measurement: ``nominal`` values are equal or not, ``ordinal`` values
        differ by the ranks between them, ``interval`` values by their columns' distance.
    intervals
        Whether to compute intervals, which are None otherwise.
    random_state
        The seed of the resampling.

    Notes
    -----
    Alpha is that of Krippendorff (2011), Computing Krippendorff's
    alpha-reliability: 1 minus the observed disagreement over the disagreement
    expected by chance. The interval is the percentile bootstrap over articles
    (Efron and Tibshirani 1993; for coders' agreement Zapf et al. 2016, BMC
    Medical Research Methodology 16:93), with 1,000 resamples of observed and
    expected disagreement together. Resamples without variation have no alpha and are left
    out; the mean of several variables takes the sample's alpha instead. Where coders never
    disagree, every resample gives 1, and there is no interval. Coders are not resampled: the
    interval does not extend to other coders.

    Examples
    --------
    >>> counts = np.array([[[2, 0]], [[0, 2]], [[1, 1]], [[2, 0]]])
    >>> agreement = measure_agreement(counts, np.arange(4)).variables[0]
    >>> round(agreement.alpha, 4), agreement.percent_agreement, agreement.verdict
    (0.5333, 0.75, 'fewer than 20 articles')
    """
    judged = (counts.sum(axis=-1) >= 2).any(axis=1)
    counts, groups = counts[judged], groups[judged]
    used = np.where(counts.sum(axis=-1, keepdims=True) >= 2, counts, 0)
    statistics = article_statistics(used, level)
    alphas = alpha(statistics.sum(axis=0), level)
    # Values that are all nan have no interval.
    resamples = np.full((1, len(alphas)), np.nan)
    if intervals:
        resamples = alpha(resample_statistics(statistics, groups, random_state), level)

    n_articles, percents = _percent_agreement(used)
    variables = tuple(
        _agreement(int(n), float(percent), float(value), resamples[:, i], n_groups)
        for i, (n, percent, value, n_groups) in enumerate(
            zip(
                n_articles,
                percents,
                alphas,
                count_groups(np.asarray(used.any(axis=-1)), groups),
                strict=True,
            )
        )
    )
    defined, is_judged = ~np.isnan(alphas), n_articles > 0
    percent = float(percents[is_judged].mean()) if len(counts) else None
    if not defined.any():
        reason = NO_VARIATION if len(counts) else NO_OVERLAP
        return AgreementByVariable(variables, Agreement(len(counts), percent, None, None, reason))
    mean = _agreement(
        len(counts),
        percent,
        float(alphas[defined].mean()),
        mean_over_variables(resamples, alphas) if intervals else resamples[:, 0],
        len(np.unique(groups)),
    )
    return AgreementByVariable(variables, mean)


def _percent_agreement(
    counts: NDArray[np.int64],
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the judged articles and the percent agreement of each variable."""
    n_coders = counts.sum(axis=-1)
    pairs = n_coders * (n_coders - 1)
    agreeing = (counts * (counts - 1)).sum(axis=-1)
    n_articles = (n_coders >= 2).sum(axis=0)
    shares = np.divide(agreeing, pairs, out=np.zeros(pairs.shape), where=pairs > 0)
    return n_articles, shares.sum(axis=0) / np.maximum(n_articles, 1)


def _agreement(
    n_articles: int,
    percent: float | None,
    value: float,
    resamples: NDArray[np.float64],
    n_groups: int,
) -> Agreement:
    if not n_articles:
        return Agreement(0, None, None, None, NO_OVERLAP)
    if np.isnan(value):
        return Agreement(n_articles, percent, None, None, NO_VARIATION)
    return Agreement(n_articles, percent, value, interval_of_resamples(resamples, n_groups))
