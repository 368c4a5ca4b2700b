"""Scoring: the predictions for test articles, and the results of a model and its baselines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import MODEL_INPUT, Corpus, GroupBy
from tenor.evaluation import Interval, Scores, bootstrap, majority_baseline, score
from tenor.labeling import GoldLabels, judgments_of_task, resolve_labels
from tenor.models import Labeler, LinearModel
from tenor.models.training_set import TrainingSet
from tenor.progress import step

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ResultRow:
    """One row of the table of results.

    Attributes
    ----------
    name
        What predicted the labels: ``model`` or a baseline.
    scores, intervals
        Its metrics, and their 95 % intervals by name; None for a score without one.
    coverage
        The share of the articles that it labels.
    """

    name: str
    scores: Scores
    intervals: dict[str, Interval | None]
    coverage: float = 1.0


@dataclass(frozen=True)
class HeldOutPredictions:
    """True and predicted labels of the n test articles of one or several splits.

    Attributes
    ----------
    rows
        Positions in the articles table, shape (n,).
    article_ids
        Their ids.
    groups
        The group of each article, shape (n,), which intervals resample: a duplicate group, or
        a group of the split's ``group_by``.
    labels
        The names of the columns of the matrices.
    y_true, y_pred, majority
        Gold labels, the model's predictions and those of the majority baseline, 0/1, shape
        (n, n_labels).
    probabilities
        The model's probabilities, 0 for labels that it cannot predict, shape (n, n_labels).
    is_known
        Whether the gold label is known, shape (n, n_labels); see `ResolvedLabels`.
    target_blind
        The predictions of the target-blind baseline; None where there is none.
    terms
        The terms that each article has, and those of them that the model does not know, as
        `Labeler.label_and_count` counts them, shape (n, 2); None if they were not counted.
    """

    rows: NDArray[np.intp]
    article_ids: tuple[str, ...]
    groups: NDArray[np.str_]
    labels: tuple[str, ...]
    y_true: NDArray[np.uint8]
    y_pred: NDArray[np.bool_]
    majority: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    is_known: NDArray[np.bool_]
    target_blind: NDArray[np.bool_] | None = None
    terms: NDArray[np.int64] | None = None

    @classmethod
    def concatenate(cls, folds: Sequence[HeldOutPredictions]) -> HeldOutPredictions:
        """Return the predictions of several splits as one."""
        target_blind = [fold.target_blind for fold in folds if fold.target_blind is not None]
        terms = [fold.terms for fold in folds if fold.terms is not None]
        return cls(
            np.concatenate([fold.rows for fold in folds]),
            tuple(article_id for fold in folds for article_id in fold.article_ids),
            np.concatenate([fold.groups for fold in folds]),
            folds[0].labels,
            np.concatenate([fold.y_true for fold in folds]),
            np.concatenate([fold.y_pred for fold in folds]),
            np.concatenate([fold.majority for fold in folds]),
            np.concatenate([fold.probabilities for fold in folds]),
            np.concatenate([fold.is_known for fold in folds]),
            np.concatenate(target_blind) if len(target_blind) == len(folds) else None,
            np.concatenate(terms) if len(terms) == len(folds) else None,
        )

    @property
    def group_numbers(self) -> NDArray[np.intp]:
        """The groups as integers from 0, shape (n,)."""
        return np.asarray(np.unique(self.groups, return_inverse=True)[1], dtype=np.intp)


def predict_held_out(
    model: LinearModel,
    training: TrainingSet,
    truth: GoldLabels,
    corpus: Corpus,
    group_by: GroupBy = "duplicate_group",
) -> HeldOutPredictions:
    """Predict the labels of test articles, as ``tenor predict`` would.

    Parameters
    ----------
    model
        The model.
    training
        Its training set, whose most frequent label is the majority baseline.
    truth
        The gold labels of the test articles.
    corpus
        The corpus.
    group_by
        The column whose groups are resampled together, since they do not cross the split.
    """
    y_pred, probabilities, terms = _predict_and_count(model, corpus, truth.rows, truth.labels)
    table = corpus.articles.iloc[truth.rows]
    groups = table[group_by].where(table[group_by] != "", table["duplicate_group"])
    return HeldOutPredictions(
        truth.rows,
        tuple(table["article_id"]),
        groups.to_numpy(dtype=str),
        truth.labels,
        truth.matrix,
        y_pred,
        majority_baseline(training.labels.matrix, len(truth), training.labels.is_known),
        probabilities,
        truth.is_known,
        terms=terms,
    )


def predict_matrix(
    model: LinearModel, corpus: Corpus, rows: NDArray[np.intp], labels: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Predict the labels of n articles of a corpus.

    Parameters
    ----------
    model
        The model.
    corpus
        The corpus.
    rows
        Positions in the articles table, shape (n,).
    labels
        The labels of the columns, which include those of the model.

    Returns
    -------
    tuple
        Predicted labels and probabilities, each of shape (n, n_labels).
    """
    return _predict_and_count(model, corpus, rows, labels)[:2]


