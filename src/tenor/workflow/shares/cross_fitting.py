"""Predictions of a model for the articles that trained it, replaced by out-of-fold ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.errors import InputError
from tenor.evaluation.shares import cross_fitted
from tenor.models import Model
from tenor.present import format_count, plural
from tenor.workflow.runs.joined_labels import parse_joined_labels
from tenor.workflow.shares.predicted import (
    PredictedLabels,
    counted_articles,
    group_codes,
    rows_of_ids,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.tracking import OutOfFoldLabels

UNSEEN = "unseen"
"""The assumption that the model was trained on none of the drawn articles."""

MIN_SAME_TITLES = 0.5
"""The share of the articles with the same ids that have the same titles, in the same corpus."""


def cross_fit(
    reference: str, model: Model, y_pred: NDArray[np.bool_], corpus: Corpus, *, unseen: bool = False
) -> PredictedLabels:
    """Return a model's predictions, those for its training articles by models of other folds.

    A model errs less on the articles that it was trained on, and on their near-duplicates. Those
    that its run has no out-of-fold predictions for keep the model's.

    Parameters
    ----------
    reference
        The model as the user named it.
    model
        The model.
    y_pred
        Its predictions for all articles, shape (n, n_labels).
    corpus
        The corpus.
    unseen
        Whether the user states that the model was trained on none of the drawn articles.

    Raises
    ------
    InputError
        If it is not known which articles trained the model, and the user states nothing.
    """
    from tenor.tracking import out_of_fold_labels

    task = model.task
    labels = task.labels(corpus.codebook)
    out_of_fold = out_of_fold_labels(reference)
    if out_of_fold is None or out_of_fold.training_ids is None:
        if not unseen:
            raise InputError(_unknown_training(reference, has_run=out_of_fold is not None))
        never = np.zeros(len(y_pred), dtype=bool)
        parts = y_pred, never, never, never
    else:
        parts = _replace(y_pred, labels, corpus, out_of_fold)
    y_pred, is_training, is_cross_fitted, knows_gold = parts
    notes = _notes(reference, is_training, is_cross_fitted, unseen=unseen)
    return PredictedLabels(
        task,
        labels,
        y_pred,
        counted_articles(corpus, task, model),
        f"the model '{reference}'",
        model,
        is_training,
        is_cross_fitted,
        knows_gold,
        notes,
    )


def models_of_tasks(models: dict[str, Model], tasks: list[Task]) -> dict[str, Model]:
    """Return the models of some tasks.

    Raises
    ------
    InputError
        If none of the models is of these tasks.
    """
    chosen = {name: model for name, model in models.items() if model.task in tasks}
    if not chosen:
        named = ", ".join(task.question for task in tasks)
        raise InputError(
            f"none of the models {', '.join(models)} predicts '{named}'; name one that does with "
            "--model"
        )
    return chosen


def _replace(
    y_pred: NDArray[np.bool_],
    labels: tuple[str, ...],
    corpus: Corpus,
    out_of_fold: OutOfFoldLabels,
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return predictions, and which articles trained, are cross-fitted, and trained with gold."""
    groups = group_codes(corpus)
    n_groups = int(groups.max()) + 1
    never = np.zeros(len(groups), dtype=bool)
    if not _is_same_corpus(corpus, out_of_fold):
        return y_pred, never, never, never
    assert out_of_fold.training_ids is not None
    ids = corpus.article_ids
    trained = np.zeros(n_groups, dtype=bool)
    trained[groups[ids.isin(out_of_fold.training_ids)]] = True
    gold = np.zeros(n_groups, dtype=bool)
    gold[groups[ids.isin(out_of_fold.gold_training_ids)]] = True
    positions = rows_of_ids(corpus, out_of_fold.article_ids)
    is_here = positions >= 0
    rows = positions[is_here]
    own = parse_joined_labels(out_of_fold.predicted_labels, labels)[is_here]
    # The prediction for the first article of a group holds for its near-duplicates too.
    by_group = np.zeros((n_groups, len(labels)), dtype=bool)
    is_predicted = np.zeros(n_groups, dtype=bool)
    first = np.unique(groups[rows], return_index=True)[1]
    by_group[groups[rows[first]]] = own[first]
    is_predicted[groups[rows]] = True
    replacements = by_group[groups]
    replacements[rows] = own
    is_training = trained[groups]
    is_cross_fitted = is_training & is_predicted[groups]
    return (
        cross_fitted(y_pred, replacements, is_cross_fitted[:, None]),
        is_training,
        is_cross_fitted,
        gold[groups],
    )


def _is_same_corpus(corpus: Corpus, out_of_fold: OutOfFoldLabels) -> bool:
    """Whether the ids of a run mean articles of this corpus, perhaps in an earlier state."""
    positions = rows_of_ids(corpus, out_of_fold.article_ids)
    is_here = positions >= 0
    if not is_here.any():
        # Articles may have trained without any that was held out.
        return bool(corpus.article_ids.isin(out_of_fold.training_ids or ()).any())
    titles = corpus.articles["title"].to_numpy(dtype=object)[positions[is_here]]
    logged = np.array(out_of_fold.titles, dtype=object)[is_here]
    return float((titles == logged).mean()) >= MIN_SAME_TITLES


def _unknown_training(reference: str, *, has_run: bool) -> str:
    reason = (
        "its run lists no training articles, since an earlier version logged it"
        if has_run
        else "a bundle folder has no run"
    )
    step = "train it again" if has_run else "name the model as NAME@ALIAS or by its run"
    return (
        f"it is not known which articles trained model '{reference}' ({reason}), and predictions "
        f"for these flatter; {step}, or state that none of the drawn articles did with --assume "
        f"{UNSEEN}"
    )


def _notes(
    reference: str,
    is_training: NDArray[np.bool_],
    is_cross_fitted: NDArray[np.bool_],
    *,
    unseen: bool,
) -> tuple[str, ...]:
    notes = []
    if n_training := int(is_training.sum()):
        n_replaced = int(is_cross_fitted.sum())
        note = (
            f"{plural(n_training, 'article')} of the {format_count(len(is_training))} trained "
            f"{reference} or are near-duplicates of such articles; out-of-fold predictions of its "
            f"run take the place of its own for {format_count(n_replaced)}"
        )
        if n_rest := n_training - n_replaced:
            note += f"; the run has none for {format_count(n_rest)}, which keep the model's"
        notes.append(note)
    elif unseen:
        notes.append(f"assumed, not known: {reference} was trained on none of the drawn articles")
    return tuple(notes)
