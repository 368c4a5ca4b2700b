"""Agreement between coders: Krippendorff's alpha, with intervals, and a model beside people.

Judgements come as counts: how many coders gave an article each value. Several
variables that were judged together, such as the themes of a codebook, are
measured at once, over the same bootstrap draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from tenor.evaluation.intervals import CHUNK, RESAMPLES, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

Metric = Literal["nominal", "ordinal", "interval"]

RELIABLE, TENTATIVE = 0.8, 0.667
"""The customary bounds: Krippendorff (2004), Content analysis, 2nd edition, page 241."""

NO_OVERLAP = "no article was judged by two coders"
NO_VARIATION = "every judgement is the same, so agreement says nothing"

MARGIN = 0.1
"""How far below people's alpha a model's still counts as that of one of them."""

UNDEFINED_SHARE = 0.05
"""An interval is left out where more draws than this share have no alpha."""


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


@dataclass(frozen=True, slots=True)
class Comparison:
    """People's agreement with each other beside their agreement with a model.

    Attributes
    ----------
    n_articles
        Articles that two people or more judged and the model labelled.
    people, model
        Alpha of pairs of people, and of pairs of the model and a person; both
        count every person's judgement once. None where undefined.
    difference
        The 95 % bootstrap interval of model less people; None where undefined.
    """

    n_articles: int
    people: float | None
    model: float | None
    difference: Interval | None

    @property
    def verdict(self) -> str:
        """Whether the model is inside the human range.

        It is ``below`` or ``above`` where the interval of the difference leaves
        zero out, ``inside`` where it stays within 0.1 below people's alpha, and
        ``cannot be told`` where the articles are too few for either.
        """
        if self.difference is None:
            return "cannot be told"
        if self.difference.high < 0:
            return "below"
        if self.difference.low > 0:
            return "above"
        return "inside" if self.difference.low >= -MARGIN else "cannot be told"


class Comparisons(NamedTuple):
    """The comparison on each of several variables, and its mean over those that have both."""

    each: tuple[Comparison, ...]
    mean: Comparison


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
    statistics = _same_and_margins(used) if metric == "nominal" else _coincidences(used)
    alpha = _nominal if metric == "nominal" else lambda sums: _ordered(sums, metric)
    whole = alpha(statistics.sum(axis=0))
    undrawn = np.full((1, len(whole)), np.nan)
    draws = alpha(_draws(statistics, groups, random_state)) if intervals else undrawn

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
        _mean_draws(draws, whole) if intervals else undrawn,
    )  # fmt: skip
    return Agreements(each, mean)


def compare(
    counts: NDArray[np.int64],
    given: NDArray[np.intp],
    groups: NDArray[np.intp],
    *,
    random_state: int = 0,
) -> Comparisons:
    """Compare a model's agreement with people to people's agreement with each other.

    Both alphas are nominal and of the same articles: those that two people or
    more judged and the model labelled. People's alpha weighs each judgement
    once, by pairing it with the other people's; the model's does so by pairing
    it with the model's label. A model that gives what most people would can
    agree with each of them more than they do with each other: a value above
    people's is a reason to look for a leak, and no proof of one.

    Parameters
    ----------
    counts
        People's judgements, as in `measure`, shape (n, n_variables, n_values).
    given
        The value that the model gave, -1 for none, shape (n, n_variables).
    groups
        The duplicate group of each article, shape (n,).
    """
    both = (counts.sum(axis=-1) >= 2) & (given >= 0)
    kept = both.any(axis=1)
    counts, given, groups, both = counts[kept], given[kept], groups[kept], both[kept]
    used = np.where(both[..., None], counts, 0)
    label = np.arange(counts.shape[-1]) == given[..., None]
    judges = used.sum(axis=-1, keepdims=True)
    agreeing = 2 * (used * label).sum(axis=-1, keepdims=True)
    of_model = np.concatenate([agreeing, used + judges * label], axis=-1, dtype=np.float64)
    statistics = np.stack([_same_and_margins(used), of_model], axis=1)
    people, model = _nominal(statistics.sum(axis=0))
    draws = _nominal(_draws(statistics, groups, random_state))
    differences = draws[:, 1] - draws[:, 0]
    each = tuple(
        Comparison(int(n), _number(a), _number(b), _interval(differences[:, i]))
        for i, (n, a, b) in enumerate(zip(both.sum(axis=0), people, model, strict=True))
    )
    defined = ~np.isnan(people) & ~np.isnan(model)
    if not defined.any():
        return Comparisons(each, Comparison(len(counts), None, None, None))
    mean = Comparison(
        len(counts), float(people[defined].mean()), float(model[defined].mean()),
        _interval(_mean_draws(differences, model - people)),
    )  # fmt: skip
    return Comparisons(each, mean)


def _same_and_margins(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what nominal alpha sums over articles, shape (n, n_variables, 1 + n_values)."""
    others = np.maximum(counts.sum(axis=-1, keepdims=True) - 1, 1)
    same = (counts * (counts - 1)).sum(axis=-1, keepdims=True) / others
    return np.concatenate([same, counts], axis=-1, dtype=np.float64)