def _predict_and_count(
    model: LinearModel, corpus: Corpus, rows: NDArray[np.intp], labels: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.float64], NDArray[np.int64]]:
    column = {label: i for i, label in enumerate(labels)}
    y_pred = np.zeros((len(rows), len(labels)), dtype=bool)
    probabilities = np.zeros(y_pred.shape)
    with step("scoring"):
        articles = corpus.articles_at(rows, MODEL_INPUT)
        predictions, terms = Labeler([model]).label_and_count(articles)
    for i, [prediction] in enumerate(predictions):
        for label in prediction.labels:
            y_pred[i, column[label]] = True
        for label, probability in prediction.scores.items():
            probabilities[i, column[label]] = probability
    return y_pred, probabilities, terms[0].T


def result_table(
    predictions: HeldOutPredictions, corpus: Corpus, task: Task
) -> tuple[ResultRow, ...]:
    """Return the scores of a model, its baselines, and machines, publisher tags and rules if any.

    Where rules labelled articles, the model is also scored on the articles that rules cover
    and on the others, which show whether it generalizes beyond its rules.

    Parameters
    ----------
    predictions
        The predictions for the test articles.
    corpus
        The corpus.
    task
        The task.
    """
    single_label = task.single_label(corpus.codebook)
    all_articles = np.ones(len(predictions.rows), dtype=bool)
    groups = predictions.group_numbers

    def row(
        name: str,
        y_pred: NDArray[np.bool_],
        scored: NDArray[np.bool_] = all_articles,
        probabilities: NDArray[np.float64] | None = None,
    ) -> ResultRow:
        y_true, y_pred, labels = predictions.y_true[scored], y_pred[scored], predictions.labels
        is_known = predictions.is_known[scored]
        is_labelled = y_pred.any(axis=1) if single_label else all_articles[scored]
        return ResultRow(
            name,
            score(
                y_true,
                y_pred,
                labels,
                single_label=single_label,
                probabilities=probabilities,
                is_known=is_known,
            ),
            bootstrap(
                y_true,
                y_pred,
                groups[scored],
                labels,
                single_label=single_label,
                is_known=is_known,
            ),
            float(is_labelled.mean()),
        )

    rows = [
        row("model", predictions.y_pred, probabilities=predictions.probabilities),
        row("majority", predictions.majority),
    ]
    if predictions.target_blind is not None:
        rows.append(row("target-blind", predictions.target_blind))
    for origin, name in (
        ("machine", "machines"),
        ("publisher", "publisher tags"),
        ("rule", "rules"),
    ):
        if judgments_of_task(corpus.labels, corpus.article_ids, task, [origin]).empty:
            continue
        y_pred, is_labelled = _labels_by(origin, predictions, corpus, task)
        rows.append(replace(row(name, y_pred), coverage=float(is_labelled.mean())))
        if origin == "rule" and is_labelled.any() and not is_labelled.all():
            rows += [
                row("model, covered by rules", predictions.y_pred, is_labelled),
                row("rules, covered by rules", y_pred, is_labelled),
                row("model, not covered", predictions.y_pred, ~is_labelled),
                row("majority, not covered", predictions.majority, ~is_labelled),
            ]
    return tuple(rows)


def _labels_by(
    origin: str, predictions: HeldOutPredictions, corpus: Corpus, task: Task
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    import pandas as pd

    ids = pd.Index(predictions.article_ids)
    labels = resolve_labels(corpus.labels, ids, corpus.codebook, task, origins=[origin])
    y_pred = np.zeros(predictions.y_true.shape, dtype=bool)
    is_labelled = np.zeros(len(y_pred), dtype=bool)
    y_pred[labels.rows] = labels.matrix.astype(bool)
    is_labelled[labels.rows] = True
    return y_pred, is_labelled
