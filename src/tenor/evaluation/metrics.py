"""Scores of predicted labels against true labels, over all labels and for each label."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.confusion_counts import per_label_scores
from tenor.evaluation.metric_set import MetricSet
from tenor.evaluation.metric_table import METRICS

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision, recall and F1 of one label.

    Attributes
    ----------
    label
        The name of the label.
    precision, recall, f1
        The scores, 0 where one is undefined.
    support
        The number of articles with the label.
    average_precision
        None without probabilities, or where no article has the label.
    n_articles
        The number of articles of which it is known whether they have the label.
    n_predicted
        The number of these that are predicted to have the label.
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    average_precision: float | None = None
    n_articles: int = 0
    n_predicted: int = 0

    @property
    def n_right(self) -> int:
        """The number of articles with the label that are predicted to have it."""
        return round(self.recall * self.support)

    @property
    def n_missed(self) -> int:
        """The number of articles with the label that are not predicted to have it."""
        return self.support - self.n_right

    @property
    def n_wrong(self) -> int:
        """The number of articles known to lack the label that are predicted to have it."""
        return self.n_predicted - self.n_right


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one set of articles.

    Attributes
    ----------
    metrics
        The metrics of predicted labels that the task has, by name; see
        `tenor.evaluation.metric_table.METRICS`.
    per_label
        The scores of each label, in the order of the labels.
    n_articles
        The number of articles.
    """

    metrics: dict[str, float]
    per_label: tuple[LabelScore, ...] = field(default=())
    n_articles: int = 0

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the labels that an article has or is predicted to have."""
        return self.metrics["macro_f1"]

    @property
    def micro_f1(self) -> float:
        """The F1 of the decisions on all labels together."""
        return self.metrics["micro_f1"]

    @property
    def accuracy(self) -> float | None:
        """The share of correctly labelled articles; None where articles can have several labels."""
        return self.metrics.get("accuracy")

    @property
    def average_precisions(self) -> dict[str, float]:
        """The metrics of the labels' average precision, by name; empty without probabilities.

        ``mean_average_precision`` and ``weighted_average_precision`` are scikit-learn's
        ``macro`` and ``weighted`` averages over the labels that an article has.
        """
        known = [
            (row.average_precision, row.support)
            for row in self.per_label
            if row.average_precision is not None
        ]
        if not known:
            return {}
        values, supports = np.array(known, dtype=np.float64).T
        return {
            metric.name: metric.from_average_precision(values, supports)
            for metric in METRICS.values()
            if metric.from_average_precision
        }


def score(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    labels: tuple[str, ...],
    *,
    single_label: bool,
    probabilities: NDArray[np.float64] | None = None,
    is_known: NDArray[np.bool_] | None = None,
) -> Scores:
    """Return the scores of predicted labels.

    Parameters
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    labels
        The names of the labels.
    single_label
        Whether an article has exactly one label.
    probabilities
        The probability of each label, shape (n, n_labels), for average precision.
    is_known
        Whether the true label is known, as in `MetricSet.counts`.

    Examples
    --------
    >>> y_true = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.uint8)
    >>> y_pred = np.array([[1, 0], [0, 1], [1, 0]], dtype=bool)
    >>> scores = score(y_true, y_pred, ("favor", "against"), single_label=True)
    >>> round(scores.metrics["macro_f1"], 4), round(scores.metrics["f_avg"], 4)
    (0.6667, 0.6667)
    """
    metric_set = MetricSet(labels, single_label)
    counts = metric_set.counts(y_true, y_pred, is_known).sum(axis=0)
    columns = (values.tolist() for values in per_label_scores(metric_set.confusion(counts)))
    known = np.ones(y_true.shape, dtype=bool) if is_known is None else is_known
    average_precision = _average_precision(y_true, probabilities, known)
    supports, sizes = y_true.sum(axis=0).tolist(), known.sum(axis=0).tolist()
    n_predicted = (y_pred & known).sum(axis=0).tolist()
    rows = zip(labels, *columns, supports, average_precision, sizes, n_predicted, strict=True)
    metrics = {name: float(value) for name, value in metric_set.scores(counts).items()}
    return Scores(metrics, tuple(LabelScore(*row) for row in rows), len(y_true))


def _average_precision(
    y_true: NDArray[np.uint8],
    probabilities: NDArray[np.float64] | None,
    is_known: NDArray[np.bool_],
) -> list[float | None]:
    if probabilities is None:
        return [None] * y_true.shape[1]
    from sklearn.metrics import average_precision_score

    return [
        float(average_precision_score(y[known], p[known])) if y.any() else None
        for y, p, known in zip(y_true.T, probabilities.T, is_known.T, strict=True)
    ]
