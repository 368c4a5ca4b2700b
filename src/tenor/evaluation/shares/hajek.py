"""The Hájek estimator of a proportion of coded units, with limits for its effective size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tenor.evaluation.proportions import NORMAL_QUANTILE, jeffreys_limits, kish_effective_size

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_EVENTS = 5
"""With fewer positive or fewer negative units than this, the estimated variance is not trusted."""

MAX_GAIN = 4.0
"""The largest effective size, as a multiple of the number of coded units.

Draws by uncertainty of labels that 2 % of articles have cover in .96 to .98 of samples with it, in
.99 with 2, and in .91 without it: a single positive article of low inclusion probability, which
most samples lack, would widen the interval by much.
"""


@dataclass(frozen=True)
class CodedUnits:
    """The coded sampling units of a domain.

    Attributes
    ----------
    y_true
        Whether the unit has the label, shape (m,).
    size
        What the unit counts for: its number of articles in the domain, or 1 for shares of
        stories; shape (m,).
    inclusion_probability
        Its probability to be drawn, shape (m,).
    strata
        The stratum of the draw as a number from 0, shape (m,).
    n_in_stratum
        The number of coded units of that stratum, in all domains; shape (m,).
    """

    y_true: NDArray[np.float64]
    size: NDArray[np.float64]
    inclusion_probability: NDArray[np.float64]
    strata: NDArray[np.intp]
    n_in_stratum: NDArray[np.intp]

    def __len__(self) -> int:
        return len(self.y_true)

    @classmethod
    def unstratified(
        cls,
        y_true: NDArray[Any],
        size: NDArray[np.float64],
        inclusion_probability: NDArray[np.float64],
    ) -> CodedUnits:
        """Return the coded units of a draw without strata.

        Parameters
        ----------
        y_true, size, inclusion_probability
            As the attributes, shape (m,).
        """
        stratum = np.zeros(len(y_true), dtype=np.intp)
        labels = np.asarray(y_true, dtype=np.float64)
        return cls(labels, size, inclusion_probability, stratum, stratum + len(y_true))

    def take(self, chosen: NDArray[Any]) -> CodedUnits:
        """Return the units of a mask or of positions."""
        return CodedUnits(
            self.y_true[chosen],
            self.size[chosen],
            self.inclusion_probability[chosen],
            self.strata[chosen],
            self.n_in_stratum[chosen],
        )


class Proportion(NamedTuple):
    """A weighted proportion: its value, effective size and limits."""

    value: float
    effective_n: float
    low: float
    high: float


def weighted_proportion(units: CodedUnits) -> Proportion:
    """Return the Hájek estimator of a proportion, with Jeffreys limits for its effective size.

    Parameters
    ----------
    units
        The coded units. Without any, the proportion is .5 and can be anything from 0 to 1.
    """
    m = len(units)
    if not m:
        return Proportion(0.5, 0.0, 0.0, 1.0)
    weights = units.size / units.inclusion_probability
    is_positive = units.y_true > 0
    value = float(weights @ units.y_true / weights.sum())
    n_events = min(kish_effective_size(weights[has]) for has in (is_positive, ~is_positive))
    variance = hajek_variance(units, value) if n_events else 0.0
    effective_n = effective_size(value, variance, m, kish_effective_size(weights), n_events)
    # Rounding must not make a proportion of 1 slightly smaller.
    n_positive = effective_n * (value if n_events else round(value))
    low, high = jeffreys_limits(n_positive, effective_n)
    return Proportion(value, effective_n, float(low), float(high))


def effective_size(
    value: float, variance: float, m: float, kish_n: float, n_events: float
) -> float:
    """Return the effective size of a proportion, for its Jeffreys limits.

    Parameters
    ----------
    value, variance
        The proportion and its variance.
    m
        The number of coded units.
    kish_n
        Kish's effective size of their weights.
    n_events
        Kish's effective size of the positive or of the negative units, whichever is smaller.

    Notes
    -----
    Korn and Graubard (1998): the size of a simple random sample with this variance, reduced as a t
    quantile is larger than a normal one, since the variance is estimated. A variance by few events
    is not trusted to be small, nor any to gain more than a draw is likely to.
    """
    from scipy.special import stdtrit

    size = value * (1 - value) / variance if variance > 0 else kish_n
    if n_events < MIN_EVENTS:
        return min(size, kish_n, m)
    if kish_n > 1:
        size *= (NORMAL_QUANTILE / float(stdtrit(kish_n - 1, 0.975))) ** 2
    return min(size, MAX_GAIN * m)


def hajek_variance(units: CodedUnits, value: float) -> float:
    """Return the variance of the Hájek estimator of a proportion.

    Parameters
    ----------
    units
        The coded units, m of them.
    value
        The estimate.

    Notes
    -----
    The jackknife of units that are drawn independently (Särndal, Swensson and Wretman 1992, Model
    assisted survey sampling, chapter 11), with the finite population correction of each. With
    equal weights it is Taylor linearization times m / (m - 1); with unequal ones it is larger,
    since a large weight draws the estimate to its own unit. In a stratified draw, residuals are
    taken relative to the mean of their stratum.
    """
    m = len(units)
    if m < 2:
        return 0.0
    residuals = linearized_residuals(units, value)
    weights = units.size / units.inclusion_probability
    others = 1 - weights / weights.sum()
    residuals = residuals * np.sqrt(1 - units.inclusion_probability) / others
    squares = float((residuals**2).sum())
    if units.strata.any():
        # Residuals are deviations from the mean of all coded units of their stratum: those of
        # other domains and predictions have a residual of 0. A single unit has no deviation.
        sums = np.bincount(units.strata, weights=residuals)
        counts = np.ones(len(sums))
        counts[units.strata] = units.n_in_stratum
        squares -= float((sums**2 / counts)[counts > 1].sum())
    return squares * (m - 1) / m


def linearized_residuals(units: CodedUnits, value: float) -> NDArray[np.float64]:
    """Return the influence of each unit on the Hájek estimator, shape (m,); their sum is 0."""
    weights = units.size / units.inclusion_probability
    return np.asarray(weights * (units.y_true - value) / weights.sum())
