"""Shares of each domain: raw count, hand coding alone and corrected, side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from tenor.evaluation.intervals import Interval
from tenor.evaluation.proportions import jeffreys_limits, kish_effective_size
from tenor.evaluation.shares.estimators import Estimate, poststratified_estimate
from tenor.evaluation.shares.hajek import CodedUnits, linearized_residuals
from tenor.evaluation.shares.planning import codings_for_margin
from tenor.evaluation.shares.sample import Frame, GoldSample, check_sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

Unit = Literal["articles", "stories"]
"""What a share counts: articles, or stories, where a duplicate group counts once in a domain."""


class ErrorRates(NamedTuple):
    """How often coded articles have the label, by prediction, over all domains.

    Attributes
    ----------
    share_if_predicted, share_otherwise
        The share of the articles with the label where the model gives it, and where it does not;
        .5 without coded articles.
    """

    share_if_predicted: float
    share_otherwise: float


@dataclass(frozen=True)
class DomainShares:
    """The share of a label in one domain.

    Attributes
    ----------
    domain
        The domain.
    n_articles, n_stories
        The number of articles in it, and of duplicate groups with an article in it.
    raw_count
        The share of articles to which the model gives the label. Its interval takes the
        predictions for true labels, and does not cover the true share where they have errors.
    hand_coding
        The share by the coded articles alone; None without coded articles.
    corrected
        The share by predictions of all articles, corrected by the coded ones; None without
        coded articles.
    error_rates
        The error rates that `codings_for` plans with.
    """

    domain: str
    n_articles: int
    n_stories: int
    raw_count: Estimate
    hand_coding: Estimate | None
    corrected: Estimate | None
    error_rates: ErrorRates
    influence: dict[str, NDArray[np.float64]] = field(repr=False, compare=False)

    @property
    def n_coded(self) -> int:
        """The number of coded sampling units of the domain."""
        return self.hand_coding.n if self.hand_coding else 0

    def codings_for(self, margin: float) -> int:
        """Return how many more articles of the domain to code, for a half-width of the interval.

        Parameters
        ----------
        margin
            The half-width wanted, as a share: .05 for 5 percentage points.

        Raises
        ------
        InputError
            As `codings_for_margin`.
        """
        if self.corrected and self.corrected.half_width <= margin:
            return 0
        needed = codings_for_margin(margin, self.raw_count.value, *self.error_rates)
        return max(1, needed - self.n_coded)


@dataclass(frozen=True)
class _Cells:
    """The duplicate groups of one domain.

    Attributes
    ----------
    groups
        The groups, ascending, shape (n,).
    size
        What each counts for, shape (n,).
    n_predicted
        The part of the size to which the model gives the label, shape (n,).
    """

    groups: NDArray[np.intp]
    size: NDArray[np.float64]
    n_predicted: NDArray[np.float64]

    @property
    def predicted(self) -> NDArray[np.intp]:
        """The prediction of each group: that of most of its articles; with a tie, the label."""
        return (2 * self.n_predicted >= self.size).astype(np.intp)


def estimate_shares(
    frame: Frame, sample: GoldSample, *, of: Unit = "articles"
) -> tuple[DomainShares, ...]:
    """Return the share of a label in each domain of a frame, with 95 % intervals.

    Parameters
    ----------
    frame
        All articles and the predictions of the label, the coded articles included: a corrected
        share without their predictions would be biased where the draw prefers difficult ones.
    sample
        People's codings. A coding holds for all articles of the duplicate group.
    of
        ``articles`` or ``stories``.

    Returns
    -------
    tuple of DomainShares
        One for each name in ``frame.domain_names``. For the share in all domains together, pass a
        frame without domains.

    Raises
    ------
    InputError
        If the sample is empty, has rows outside the frame or two articles of a duplicate group, or
        if its inclusion probabilities do not match the size of the frame.

    Notes
    -----
    See `poststratified_estimate` for the estimator. Domain estimation: Särndal, Swensson and
    Wretman (1992), Model assisted survey sampling, chapter 10. A duplicate group is a cluster that
    one coding represents; it can have articles in several domains.

    Examples
    --------
    >>> y_true = np.arange(1000) % 5 == 0
    >>> predicted = y_true ^ (np.arange(1000) % 16 == 0)
    >>> drawn = np.arange(0, 1000, 7)
    >>> sample = GoldSample(drawn, y_true[drawn], np.full(len(drawn), 1 / 7))
    >>> shares, = estimate_shares(Frame(predicted), sample)
    >>> round(shares.raw_count.value, 3), round(shares.corrected.value, 3)
    (0.237, 0.202)
    >>> low, high = shares.corrected.interval
    >>> round(low, 2), round(high, 2), shares.codings_for(0.02)
    (0.16, 0.24, 374)
    """
    check_sample(frame, sample)
    strata, stratum_sizes = _strata_of(sample)
    position = np.full(frame.n_groups, -1)
    position[frame.group_codes[sample.rows]] = np.arange(len(sample))
    cells = [_cells_of(frame, code, of) for code in range(len(frame.domain_names))]
    rates = _error_rates(cells, position, sample)
    results = []
    for code, (name, cell) in enumerate(zip(frame.domain_names, cells, strict=True)):
        coded = position[cell.groups] >= 0
        chosen = position[cell.groups][coded]
        units = CodedUnits(
            np.asarray(sample.y_true, dtype=np.float64)[chosen],
            cell.size[coded],
            np.asarray(sample.inclusion_probability, dtype=np.float64)[chosen],
            strata[chosen],
            stratum_sizes[chosen],
        )
        predicted = cell.predicted
        totals = {
            "hand_coding": np.array([cell.size.sum()]),
            "corrected": np.bincount(predicted, weights=cell.size, minlength=2),
        }
        poststrata = {"hand_coding": np.zeros(len(units), dtype=np.intp)}
        poststrata["corrected"] = predicted[coded]
        estimates: dict[str, Estimate | None] = dict.fromkeys(totals)
        influence = {}
        for kind in totals if len(units) else ():
            estimates[kind] = poststratified_estimate(units, poststrata[kind], totals[kind])
            influence[kind] = np.zeros(len(sample))
            influence[kind][chosen] = _influence(units, poststrata[kind], totals[kind])
        results.append(
            DomainShares(
                name,
                int((frame.domain_codes == code).sum()),
                len(cell.groups),
                _raw_count(cell),
                estimates["hand_coding"],
                estimates["corrected"],
                rates,
                influence,
            )
        )
    return tuple(results)


def _strata_of(sample: GoldSample) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the stratum of each coded article as a number, and the number of articles in it."""
    names = np.zeros(len(sample)) if sample.strata is None else sample.strata
    _, codes, counts = np.unique(names, return_inverse=True, return_counts=True)
    return codes.astype(np.intp), counts[codes].astype(np.intp)


