"""A linear model of text as NumPy arrays: views, weights, calibration, thresholds.

Labelling with it needs NumPy and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.features import Analysis, FittedView, TextKey
from tenor.features.compact_weights import Weights
from tenor.models.calibration import Calibration
from tenor.models.promise import ModelPromise

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOP_TERMS_BLOCK = 1 << 14
"""Features whose weights are ranked at a time."""

ArticleCounts = Mapping[tuple[TextKey, Analysis], dict[str, int]]
"""The counted terms of one article, for each text and analysis that models use."""

TopTerms = dict[str, list[tuple[str, str, float]]]
"""For each label its heaviest terms: field, term, weight times idf."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The prediction for one article.

    Attributes
    ----------
    labels
        The themes, or the one position. Empty for a stance where the article does not name the
        target; ``unknown`` where the stance asked for is not the model's.
    scores
        The probability of each label; empty where none was predicted.
    """

    labels: tuple[str, ...]
    scores: dict[str, float]


@dataclass(frozen=True)
class LinearModel:
    """A fitted linear model.

    Attributes
    ----------
    labels
        The labels that it predicts, in codebook order.
    labels_per_article
        How many labels an article has: ``any``, ``one or more`` or ``one``.
    views, weights, intercept
        Raw scores are the values of the views side by side times ``weights``, of shape
        (n_features, n_labels), plus ``intercept``, of shape (n_labels,).
    calibration
        From raw scores to probabilities.
    thresholds
        From probabilities to labels, shape (n_labels,); see `assign_labels`.
    n_self_trained
        The number of unlabelled articles that trained it by the predictions of a first fit.
    empty_views
        The positions in its spec of the views that it lacks, since the training articles have no
        term for them. A model that is loaded from a bundle does not know them.
    promise
        Which of its labels are right as often as promised; None if nothing is promised.
    """

    labels: tuple[str, ...]
    labels_per_article: str
    views: tuple[FittedView, ...]
    weights: Weights
    intercept: NDArray[np.float64]
    calibration: Calibration
    thresholds: NDArray[np.float64]
    n_self_trained: int = 0
    empty_views: tuple[int, ...] = ()
    promise: ModelPromise | None = None

    @property
    def single_label(self) -> bool:
        """Whether each article has exactly one label."""
        return self.labels_per_article == "one"

    def raw_scores(self, counts: ArticleCounts) -> NDArray[np.float64]:
        """Return the raw scores of one article, shape (n_labels,)."""
        return self.score_terms(counts)[0]

    def score_terms(self, counts: ArticleCounts) -> tuple[NDArray[np.float64], tuple[int, int]]:
        """Return the raw scores of one article, and how many terms it has and are unknown.

        The terms are those of all views, repeated ones each time.
        """
        scores = self.intercept.astype(np.float64)
        start = n_terms = n_known = 0
        for view in self.views:
            own = counts[view.text_key, view.analysis]
            columns, known = view.vocabulary.columns(own)
            scores = scores + view.weigh(columns, known) @ self.weights[columns + start]
            start += len(view.vocabulary)
            n_terms += sum(own.values())
            n_known += int(known.sum())
        return scores, (n_terms, n_terms - n_known)

    def predictions(
        self, articles: Sequence[Article], scores: NDArray[np.float64]
    ) -> list[Prediction]:
        """Return the predictions for n articles, given their raw scores, (n, n_labels)."""
        probabilities = self.calibration.probabilities(scores)
        y_pred = assign_labels(scores, probabilities, self.thresholds, self.labels_per_article)
        return [
            self._prediction(article, predicted, values)
            for article, predicted, values in zip(
                articles, y_pred, probabilities.tolist(), strict=True
            )
        ]

    def top_terms(self, n: int = 20, labels: Sequence[str] | None = None) -> TopTerms:
        """Return the terms with the largest positive weight for each label.

        Parameters
        ----------
        n
            The number of terms.
        labels
            The labels; default all.
        """
        labels = self.labels if labels is None else labels
        columns = np.array([self.labels.index(label) for label in labels], dtype=np.intp)
        idf = np.concatenate([view.idf * view.weight for view in self.views])
        starts = np.cumsum([0] + [len(view.vocabulary) for view in self.views])

        def describe(feature: int, weight: float) -> tuple[str, str, float]:
            number = int(np.searchsorted(starts, feature, side="right")) - 1
            view = self.views[number]
            return view.field, view.vocabulary[feature - int(starts[number])], weight

        largest = _largest(self.weights, idf, columns, n)
        return {
            label: [describe(*term) for term in zip(*map(np.ndarray.tolist, top), strict=True)]
            for label, top in zip(labels, largest, strict=True)
        }

    def _prediction(
        self, article: Article, predicted: NDArray[np.bool_], probabilities: list[float]
    ) -> Prediction:
        labels = tuple(self.labels[i] for i in np.flatnonzero(predicted).tolist())
        return Prediction(labels, dict(zip(self.labels, probabilities, strict=True)))


def assign_labels(
    scores: NDArray[np.float64],
    probabilities: NDArray[np.float64],
    thresholds: NDArray[np.float64],
    labels_per_article: str,
) -> NDArray[np.bool_]:
    """Return the labels to predict, shape (n, n_labels).

    Parameters
    ----------
    scores, probabilities
        Raw scores and calibrated probabilities, shape (n, n_labels).
    thresholds
        Of shape (n_labels,). Where an article has one label, that with the largest ratio of
        probability to threshold is predicted, or, if thresholds are 0, with the highest score;
        else every label whose probability reaches its threshold.
    labels_per_article
        ``any``, ``one or more`` (at least the best label) or ``one``.
    """
    if labels_per_article == "one":
        y_pred = np.zeros(scores.shape, dtype=bool)
        ranking = single_label_ranking(scores, probabilities, thresholds)
        y_pred[np.arange(len(scores)), ranking.argmax(axis=1)] = True
        return y_pred
    y_pred = probabilities >= thresholds
    if labels_per_article == "one or more":
        empty = ~y_pred.any(axis=1)
        best = (probabilities / np.maximum(thresholds, 1e-9)).argmax(axis=1)
        y_pred[empty, best[empty]] = True
    return y_pred


def single_label_ranking(
    scores: NDArray[np.float64],
    probabilities: NDArray[np.float64],
    thresholds: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the values of which the largest is the label of an article that has one label.

    Parameters
    ----------
    scores, probabilities, thresholds
        As in `assign_labels`.
    """
    return probabilities / thresholds if thresholds.all() else scores


def _largest(
    weights: Weights, scale: NDArray[np.float64], columns: NDArray[np.intp], n: int
) -> list[tuple[NDArray[np.intp], NDArray[np.float64]]]:
    """Return positions and values of the n largest positive scaled weights of each column."""
    top = [(np.empty(0, np.intp), np.empty(0)) for _ in columns]
    lowest = np.zeros(len(columns))
    # A block at a time, since scaled weights of all labels would double the memory.
    for start in range(0, weights.shape[0], TOP_TERMS_BLOCK):
        block = slice(start, start + TOP_TERMS_BLOCK)
        values = (weights[block][:, columns] * scale[block, None]).T
        for i in np.flatnonzero((values > lowest[:, None]).any(axis=1)).tolist():
            candidates = np.flatnonzero(values[i] > lowest[i])
            positions = np.concatenate([top[i][0], candidates + start])
            strengths = np.concatenate([top[i][1], values[i][candidates]])
            kept = np.argsort(-strengths, kind="stable")[:n]
            top[i] = positions[kept], strengths[kept]
            if len(kept) == n:
                lowest[i] = strengths[kept[-1]]
    return top
