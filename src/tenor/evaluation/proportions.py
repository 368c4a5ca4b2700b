"""Intervals of proportions, from one binomial sample and from weighted sums of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_confidence
from tenor.evaluation.intervals import Interval

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
"""The confidence of an interval unless another is named."""

NORMAL_QUANTILE = 1.959963984540054
"""The 97.5 % quantile of the normal distribution."""


def jeffreys_limits(
    n_positive: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the limits of the Jeffreys intervals of proportions.

    Parameters
    ----------
    n_positive, n
        The number of positive units and of all units, of any shapes that broadcast. They can be
        effective sizes, so fractions. Without units, the limits are 0 and 1.
    confidence
        The confidence level, between 0 and 1.

    Returns
    -------
    tuple of two ndarrays
        The lower limits, 0 where no unit is positive, and the upper limits, 1 where all are.

    Raises
    ------
    InputError
        If a number is negative, not finite, or more units are positive than there are.

    Notes
    -----
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion: the quantiles of
    the posterior distribution under Jeffreys' prior Beta(1/2, 1/2).

    Examples
    --------
    >>> low, high = jeffreys_limits([0, 3], [20, 20])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.044], [0.117, 0.349])
    """
    return _beta_limits(n_positive, n, confidence, 0.5, 0.5)


def clopper_pearson_limits(
    n_positive: ArrayLike, n: ArrayLike, *, confidence: float = CONFIDENCE
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the limits of the exact intervals of proportions.

    Parameters
    ----------
    n_positive, n, confidence
        As for `jeffreys_limits`.

    Returns
    -------
    tuple of two ndarrays
        The lower limits, 0 where no unit is positive, and the upper limits, 1 where all are.

    Raises
    ------
    InputError
        As for `jeffreys_limits`.

    Notes
    -----
    Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of
    the binomial.

    Examples
    --------
    >>> low, high = clopper_pearson_limits([0, 3], [20, 20])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.032], [0.168, 0.379])
    """
    return _beta_limits(n_positive, n, confidence, 0.0, 1.0)


def _beta_limits(
    n_positive: ArrayLike, n: ArrayLike, confidence: float, near: float, far: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the limits whose beta distribution has these additions to its two counts."""
    from scipy.special import betaincinv

    check_confidence(confidence)
    positive, total = np.broadcast_arrays(
        *(np.asarray(a, dtype=np.float64) for a in (n_positive, n))
    )
    for value, size in zip(positive.ravel().tolist(), total.ravel().tolist(), strict=True):
        if not 0 <= value <= size < np.inf:
            raise InputError(
                f"'{value:g}' positive of '{size:g}' units is no proportion; pass counts from 0 to "
                "the number of units"
            )
    tail = (1 - confidence) / 2
    negative = total - positive
    # The arguments are kept above 0 where the limit is replaced below.
    tiny = 0.5
    low = betaincinv(np.maximum(positive + near, tiny), negative + far, tail)
    high = betaincinv(positive + far, np.maximum(negative + near, tiny), 1 - tail)
    low = np.where(positive == 0, 0.0, low)
    high = np.where(negative == 0, 1.0, high)
    return np.asarray(low), np.asarray(high)


def kish_effective_size(weights: NDArray[np.float64]) -> float:
    """Return the effective sample size of a weighted mean; 0 without units.

    Parameters
    ----------
    weights
        The weight of each unit, not negative, shape (n,).

    Notes
    -----
    Kish (1965), Survey sampling: the squared sum of the weights over the sum of their squares. It
    holds where the weights are not related to what is measured.

    Examples
    --------
    >>> kish_effective_size(np.ones(8)), kish_effective_size(np.array([2.0, 1.0, 1.0]))
    (8.0, 2.6666666666666665)
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def mover_sum(
    weights: NDArray[np.float64],
    values: NDArray[np.float64],
    lows: NDArray[np.float64],
    highs: NDArray[np.float64],
) -> Interval:
    """Return the interval of a weighted sum of independent estimates with asymmetric intervals.

    Parameters
    ----------
    weights
        The weight of each estimate, not negative, shape (n,).
    values, lows, highs
        Each estimate, and the limits of its interval, shape (n,).

    Notes
    -----
    The method of variance estimates recovery (MOVER): Zou and Donner (2008), Construction of
    confidence limits about effect measures; Zou, Huang and Zhang (2009), A note on confidence
    interval estimation for a linear function of binomial proportions.

    Examples
    --------
    >>> halves = np.full(2, 0.5)
    >>> mover_sum(halves, halves, np.array([0.2, 0.1]), np.array([0.8, 0.9]))
    Interval(low=0.25, high=0.75)
    """
    value = float(weights @ values)
    below = float(np.sqrt((weights**2) @ (values - lows) ** 2))
    above = float(np.sqrt((weights**2) @ (highs - values) ** 2))
    return Interval(value - below, value + above)


def mover_difference(
    first: float,
    first_interval: Interval,
    second: float,
    second_interval: Interval,
    *,
    correlation: float = 0.0,
) -> Interval:
    """Return the interval of the second estimate minus the first.

    Parameters
    ----------
    first, first_interval, second, second_interval
        The two estimates and their intervals.
    correlation
        The correlation of the two estimates, -1 to 1; 0 for independent samples.

    Raises
    ------
    InputError
        If the correlation is not from -1 to 1.

    Notes
    -----
    Zou and Donner (2008), as for `mover_sum`; Newcombe (1998), Interval estimation for the
    difference between independent proportions, is the case of two binomial samples.

    Examples
    --------
    >>> low, high = mover_difference(0.2, Interval(0.1, 0.3), 0.5, Interval(0.4, 0.6))
    >>> round(low, 3), round(high, 3)
    (0.159, 0.441)
    """
    if not -1 <= correlation <= 1:
        raise InputError(f"correlation '{correlation}' is not from -1 to 1")
    difference = second - first
    # The lower limit combines the second's distance below with the first's above, and vice versa.
    below = _combined(second - second_interval.low, first_interval.high - first, correlation)
    above = _combined(second_interval.high - second, first - first_interval.low, correlation)
    return Interval(max(-1.0, difference - below), min(1.0, difference + above))


def _combined(a: float, b: float, correlation: float) -> float:
    return float(np.sqrt(max(0.0, a * a + b * b - 2 * correlation * a * b)))
