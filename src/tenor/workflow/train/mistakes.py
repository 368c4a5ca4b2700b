"""The most confident mistakes of a model, with the terms that contributed to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.articles import Article
from tenor.corpus import MODEL_INPUT, Corpus
from tenor.models import Explanation, LinearModel
from tenor.models.explanation import explain
from tenor.workflow.fit.scoring import HeldOutPredictions

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_MISTAKES = 12
"""The number of mistakes of a kind (wrong labels, missed labels) that are kept."""

SHOWN_COLUMNS = (*MODEL_INPUT, "outlet")
"""The columns of an article that a report shows with a mistake."""


@dataclass(frozen=True)
class Mistake:
    """A held-out article with a wrong or a missed label.

    Attributes
    ----------
    article
        The article.
    true_labels, predicted_labels
        Its gold labels and the labels that the model predicted.
    label
        The label that is wrong, or, where ``missed``, that is missing.
    true_label
        The true label that ``label`` was preferred to, where an article has one; else empty.
    missed
        Whether the label is missing.
    confidence
        The probability of the mistake: of ``label``, or of its absence where it is missed.
    explanation
        The contributions of terms to the score of ``label``, minus those to the score of
        ``true_label``.
    """

    article: Article
    true_labels: tuple[str, ...]
    predicted_labels: tuple[str, ...]
    label: str
    true_label: str
    missed: bool
    confidence: float
    explanation: Explanation


class _Cell(NamedTuple):
    row: int
    column: int
    missed: bool
    confidence: float


def most_confident_mistakes(
    earlier: Sequence[Mistake],
    model: LinearModel,
    predictions: HeldOutPredictions,
    corpus: Corpus,
) -> tuple[Mistake, ...]:
    """Return the most confident mistakes among earlier ones and those of a fold.

    Parameters
    ----------
    earlier
        The mistakes of the models of earlier folds.
    model, predictions
        The model of this fold, and its predictions.
    corpus
        The corpus of the articles.
    """
    mistakes: list[Mistake] = []
    cells = _wrong_cells(model, predictions)
    for missed in (False, True):
        candidates: list[Mistake | _Cell] = [
            mistake for mistake in earlier if mistake.missed is missed
        ]
        candidates += [cell for cell in cells if cell.missed is missed]
        ranked = sorted(candidates, key=lambda mistake: -mistake.confidence)[:MAX_MISTAKES]
        # An explanation costs as much as a prediction, so only the mistakes kept are explained.
        mistakes += [
            _mistake(entry, model, predictions, corpus) if isinstance(entry, _Cell) else entry
            for entry in ranked
        ]
    return tuple(mistakes)


def _wrong_cells(model: LinearModel, predictions: HeldOutPredictions) -> list[_Cell]:
    y_true, y_pred = predictions.y_true.astype(bool), predictions.y_pred
    probabilities = predictions.probabilities
    known = np.array([label in model.labels for label in predictions.labels])
    # An article without probabilities was not labelled.
    labelled = np.outer(probabilities.any(axis=1), known) & predictions.is_known
    kinds = [(y_pred & ~y_true & labelled, False, probabilities)]
    if not model.single_label:
        kinds.append((y_true & ~y_pred & labelled, True, 1 - probabilities))
    return [
        _Cell(row, column, missed, float(confidence[row, column]))
        for wrong, missed, confidence in kinds
        for row, column in np.argwhere(wrong).tolist()
    ]


def _mistake(
    cell: _Cell, model: LinearModel, predictions: HeldOutPredictions, corpus: Corpus
) -> Mistake:
    labels, row = predictions.labels, cell.row
    true_labels = _names(predictions.y_true[row], labels)
    label = labels[cell.column]
    true_label = ""
    if model.single_label:
        true_label = next((name for name in true_labels if name in model.labels), "")
    [article] = corpus.articles_at(predictions.rows[[row]], SHOWN_COLUMNS)
    return Mistake(
        article,
        true_labels,
        _names(predictions.y_pred[row], labels),
        label,
        true_label,
        cell.missed,
        cell.confidence,
        explain(model, article, label, true_label),
    )


def _names(row: NDArray[np.generic], labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(labels[i] for i in np.flatnonzero(row))
