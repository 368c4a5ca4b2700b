"""Differences of shares between domains and over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.intervals import Interval
from tenor.evaluation.proportions import mover_difference
from tenor.evaluation.shares.domain_shares import DomainShares

if TYPE_CHECKING:
    from numpy.typing import NDArray

Estimator = Literal["corrected", "hand_coding"]
"""The estimator whose shares are compared."""


@dataclass(frozen=True)
class ShareDifference:
    """The difference between the shares of two domains.

    Attributes
    ----------
    first, second
        The names of the domains.
    value
        The second share minus the first, -1 to 1.
    interval
        Its 95 % interval.
    """

    first: str
    second: str
    value: float
    interval: Interval

    @property
    def is_clear(self) -> bool:
        """Whether 0 is outside the interval."""
        return not self.interval.low <= 0 <= self.interval.high


def share_difference(
    first: DomainShares, second: DomainShares, *, estimator: Estimator = "corrected"
) -> ShareDifference:
    """Return the second domain's share minus the first's, with its 95 % interval.

    Parameters
    ----------
    first, second
        Results of one call of `estimate_shares`.
    estimator
        The estimator whose shares are compared.

    Raises
    ------
    InputError
        If a domain has no coded article, or the shares are by different samples.

    Notes
    -----
    MOVER for differences (see `mover_difference`). Duplicate groups with articles in both domains
    make the estimates dependent; their covariance is that of the linearized estimates.

    Examples
    --------
    >>> from tenor.evaluation.shares import Frame, GoldSample, estimate_shares
    >>> article = np.arange(2000)
    >>> y_true = np.where(article < 1000, article % 10 == 0, article % 3 == 0)
    >>> frame = Frame(y_true, domains=np.where(article < 1000, "2019-01", "2019-02"))
    >>> drawn = article[::11]
    >>> sample = GoldSample(drawn, y_true[drawn], np.full(len(drawn), 1 / 11))
    >>> difference = share_difference(*estimate_shares(frame, sample))
    >>> round(difference.value, 3), difference.is_clear
    (0.233, True)
    """
    estimates = []
    for shares in (first, second):
        estimate = getattr(shares, estimator)
        if estimate is None:
            raise InputError(
                f"domain '{shares.domain}' has no coded article, so that its share has no "
                f"difference; code {shares.codings_for(0.05)} of its articles for a margin of .05"
            )
        estimates.append(estimate)
    a, b = (shares.influence[estimator] for shares in (first, second))
    if len(a) != len(b):
        raise InputError(
            f"the shares of '{first.domain}' and '{second.domain}' are by different samples; "
            "compare domains of one call of estimate_shares"
        )
    interval = mover_difference(
        estimates[0].value,
        estimates[0].interval,
        estimates[1].value,
        estimates[1].interval,
        correlation=_correlation(a, b),
    )
    value = estimates[1].value - estimates[0].value
    return ShareDifference(first.domain, second.domain, value, interval)


def changes(
    shares: Sequence[DomainShares], *, estimator: Estimator = "corrected"
) -> tuple[ShareDifference, ...]:
    """Return the difference of each domain to the one before, such as month to month.

    Domains without coded articles are skipped.

    Parameters
    ----------
    shares
        Results of one call of `estimate_shares`, in order of time.
    estimator
        The estimator whose shares are compared.
    """
    known = [share for share in shares if share.n_coded]
    return tuple(share_difference(a, b, estimator=estimator) for a, b in pairwise(known))


def _correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return the correlation of two estimates by the influence of the coded units on them."""
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(np.clip(a @ b / scale, -1, 1)) if scale else 0.0
