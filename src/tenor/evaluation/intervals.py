"""Bootstrap confidence intervals of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.evaluation.confusion_counts import label_f1, sum_by_group
from tenor.evaluation.evidence import MIN_GROUPS, MIN_POSITIVES, lacks_variation
from tenor.evaluation.metric_set import MetricSet
from tenor.evaluation.metric_table import METRICS

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_RESAMPLES = 1000
"""The number of bootstrap resamples of an interval."""

BATCH_SIZE = 50
"""The number of resamples that are drawn at once, which bounds memory."""

TOLERANCE = 1e-12
"""Rounding error up to which resampled values are equal."""

PERCENTILES = (0.025, 0.975)
"""The bounds of a 95 % percentile interval."""


class Interval(NamedTuple):
    """The lower and the upper bound of a 95 % confidence interval."""

    low: float
    high: float

    @classmethod
    def from_resamples(
        cls, values: NDArray[np.float64], n_groups: int, *, is_share: bool = False
    ) -> Interval | None:
        """Return the percentile interval of resampled values; None if it would be no evidence.

        Parameters
        ----------
        values
            The value in each resample, shape (n_resamples,).
        n_groups
            The number of resampled groups. With fewer than `MIN_GROUPS` there is no interval.
        is_share
            Whether the value is 0 or 1 exactly if all groups are wrong or right. Where the
            resamples do not vary, such a value has an exact interval, and any other none.

        Notes
        -----
        See `exact_interval` for the exact interval.
        """
        if n_groups < MIN_GROUPS:
            return None
        if np.ptp(values) > TOLERANCE:
            return cls(*np.quantile(values, PERCENTILES).tolist())
        return exact_interval(float(values[0]), n_groups) if is_share else None


def exact_interval(share: float, n: int) -> Interval | None:
    """Return the exact 95 % interval of a share of 0 or 1 among n groups; None for any other.

    Notes
    -----
    Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of
    the binomial.

    Examples
    --------
    >>> low, high = exact_interval(1.0, 30)
    >>> round(low, 3), high
    (0.884, 1.0)
    """
    bound = PERCENTILES[0] ** (1 / n)
    if share > 1 - TOLERANCE:
        return Interval(bound, 1.0)
    return Interval(0.0, 1 - bound) if share < TOLERANCE else None


def bootstrap(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    groups: NDArray[np.intp],
    labels: tuple[str, ...],
    *,
    single_label: bool,
    random_state: int = 0,
    is_known: NDArray[np.bool_] | None = None,
) -> dict[str, Interval | None]:
    """Return the 95 % bootstrap interval of every metric and of every label's F1.

    There is none where the articles are too few or too alike for one; see
    `tenor.evaluation.evidence`.

    Parameters
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    groups
        The group of each article, shape (n,). Groups are resampled, with all their articles.
    labels
        The names of the labels.
    single_label
        Whether an article has exactly one label.
    random_state
        The seed of the resampling.
    is_known
        Whether the true label is known, as in `MetricSet.counts`.

    Returns
    -------
    dict
        An interval or None for each name of `MetricSet.names`, and ``f1:LABEL`` for each label.

    Notes
    -----
    The percentile bootstrap of Efron and Tibshirani (1993), An introduction to
    the bootstrap, with 1,000 resamples.
    """
    metric_set = MetricSet(labels, single_label)
    per_group = sum_by_group(metric_set.counts(y_true, y_pred, is_known), groups)
    resamples = resample(per_group, random_state)
    n_groups = 0 if lacks_variation(y_true, is_known) else len(per_group)
    intervals = _metric_intervals(metric_set, per_group, resamples, n_groups)
    sample = metric_set.confusion(per_group.sum(axis=0))
    f1 = np.nan_to_num(label_f1(metric_set.confusion(resamples), sample))
    true_positives, _, false_negatives = metric_set.confusion(per_group).swapaxes(0, 1)
    n_positive = ((true_positives + false_negatives) > 0).sum(axis=0).tolist()
    for i, label in enumerate(labels):
        interval = None
        if n_groups >= MIN_GROUPS and n_positive[i] >= MIN_POSITIVES:
            # A label that is always or never found has an exact interval, over its own groups.
            interval = Interval.from_resamples(f1[:, i], n_groups) or exact_interval(
                float(f1[0, i]), n_positive[i]
            )
        intervals[f"f1:{label}"] = interval
    return intervals


def bootstrap_metrics(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    groups: NDArray[np.intp],
    metric_set: MetricSet,
    *,
    random_state: int = 0,
    is_known: NDArray[np.bool_] | None = None,
) -> dict[str, Interval | None]:
    """Return the 95 % bootstrap interval of every metric of a set.

    Parameters
    ----------
    y_true, y_pred, groups, random_state, is_known
        As for `bootstrap`.
    metric_set
        The metrics.
    """
    per_group = sum_by_group(metric_set.counts(y_true, y_pred, is_known), groups)
    n_groups = 0 if lacks_variation(y_true, is_known) else len(per_group)
    resamples = resample(per_group, random_state)
    return _metric_intervals(metric_set, per_group, resamples, n_groups)


def _metric_intervals(
    metric_set: MetricSet,
    per_group: NDArray[np.float64],
    resamples: NDArray[np.float64],
    n_groups: int,
) -> dict[str, Interval | None]:
    return {
        name: Interval.from_resamples(scores, n_groups, is_share=METRICS[name].is_share)
        for name, scores in metric_set.scores(resamples, per_group.sum(axis=0)).items()
    }


def resample(per_group: NDArray[np.float64], random_state: int) -> NDArray[np.float64]:
    """Return the summed counts of 1,000 bootstrap resamples of groups.

    Parameters
    ----------
    per_group
        The summed counts of each group, shape (n_groups, n_columns).
    random_state
        The seed of the resampling.

    Returns
    -------
    ndarray of shape (1000, n_columns)
    """
    n_groups = len(per_group)
    rng = np.random.default_rng(random_state)
    # Groups with equal counts are interchangeable: a multinomial draw of how often each
    # distinct row occurs replaces a draw of single groups, and is much shorter.
    _, first_rows, sizes = np.unique(per_group, axis=0, return_index=True, return_counts=True)
    # np.unique sorts by the columns; the order of first occurrence does not depend on them.
    order = np.argsort(first_rows)
    rows, probabilities = per_group[first_rows[order]], sizes[order] / n_groups
    return np.concatenate(
        [
            rng.multinomial(n_groups, probabilities, size=BATCH_SIZE) @ rows
            for _ in range(N_RESAMPLES // BATCH_SIZE)
        ]
    )