def _coincidences(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each article's coincidence matrix, flat, shape (n, n_variables, n_values²)."""
    others = np.maximum(counts.sum(axis=-1) - 1, 1)[..., None, None]
    pairs = counts[..., :, None] * counts[..., None, :]
    pairs = pairs - counts[..., :, None] * np.eye(counts.shape[-1], dtype=np.int64)
    flat = counts.shape[-1] ** 2
    return np.asarray(pairs / others).reshape(*counts.shape[:-1], flat)


def _nominal(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    same, margins = sums[..., 0], sums[..., 1:]
    n = margins.sum(axis=-1)
    by_chance = n * (n - 1) - (margins * (margins - 1)).sum(axis=-1)
    return _one_less((n - same) * (n - 1), by_chance)


def _ordered(sums: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    n_values = round(sums.shape[-1] ** 0.5)
    matrix = sums.reshape(*sums.shape[:-1], n_values, n_values)
    margins = matrix.sum(axis=-1)
    n = margins.sum(axis=-1)
    # Of ranks, those between two values and half of the values' own.
    places = np.cumsum(margins, axis=-1) - margins / 2
    if metric == "interval":
        places = np.broadcast_to(np.arange(n_values, dtype=np.float64), margins.shape)
    apart = (places[..., :, None] - places[..., None, :]) ** 2
    observed = (matrix * apart).sum(axis=(-2, -1))
    by_chance = (margins[..., :, None] * margins[..., None, :] * apart).sum(axis=(-2, -1))
    return _one_less(observed * (n - 1), by_chance)


def _one_less(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.full(np.shape(observed), np.nan)
    return np.asarray(1 - np.divide(observed, expected, out=out, where=expected > 0))


def _draws(
    statistics: NDArray[np.float64], groups: NDArray[np.intp], random_state: int
) -> NDArray[np.float64]:
    """Return the sums of each bootstrap draw, shape (RESAMPLES, ...)."""
    names, which = np.unique(groups, return_inverse=True)
    shape = statistics.shape[1:]
    if not len(names):
        return np.zeros((RESAMPLES, *shape))
    per_group = np.zeros((len(names), int(np.prod(shape))))
    np.add.at(per_group, which, statistics.reshape(len(statistics), -1))
    rng = np.random.default_rng(random_state)
    even = np.full(len(names), 1 / len(names))
    sums = [
        rng.multinomial(len(names), even, size=CHUNK) @ per_group for _ in range(RESAMPLES // CHUNK)
    ]
    return np.concatenate(sums).reshape(RESAMPLES, *shape)


def _agreement(n: int, percent: float, alpha: float, draws: NDArray[np.float64]) -> Agreement:
    if not n:
        return Agreement(0, None, None, None, NO_OVERLAP)
    if np.isnan(alpha):
        return Agreement(n, percent, None, None, NO_VARIATION)
    return Agreement(n, percent, alpha, _interval(draws))


def _interval(draws: NDArray[np.float64]) -> Interval | None:
    found = draws[~np.isnan(draws)]
    if len(found) < (1 - UNDEFINED_SHARE) * len(draws):
        return None
    return Interval(*np.quantile(found, [0.025, 0.975]).tolist())


def _mean_draws(draws: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    # A draw can lose a rare label. Its value is then that of the whole sample:
    # leaving it out of the mean would favor draws without hard labels.
    defined = ~np.isnan(whole)
    filled = np.where(np.isnan(draws), whole, draws)
    return np.asarray(filled[:, defined].mean(axis=1))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
