"""Scores of given labels against true ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.sums import Scoring, per_label_scores

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How well one label was given; ``support`` is the number of articles that have it.

    ``average_precision`` is None without probabilities, or where no article has the label.
    """

    label: str
    precision: float
    recall: float
    f1: float
    support: int
    average_precision: float | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one set of articles.

    Attributes
    ----------
    metrics
        The scores over all labels, by name; see `Scoring.scores`. ``accuracy`` is
        there where an article has one label, ``f_avg`` where positions are favor
        and against, ``fnc_score`` where they are those of the Fake News Challenge.
    per_label
        The scores of each label, in the order of the labels.
    """

    metrics: dict[str, float]
    per_label: tuple[LabelScore, ...] = field(default=())
    n_articles: int = 0

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the labels that an article has or was given."""
        return self.metrics["macro_f1"]

    @property
    def micro_f1(self) -> float:
        """The F1 of all labels' decisions together."""
        return self.metrics["micro_f1"]

    @property
    def accuracy(self) -> float | None:
        """The share of articles that were given their label; None where they may have several."""
        return self.metrics.get("accuracy")

    @property
    def average_precisions(self) -> dict[str, float]:
        """The mean of the labels' average precision, even and weighted by their support.

        ``mean_average_precision`` and ``weighted_average_precision``, scikit-learn's
        ``macro`` and ``weighted``; empty without probabilities.
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
            "mean_average_precision": float(values.mean()),
            "weighted_average_precision": float(np.average(values, weights=supports)),
        }


def score(
    truth: NDArray[np.uint8],
    given: NDArray[np.bool_],
    labels: tuple[str, ...],
    *,
    one_label: bool,
    probabilities: NDArray[np.float64] | None = None,
) -> Scores:
    """Score given labels against true ones, both 0/1 of shape (n, n_labels).

    Parameters
    ----------
    probabilities
        Of each label for each article, shape (n, n_labels); average precision
        is computed from them.

    Examples
    --------
    >>> truth = np.array([[1, 0], [0, 1], [0, 1]], dtype=np.uint8)
    >>> given = np.array([[1, 0], [0, 1], [1, 0]], dtype=bool)
    >>> scores = score(truth, given, ("favor", "against"), one_label=True)
    >>> round(scores.metrics["macro_f1"], 4), round(scores.metrics["f_avg"], 4)
    (0.6667, 0.6667)
    """
    scoring = Scoring(labels, one_label)
    sums = scoring.sums(truth, given).sum(axis=0)
    parts = (part.tolist() for part in per_label_scores(scoring.tally(sums)))
    ranked = _average_precision(truth, probabilities)
    rows = zip(labels, *parts, truth.sum(axis=0).tolist(), ranked, strict=True)
    metrics = {name: float(value) for name, value in scoring.scores(sums).items()}
    return Scores(metrics, tuple(LabelScore(*row) for row in rows), len(truth))


def _average_precision(
    truth: NDArray[np.uint8], probabilities: NDArray[np.float64] | None
) -> list[float | None]:
    if probabilities is None:
        return [None] * truth.shape[1]
    from sklearn.metrics import average_precision_score

    return [
        float(average_precision_score(y, p)) if y.any() else None
        for y, p in zip(truth.T, probabilities.T, strict=True)
    ]
