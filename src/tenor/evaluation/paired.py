"""Paired tests: whether one system is better than another on the same articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.intervals import Interval, resample
from tenor.evaluation.sums import Scoring, by_group

if TYPE_CHECKING:
    from numpy.typing import NDArray

EXCHANGES = 9999
"""Draws of the randomization test; with them p can be as small as one in ten thousand."""
CHUNK = 500
TINY = 1e-12


class Difference(NamedTuple):
    """How far a system's score lies above another's.

    ``interval`` holds 95 % of the differences in resamples; ``p`` is the chance
    of one at least as large, either way, if the two systems did equally well.
    """

    value: float
    interval: Interval
    p: float


class McNemar(NamedTuple):
    """How often only the one, and only the other of two systems is right; exact and mid p."""

    only_first: int
    only_second: int
    p_exact: float
    p_mid: float


def compare(
    truth: NDArray[np.uint8],
    first: NDArray[np.bool_],
    second: NDArray[np.bool_],
    groups: NDArray[np.intp],
    scoring: Scoring,
    metric: str,
    *,
    random_state: int = 0,
) -> Difference:
    """Compare two systems on the same articles: the second's score minus the first's.

    Parameters
    ----------
    truth, first, second
        True labels and those that the systems gave, 0/1, shape (n, n_labels).
    groups
        The duplicate group of each article, shape (n,). A group is exchanged or
        drawn whole, since its articles are nearly one.
    metric
        One of ``scoring.names``.

    Raises
    ------
    InputError
        If these labels have no such score.

    Notes
    -----
    The interval is a paired percentile bootstrap: both systems are scored on the
    same resamples (Efron and Tibshirani 1993, An introduction to the bootstrap;
    Berg-Kirkpatrick, Burkett and Klein 2012, An empirical investigation of
    statistical significance in NLP). The p-value is by approximate randomization:
    in each of 9,999 draws the systems' answers are exchanged in every group with
    chance one half (Noreen 1989, Computer-intensive methods for testing hypotheses;
    Yeh 2000, More accurate tests for the statistical significance of result
    differences).
    """
    if metric not in scoring.names:
        raise InputError(
            f"'{metric}' is not a score of these labels; they have {', '.join(scoring.names)}"
        )
    a, b = (by_group(scoring.sums(truth, given), groups) for given in (first, second))
    whole_a, whole_b = a.sum(axis=0), b.sum(axis=0)
    value = float(scoring.scores(whole_b)[metric] - scoring.scores(whole_a)[metric])
    draws_a, draws_b = np.split(resample(np.hstack([a, b]), random_state), 2, axis=1)
    differences = (
        scoring.scores(draws_b, whole_b)[metric] - scoring.scores(draws_a, whole_a)[metric]
    )
    return Difference(
        value, Interval.of(differences), _p_of_exchanges(a, b, scoring, metric, random_state)
    )


def mcnemar(
    first: NDArray[np.bool_], second: NDArray[np.bool_], groups: NDArray[np.intp]
) -> McNemar:
    """Test whether two systems are right equally often.

    The test takes articles for independent, so only the first article of each
    duplicate group counts.

    Parameters
    ----------
    first, second
        Where each system is right, shape (n,).
    groups
        The duplicate group of each article, shape (n,).

    Notes
    -----
    Exact conditional and mid-p test: Fagerland, Lydersen and Laake (2013), The
    McNemar test for binary matched-pairs data, which recommends the mid-p.

    Examples
    --------
    >>> right = np.array([True] * 9 + [False] * 3)
    >>> result = mcnemar(right, ~right, np.arange(12))
    >>> result.only_first, result.only_second, round(result.p_mid, 4)
    (9, 3, 0.0923)
    """
    from scipy.stats import binom

    _, one = np.unique(groups, return_index=True)
    only_first = int((first[one] & ~second[one]).sum())
    only_second = int((second[one] & ~first[one]).sum())
    fewer, n = min(only_first, only_second), only_first + only_second
    exact = min(1.0, 2 * float(binom.cdf(fewer, n, 0.5)))
    even = 0.5 if only_first == only_second else 1.0
    mid = exact - even * float(binom.pmf(fewer, n, 0.5)) if n else 1.0
    return McNemar(only_first, only_second, exact, mid)


def holm(values: Sequence[float]) -> list[float]:
    """Adjust the p-values of several comparisons.

    Notes
    -----
    Holm (1979), A simple sequentially rejective multiple test procedure.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, i in enumerate(sorted(range(len(values)), key=lambda i: values[i])):
        highest = max(highest, min(1.0, (len(values) - rank) * values[i]))
        adjusted[i] = highest
    return adjusted


def _p_of_exchanges(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    scoring: Scoring,
    metric: str,
    random_state: int,
) -> float:
    gain = b - a
    whole_a, whole_b = a.sum(axis=0), b.sum(axis=0)
    # To exchange answers that count alike changes nothing.
    gain = gain[np.abs(gain).max(axis=1, initial=0) > TINY]
    observed = abs(float(scoring.scores(whole_b)[metric] - scoring.scores(whole_a)[metric]))
    rng = np.random.default_rng(random_state)
    extreme, left = 0, EXCHANGES
    while left:
        size = min(CHUNK, left)
        moved = rng.integers(0, 2, (size, len(gain))).astype(np.float64) @ gain
        scores_a, scores_b = scoring.scores(whole_a + moved), scoring.scores(whole_b - moved)
        difference = np.abs(scores_b[metric] - scores_a[metric])
        extreme += int((difference >= observed - TINY).sum())
        left -= size
    return (extreme + 1) / (EXCHANGES + 1)
