"""The share of one domain from coded sampling units: by hand coding alone, or post-stratified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.intervals import Interval
from tenor.evaluation.proportions import mover_sum
from tenor.evaluation.shares.hajek import CodedUnits, weighted_proportion

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Estimate:
    """An estimated share.

    Attributes
    ----------
    value
        The share, 0 to 1.
    interval
        Its 95 % interval.
    n
        The number of sampling units that it is estimated from: coded ones, or for a raw count
        all.
    effective_n
        The number of units of a simple random sample, coded by hand, with the same variance.
    """

    value: float
    interval: Interval
    n: int
    effective_n: float

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.interval.high - self.interval.low) / 2

    @property
    def design_effect(self) -> float:
        """The variance relative to that of a simple random sample of n coded units (Kish 1965).

        Above 1, the draw costs precision; below 1, the design or the predictions gain some.
        """
        return self.n / self.effective_n if self.effective_n else np.inf


def poststratified_estimate(
    units: CodedUnits, poststrata: NDArray[np.intp], totals: NDArray[np.float64]
) -> Estimate:
    """Return the share of a domain, post-stratified.

    Parameters
    ----------
    units
        The coded units of the domain, m of them.
    poststrata
        The post-stratum of each, 0 to n_poststrata - 1, shape (m,): what the model predicts.
    totals
        The sum of the sizes of all units of the domain in each post-stratum, coded or not,
        shape (n_poststrata,). One post-stratum gives hand coding alone, the Hájek estimator.

    Notes
    -----
    Post-stratification by a prediction of 0 or 1 is the difference estimator with its best
    coefficient (Särndal, Swensson and Wretman 1992, Model assisted survey sampling, chapter 7),
    known for predictions of models as power-tuned prediction-powered inference (Angelopoulos,
    Duchi and Zrnic 2023, PPI++). Within a post-stratum, the share is the Hájek estimator (Hájek
    1971), with Jeffreys limits for its effective size (Korn and Graubard 1998, Confidence intervals
    for proportions with small expected number of positive counts estimated from survey data, who
    use Clopper-Pearson limits); MOVER combines the limits (see `mover_sum`). A Wald interval of the
    same estimate is too narrow for rare labels.

    Units with an inclusion probability of 1 represent only themselves: their part of the total is
    known, without variance.

    Examples
    --------
    >>> y_true, ones = np.repeat([1.0, 0.0, 1.0, 0.0], [9, 1, 2, 38]), np.ones(50)
    >>> units = CodedUnits.unstratified(y_true, ones, 0.1 * ones)
    >>> predicted = np.repeat([1, 0], [10, 40])
    >>> estimate = poststratified_estimate(units, predicted, np.array([420.0, 80.0]))
    >>> round(estimate.value, 3), round(estimate.effective_n)
    (0.186, 117)
    """
    grand_total = float(totals.sum())
    is_certain = units.inclusion_probability >= 1
    known, weights, parts = 0.0, [], []
    for stratum, total in enumerate(totals.tolist()):
        inside = poststrata == stratum
        certain = units.take(inside & is_certain)
        known += float(certain.size @ certain.y_true)
        weights.append(max(0.0, total - float(certain.size.sum())))
        parts.append(weighted_proportion(units.take(inside & ~is_certain)))
    # A sum of sizes that is 0 but for rounding is an empty stratum.
    shares = np.array(weights) / grand_total
    values, sizes, lows, highs = (np.array(column) for column in zip(*parts, strict=True))
    base = known / grand_total
    value = base + float(shares @ values)
    low, high = mover_sum(shares, values, lows, highs)
    interval = Interval(max(0.0, base + low), min(1.0, base + high))
    effective_n = _overall_size(base, shares, values, sizes) if shares.any() else float(len(units))
    return Estimate(value, interval, len(units), effective_n)


def _overall_size(
    known: float,
    shares: NDArray[np.float64],
    values: NDArray[np.float64],
    sizes: NDArray[np.float64],
) -> float:
    """Return the size of a simple random sample whose proportion has the same variance."""
    occupied = shares > 0
    # A post-stratum without codings counts as one coding of a label that half have.
    shares, values, sizes = shares[occupied], values[occupied], np.maximum(sizes[occupied], 1.0)
    # No codings with a label are no proof that there is none: without the half a coding that
    # Jeffreys limits add, a share of 0 would be as precise as any number of codings.
    values = (values * sizes + 0.5) / (sizes + 1)
    value = min(1.0, known + float(shares @ values))
    return value * (1 - value) / float((shares**2 * values * (1 - values) / sizes).sum())
