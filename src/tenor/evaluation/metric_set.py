"""The metrics of a task, computed from counts that are summed over articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.confusion_counts import confusion_counts, is_complete, label_f1
from tenor.evaluation.metric_table import Metric, SummedCounts, applicable_metrics

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_COMMON = 3
"""The number of columns of counts that all metrics share, after the confusion counts."""


@dataclass(frozen=True)
class MetricSet:
    """The metrics of predicted labels that apply to a task, computed from summed counts.

    Attributes
    ----------
    labels
        The names of the labels, n_labels of them.
    single_label
        Whether an article has exactly one label.
    averaged
        Which labels means over labels are taken of, shape (n_labels,); None for those that an
        article has or is predicted to have. A comparison of systems sets it, since the means of
        two systems that predict different labels would be of different labels.

    Examples
    --------
    >>> metric_set = MetricSet(("favor", "against"), single_label=True)
    >>> y_true = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.uint8)
    >>> y_pred = np.array([[1, 0], [0, 1], [1, 0]], dtype=bool)
    >>> scores = metric_set.scores(metric_set.counts(y_true, y_pred).sum(axis=0))
    >>> round(float(scores["f_avg"]), 4)
    0.6667
    """

    labels: tuple[str, ...]
    single_label: bool
    averaged: NDArray[np.bool_] | None = field(default=None, compare=False)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The metrics of predicted labels that apply, in the order of tables."""
        applicable = applicable_metrics(self.labels, single_label=self.single_label)
        return tuple(metric for metric in applicable if metric.from_counts)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the metrics."""
        return tuple(metric.name for metric in self.metrics)

    def counts(
        self,
        y_true: NDArray[np.uint8],
        y_pred: NDArray[np.bool_],
        is_known: NDArray[np.bool_] | None = None,
    ) -> NDArray[np.float64]:
        """Return the counts of each article, shape (n, n_columns).

        Parameters
        ----------
        y_true, y_pred
            True and predicted labels, 0/1, shape (n, n_labels).
        is_known
            Whether the true label is known, shape (n, n_labels); default all. Metrics of
            whole articles, such as ``samples_f1``, count only articles whose labels are all
            known; see `is_complete`.
        """
        true = y_true.astype(bool)
        n_correct = (true & y_pred).sum(axis=1)
        n_labels = true.sum(axis=1) + y_pred.sum(axis=1)
        # An article without true and predicted labels is labelled perfectly.
        article_f1 = np.where(n_labels > 0, 2 * n_correct / np.maximum(n_labels, 1), 1.0)
        columns = [column for metric in self.metrics for column in metric.extra_columns]
        extra = [column(true, y_pred, self.labels) for column in columns]
        confusion = confusion_counts(y_true, y_pred, is_known).reshape(len(true), -1)
        of_article = np.column_stack([np.ones(len(true)), n_correct > 0, article_f1, *extra])
        if is_known is not None:
            of_article *= is_complete(is_known)[:, None]
        return np.column_stack([confusion, of_article])

    def confusion(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the confusion counts, shape (..., 3, n_labels), of counts (..., n_columns)."""
        n_labels = len(self.labels)
        return counts[..., : 3 * n_labels].reshape(*counts.shape[:-1], 3, n_labels)

    def scores(
        self, counts: NDArray[np.float64], sample: NDArray[np.float64] | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """Return each metric of summed counts by its name, as arrays of shape (...).

        Parameters
        ----------
        counts
            Summed counts, shape (..., n_columns).
        sample
            Where ``counts`` holds resamples, the summed counts of the sample that they are
            drawn from, shape (n_columns,); see `label_f1`.
        """
        first = 3 * len(self.labels)
        confusion = self.confusion(counts)
        f1 = label_f1(confusion, None if sample is None else self.confusion(sample))
        if self.averaged is not None:
            f1 = self._averaged_f1(f1, confusion, sample)
        n_articles, n_correct, article_f1 = (counts[..., first + i] for i in range(N_COMMON))
        start = first + N_COMMON
        scores = {}
        for metric in self.metrics:
            assert metric.from_counts is not None
            end = start + len(metric.extra_columns)
            scores[metric.name] = metric.from_counts(
                SummedCounts(
                    self.labels,
                    confusion,
                    f1,
                    n_articles,
                    n_correct,
                    article_f1,
                    counts[..., start:end],
                )
            )
            start = end
        return scores

    def _averaged_f1(
        self,
        f1: NDArray[np.float64],
        confusion: NDArray[np.float64],
        sample: NDArray[np.float64] | None,
    ) -> NDArray[np.float64]:
        """Return the F1 of the averaged labels, nan for others, shape (..., n_labels).

        A label that no article of a resample has takes its F1 in the sample, whatever a system
        predicts there, so that it does not set two systems apart.
        """
        f1 = np.nan_to_num(f1)
        if sample is not None:
            is_absent = confusion[..., 0, :] + confusion[..., 2, :] == 0
            f1 = np.where(is_absent, np.nan_to_num(label_f1(self.confusion(sample))), f1)
        return np.where(np.asarray(self.averaged), f1, np.nan)
