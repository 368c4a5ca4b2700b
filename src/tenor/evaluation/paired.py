"""Paired tests: whether one system is better than another on the same articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.errors import InputError
from tenor.evaluation.confusion_counts import sum_by_group
from tenor.evaluation.evidence import MIN_DIFFERING_GROUPS, MIN_GROUPS, known_labels
from tenor.evaluation.intervals import Interval, resample
from tenor.evaluation.metric_set import MetricSet
from tenor.present.hints import did_you_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_PERMUTATIONS = 9999
"""Permutations of the randomization test, whose smallest p-value is then 1 in 10,000."""

BATCH_SIZE = 500
"""Permutations that are drawn at once, which bounds memory."""

TOLERANCE = 1e-12
"""Rounding error up to which two counts or two differences are equal."""


@dataclass(frozen=True)
class ScoreDifference:
    """The difference between the scores of two systems.

    Attributes
    ----------
    value
        The second system's score minus the first's.
    interval
        The 95 % bootstrap interval of the difference; None with too few groups.
    p_value
        The two-sided p-value of the hypothesis that the systems are equally good; None with too
        few groups.
    n_groups, n_differing
        The number of groups, and of those on which the systems differ.
    """

    value: float
    interval: Interval | None
    p_value: float | None
    n_groups: int
    n_differing: int

    @property
    def too_few(self) -> str:
        """Why there is neither an interval nor a p-value; empty where there are both."""
        return too_few_groups(self.n_groups, self.n_differing)


def too_few_groups(n_groups: int, n_differing: int) -> str:
    """Return why two systems cannot be compared on so few groups; empty if they can.

    Parameters
    ----------
    n_groups, n_differing
        The number of groups, and of those on which the systems differ.
    """
    if n_groups < MIN_GROUPS:
        return f"{n_groups} groups, and {MIN_GROUPS} are needed"
    if n_differing < MIN_DIFFERING_GROUPS:
        return f"they differ on {n_differing} groups, and {MIN_DIFFERING_GROUPS} are needed"
    return ""


@dataclass(frozen=True)
class McNemar:
    """McNemar's test of whether two systems are correct equally often.

    Attributes
    ----------
    only_first, only_second
        The number of articles on which only the first and only the second system is correct.
    """

    only_first: int
    only_second: int

    @property
    def p_exact(self) -> float:
        """The p-value of the exact conditional test."""
        from scipy.stats import binom

        return min(1.0, 2 * float(binom.cdf(self._fewer, self._n_discordant, 0.5)))

    @property
    def p_mid(self) -> float:
        """The mid-p-value, which is less conservative than the exact one."""
        from scipy.stats import binom

        if not self._n_discordant:
            return 1.0
        # With equal counts, the two tails share the observed table.
        share = 0.5 if self.only_first == self.only_second else 1.0
        return self.p_exact - share * float(binom.pmf(self._fewer, self._n_discordant, 0.5))

    @property
    def _fewer(self) -> int:
        return min(self.only_first, self.only_second)

    @property
    def _n_discordant(self) -> int:
        return self.only_first + self.only_second


def compare_predictions(
    y_true: NDArray[np.uint8],
    y_first: NDArray[np.bool_],
    y_second: NDArray[np.bool_],
    groups: NDArray[np.intp],
    metric_set: MetricSet,
    metric: str,
    *,
    random_state: int = 0,
    is_known: NDArray[np.bool_] | None = None,
) -> ScoreDifference:
    """Return the difference between the scores of two systems, the second minus the first.

    Parameters
    ----------
    y_true, y_first, y_second
        True labels and the labels that each system predicts, 0/1, shape (n, n_labels).
    groups
        The group of each article, shape (n,). The articles of a group are resampled and
        exchanged together.
    metric_set
        The metrics that apply to the task.
    metric
        The metric to compare by, one of ``metric_set.names``.
    random_state
        The seed of the resampling and of the permutations.
    is_known
        Whether the true label is known, as in `MetricSet.counts`.

    Raises
    ------
    InputError
        If the metric does not apply to the labels.

    Notes
    -----
    The interval is a paired percentile bootstrap: both systems are scored on the
    same resamples (Efron and Tibshirani 1993, An introduction to the bootstrap;
    Berg-Kirkpatrick, Burkett and Klein 2012, An empirical investigation of
    statistical significance in NLP). The p-value is by approximate randomization:
    each of 9,999 permutations exchanges the systems' predictions in every group with
    probability one half (Noreen 1989, Computer-intensive methods for testing hypotheses;
    Yeh 2000, More accurate tests for the statistical significance of result
    differences).

    Interval and p-value are of the same statistic over the same groups. A mean over labels is
    taken, for both systems and in every resample and permutation, over the labels that an
    article has: not over those that one system alone predicts, whose number would differ between
    the systems and between permutations.
    """
    if metric not in metric_set.names:
        raise InputError(
            f"metric '{metric}' does not apply to these labels; choose one of "
            f"{', '.join(metric_set.names)}{did_you_mean(metric, metric_set.names)}"
        )
    metric_set = replace(metric_set, averaged=known_labels(y_true, is_known))
    a, b = (
        sum_by_group(metric_set.counts(y_true, y, is_known), groups) for y in (y_first, y_second)
    )
    sample_a, sample_b = a.sum(axis=0), b.sum(axis=0)
    value = float(metric_set.scores(sample_b)[metric] - metric_set.scores(sample_a)[metric])
    n_groups, n_differing = len(a), int((np.abs(b - a).max(axis=1, initial=0) > TOLERANCE).sum())
    if too_few_groups(n_groups, n_differing):
        return ScoreDifference(value, None, None, n_groups, n_differing)
    # Both systems' counts side by side are one sample, so that a resample holds the same groups.
    resamples_a, resamples_b = np.split(resample(np.hstack([a, b]), random_state), 2, axis=1)
    scores_a = metric_set.scores(resamples_a, sample_a)[metric]
    scores_b = metric_set.scores(resamples_b, sample_b)[metric]
    return ScoreDifference(
        value,
        Interval.from_resamples(scores_b - scores_a, n_groups),
        _randomization_p_value(a, b, metric_set, metric, random_state),
        n_groups,
        n_differing,
    )


def mcnemar(
    first_correct: NDArray[np.bool_],
    second_correct: NDArray[np.bool_],
    groups: NDArray[np.intp],
) -> McNemar:
    """Return McNemar's test of two systems, on the first article of each group.

    The test assumes independent articles, so that near-duplicates must count once.

    Parameters
    ----------
    first_correct, second_correct
        Whether each system labels each article correctly, shape (n,).
    groups
        The group of each article, shape (n,).

    Notes
    -----
    Exact conditional and mid-p test: Fagerland, Lydersen and Laake (2013), The
    McNemar test for binary matched-pairs data, which recommends the mid-p.

    Examples
    --------
    >>> correct = np.array([True] * 9 + [False] * 3)
    >>> result = mcnemar(correct, ~correct, np.arange(12))
    >>> result.only_first, result.only_second, round(result.p_mid, 4)
    (9, 3, 0.0923)
    """
    _, articles = np.unique(groups, return_index=True)
    first, second = first_correct[articles], second_correct[articles]
    return McNemar(int((first & ~second).sum()), int((second & ~first).sum()))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for multiple comparisons by Holm's method.

    Notes
    -----
    Holm (1979), A simple sequentially rejective multiple test procedure.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, i in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = largest
    return adjusted


def _randomization_p_value(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    metric_set: MetricSet,
    metric: str,
    random_state: int,
) -> float:
    """Return the p-value of the difference between counts by group, shape (n_groups, n_columns)."""
    change = b - a
    sample_a, sample_b = a.sum(axis=0), b.sum(axis=0)
    # An exchange of equal counts changes nothing.
    change = change[np.abs(change).max(axis=1, initial=0) > TOLERANCE]
    observed = abs(float(metric_set.scores(sample_b)[metric] - metric_set.scores(sample_a)[metric]))
    rng = np.random.default_rng(random_state)
    n_extreme, n_left = 0, N_PERMUTATIONS
    while n_left:
        size = min(BATCH_SIZE, n_left)
        exchanged = rng.integers(0, 2, (size, len(change))).astype(np.float64) @ change
        scores_a = metric_set.scores(sample_a + exchanged)[metric]
        scores_b = metric_set.scores(sample_b - exchanged)[metric]
        n_extreme += int((np.abs(scores_b - scores_a) >= observed - TOLERANCE).sum())
        n_left -= size
    return (n_extreme + 1) / (N_PERMUTATIONS + 1)
