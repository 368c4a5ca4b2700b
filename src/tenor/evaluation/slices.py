"""Scores of slices: the articles of one outlet, month, length, language or theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.confusion_counts import ratio, sum_by_group
from tenor.evaluation.evidence import MIN_GROUPS
from tenor.evaluation.intervals import Interval, resample
from tenor.evaluation.metric_set import MetricSet

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class SliceScore:
    """The scores of one slice.

    Attributes
    ----------
    by, value
        The property that articles are sliced by, and its value in this slice.
    n_articles
        The number of articles.
    micro_f1, macro_f1
        The scores.
    interval
        The 95 % bootstrap interval of ``micro_f1``; None with fewer than 20 duplicate groups.
    """

    by: str
    value: str
    n_articles: int
    micro_f1: float
    macro_f1: float
    interval: Interval | None


def score_slices(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    groups: NDArray[np.intp],
    metric_set: MetricSet,
    slices: Mapping[str, Mapping[str, NDArray[np.intp]]],
    *,
    random_state: int = 0,
    is_known: NDArray[np.bool_] | None = None,
) -> tuple[SliceScore, ...]:
    """Return the scores of each slice, with 95 % bootstrap intervals.

    Slices are compared by micro-F1: most slices lack some labels, so that their macro-F1 are
    means over different labels.

    Parameters
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    groups
        The duplicate group of each article, shape (n,). The articles of a group are resampled
        together.
    metric_set
        The metrics that the task has.
    slices
        For each property to slice by, its values and the positions of their articles.
    random_state
        The seed of the resampling.
    is_known
        Whether the true label is known, as in `MetricSet.counts`.
    """
    counts = metric_set.counts(y_true, y_pred, is_known)
    scored = []
    for by, values in slices.items():
        for value, rows in values.items():
            scores = metric_set.scores(counts[rows].sum(axis=0))
            interval = _micro_f1_interval(metric_set, counts[rows], groups[rows], random_state)
            micro, macro = float(scores["micro_f1"]), float(scores["macro_f1"])
            scored.append(SliceScore(by, value, len(rows), micro, macro, interval))
    return tuple(scored)


def lowest_slices(
    slices: tuple[SliceScore, ...], overall: float, max_slices: int = 3
) -> tuple[list[SliceScore], int]:
    """Return the slices clearly below the overall score, and how many slices were compared.

    The lowest of many slices is low by chance too, which is why the number of compared
    slices is part of the result.

    Parameters
    ----------
    slices
        Scored slices. Only those with an interval are compared.
    overall
        The micro-F1 of all articles. A slice is clearly below it if its interval is.
    max_slices
        The largest number of slices to return, lowest first.
    """
    compared = [scores for scores in slices if scores.interval is not None]
    below = [scores for scores in compared if scores.interval and scores.interval.high < overall]
    return sorted(below, key=lambda scores: scores.micro_f1)[:max_slices], len(compared)


def _micro_f1_interval(
    metric_set: MetricSet,
    counts: NDArray[np.float64],
    groups: NDArray[np.intp],
    random_state: int,
) -> Interval | None:
    if (n_groups := len(np.unique(groups))) < MIN_GROUPS:
        return None
    tp, fp, fn = metric_set.confusion(counts).sum(axis=-1).T
    # Two columns in place of three for each label: far fewer distinct rows to resample.
    fractions = np.column_stack([2 * tp, 2 * tp + fp + fn])
    resamples = resample(sum_by_group(fractions, groups), random_state)
    values = ratio(resamples[:, 0], resamples[:, 1])
    return Interval.from_resamples(values, n_groups, is_share=True)
