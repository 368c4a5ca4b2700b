"""Audits of automatic labels: whether the precision promised still holds, at any time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.checks import check_confidence, check_precision, check_zero_or_one
from tenor.evaluation.proportions import CONFIDENCE

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

TOLERANCE = 1e-6
"""The error up to which an upper limit is computed."""


@dataclass(frozen=True)
class Audit:
    """The result of audits of automatic labels, so far.

    Attributes
    ----------
    precision
        The precision promised.
    confidence
        1 minus the probability of a false alarm, however often one looks.
    n_right, n_wrong
        The number of audited labels that are right, and wrong.
    max_e_value
        The largest e-value after any audit.
    n_to_alarm
        The number of audits after which the alarm was given; None without an alarm.
    """

    precision: float
    confidence: float
    n_right: int
    n_wrong: int
    max_e_value: float
    n_to_alarm: int | None

    @property
    def n(self) -> int:
        """The number of audited labels."""
        return self.n_right + self.n_wrong

    @property
    def observed_precision(self) -> float | None:
        """The share of right ones; None without audits."""
        return self.n_right / self.n if self.n else None

    @property
    def is_alarm(self) -> bool:
        """Whether the promise is refuted."""
        return self.n_to_alarm is not None

    @property
    def p_value(self) -> float:
        """The p-value of the promise, valid at any time: 1 over the largest e-value."""
        return min(1.0, 1 / self.max_e_value)

    @property
    def upper_limit(self) -> float:
        """The upper confidence limit of the precision, valid at any time; 1 if none is lower.

        Every precision above it has an alarm by all audits so far; after an alarm, also the promise
        itself is above it.
        """
        limit = np.log(1 / (1 - self.confidence))
        if self.n_wrong == 0:
            return 1.0
        low, high = (self.observed_precision or 0.0), 1.0
        while high - low > TOLERANCE:
            middle = (low + high) / 2
            is_refuted = log_e_value(self.n_right, self.n_wrong, middle) >= limit
            low, high = (low, middle) if is_refuted else (middle, high)
        return min(high, self.precision) if self.is_alarm else high


def audit(
    is_right: NDArray[Any], *, precision: float = 0.9, confidence: float = CONFIDENCE
) -> Audit:
    """Return whether audited labels refute the precision promised.

    Parameters
    ----------
    is_right
        Whether each audited label is right, in the order of the audits, shape (n,): automatic
        labels drawn at random, one a duplicate group.
    precision
        The precision promised, between 0 and 1.
    confidence
        1 minus the probability of a false alarm, between 0 and 1.

    Raises
    ------
    InputError
        If a value is neither 0 nor 1, or a number is out of its range.

    Notes
    -----
    The alarm is given when the e-value reaches 1 / (1 - confidence). By Ville's inequality, this
    happens with at most the probability 1 - confidence if the promise holds, whether one looks
    after every audit or once a year. See `log_e_value`.

    Examples
    --------
    >>> result = audit(np.array([1, 1, 0] * 12))
    >>> result.is_alarm, result.n_to_alarm, round(result.upper_limit, 2)
    (True, 24, 0.86)
    """
    check_zero_or_one("is_right", is_right)
    check_confidence(confidence)
    right = np.asarray(is_right).astype(bool)
    log_values = log_e_process(right, precision)
    alarms = np.flatnonzero(log_values >= np.log(1 / (1 - confidence)))
    return Audit(
        precision,
        confidence,
        int(right.sum()),
        int((~right).sum()),
        float(np.exp(log_values.max(initial=0.0))),
        int(alarms[0]) + 1 if len(alarms) else None,
    )


def log_e_process(is_right: NDArray[np.bool_], precision: float) -> NDArray[np.float64]:
    """Return the logarithm of the e-value after each audit of one or several streams.

    Parameters
    ----------
    is_right
        Whether each audited label is right, shape (..., n).
    precision
        The precision promised, between 0 and 1.

    Returns
    -------
    ndarray of the same shape

    Examples
    --------
    >>> log_e_process(np.array([True, False, False]), 0.9).round(2).tolist()
    [-0.69, 0.69, 2.33]
    """
    n_right = np.cumsum(is_right, axis=-1)
    return log_e_value(n_right, np.cumsum(~is_right, axis=-1), precision)


def log_e_value(n_right: ArrayLike, n_wrong: ArrayLike, precision: float) -> NDArray[np.float64]:
    """Return the logarithm of the e-value against the hypothesis that a precision still holds.

    Parameters
    ----------
    n_right, n_wrong
        The number of audited labels that are right and wrong, of any shapes that broadcast.
    precision
        The precision promised, between 0 and 1.

    Raises
    ------
    InputError
        If the precision is not between 0 and 1.

    Notes
    -----
    A betting martingale: the likelihood ratio of a precision below the one promised to the one
    promised, averaged over a uniform distribution of the former (the method of mixtures, Robbins
    1970, Statistical methods related to the law of the iterated logarithm). At any precision of
    at least the one promised it is a supermartingale; Waudby-Smith and Ramdas (2024), Estimating
    means of bounded random variables by betting; Ramdas et al. (2023), Game-theoretic statistics
    and safe anytime-valid inference.

    Examples
    --------
    >>> float(np.exp(log_e_value(20, 8, 0.9)).round(1))
    10.1
    """
    from scipy.special import betainc, betaln

    check_precision(precision)
    right, wrong = (np.asarray(values, dtype=np.float64) for values in (n_right, n_wrong))
    with np.errstate(divide="ignore"):
        below = np.log(betainc(1 + right, 1 + wrong, precision))
    average = betaln(1 + right, 1 + wrong) + below - np.log(precision)
    promised = right * np.log(precision) + wrong * np.log1p(-precision)
    return np.asarray(average - promised)


def simulate_audits_to_alarm(
    true_precision: float,
    *,
    precision: float = 0.9,
    confidence: float = CONFIDENCE,
    n_streams: int = 2000,
    n_audits: int = 1000,
    random_state: int = 0,
) -> NDArray[np.float64]:
    """Return after how many audits the alarm is given, in simulated streams.

    Parameters
    ----------
    true_precision
        The precision of the automatic labels, 0 to 1.
    precision, confidence
        As for `audit`.
    n_streams, n_audits
        The number of streams, and of audits in each.
    random_state
        The seed.

    Returns
    -------
    ndarray of shape (n_streams,)
        The number of audits, infinity for streams without an alarm.

    Raises
    ------
    InputError
        If a number is out of its range.

    Examples
    --------
    >>> float(np.median(simulate_audits_to_alarm(0.7, n_streams=500, n_audits=200)))
    23.0
    """
    if not 0 <= true_precision <= 1:
        raise InputError(f"true precision '{true_precision}' is not from 0 to 1")
    check_confidence(confidence)
    rng = np.random.default_rng(random_state)
    is_right = rng.random((n_streams, n_audits)) < true_precision
    alarms = log_e_process(is_right, precision) >= np.log(1 / (1 - confidence))
    return np.where(alarms.any(axis=1), alarms.argmax(axis=1) + 1.0, np.inf)