def _cells_of(frame: Frame, domain: int, of: Unit) -> _Cells:
    inside = frame.domain_codes == domain
    groups, codes = np.unique(frame.group_codes[inside], return_inverse=True)
    size = np.bincount(codes).astype(np.float64)
    n_predicted = np.bincount(codes, weights=np.asarray(frame.predicted)[inside])
    if of == "stories":
        return _Cells(groups, np.ones(len(groups)), (2 * n_predicted >= size).astype(np.float64))
    return _Cells(groups, size, np.asarray(n_predicted, dtype=np.float64))


def _raw_count(cell: _Cells) -> Estimate:
    value = float(cell.n_predicted.sum() / cell.size.sum())
    effective_n = kish_effective_size(cell.size)
    low, high = jeffreys_limits(value * effective_n, effective_n)
    return Estimate(value, Interval(float(low), float(high)), len(cell.groups), effective_n)


def _influence(
    units: CodedUnits, poststrata: NDArray[np.intp], totals: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the influence of each coded unit on the estimate, times its finite correction."""
    influence = np.zeros(len(units))
    for stratum, total in enumerate((totals / totals.sum()).tolist()):
        inside = np.flatnonzero(poststrata == stratum)
        if len(inside):
            part = units.take(inside)
            weights = part.size / part.inclusion_probability
            value = float(weights @ part.y_true / weights.sum())
            influence[inside] = total * linearized_residuals(part, value)
    return np.asarray(influence * np.sqrt(1 - units.inclusion_probability))


def _error_rates(cells: list[_Cells], position: NDArray[np.intp], sample: GoldSample) -> ErrorRates:
    """Return the error rates over all domains."""
    totals, positive = np.zeros(2), np.zeros(2)
    for cell in cells:
        coded = position[cell.groups] >= 0
        chosen = position[cell.groups][coded]
        weights = cell.size[coded] * sample.weights[chosen]
        predicted = cell.predicted[coded]
        totals += np.bincount(predicted, weights=weights, minlength=2)
        y_true = np.asarray(sample.y_true, dtype=np.float64)[chosen]
        positive += np.bincount(predicted, weights=weights * y_true, minlength=2)
    rates = np.divide(positive, totals, out=np.full(2, 0.5), where=totals > 0)
    return ErrorRates(float(rates[1]), float(rates[0]))
