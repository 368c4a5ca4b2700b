"""Bootstrap confidence intervals of metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.evaluation.confusion_counts import label_f1, sum_by_group
from tenor.evaluation.metric_set import MetricSet

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_RESAMPLES = 1000
"""The number of bootstrap resamples of an interval."""

BATCH_SIZE = 50
"""The number of resamples that are drawn at once, which bounds memory."""

PERCENTILES = (0.025, 0.975)
"""The bounds of a 95 % percentile interval."""


class Interval(NamedTuple):
    """The lower and the upper bound of a 95 % confidence interval."""

    low: float
    high: float

    @classmethod
    def from_resamples(cls, values: NDArray[np.float64]) -> Interval:
        """Return the percentile interval of resampled values, shape (n_resamples,)."""
        return cls(*np.quantile(values, PERCENTILES).tolist())


def bootstrap(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    groups: NDArray[np.intp],
    labels: tuple[str, ...],
    *,
    single_label: bool,
    random_state: int = 0,
    is_known: NDArray[np.bool_] | None = None,
) -> dict[str, Interval]:
    """Return the 95 % bootstrap interval of every metric and of every label's F1.

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
        An interval for each name of `MetricSet.names`, and ``f1:LABEL`` for each label.

    Notes
    -----
    The percentile bootstrap of Efron and Tibshirani (1993), An introduction to
    the bootstrap, with 1,000 resamples.
    """
    metric_set = MetricSet(labels, single_label)
    per_group = sum_by_group(metric_set.counts(y_true, y_pred, is_known), groups)
    sample = per_group.sum(axis=0)
    resamples = resample(per_group, random_state)
    f1 = label_f1(metric_set.confusion(resamples), metric_set.confusion(sample))
    values = metric_set.scores(resamples, sample)
    values |= {f"f1:{label}": np.nan_to_num(f1[:, i]) for i, label in enumerate(labels)}
    return {name: Interval.from_resamples(scores) for name, scores in values.items()}


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
