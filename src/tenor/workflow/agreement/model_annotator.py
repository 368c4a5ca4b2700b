"""A model as one more coder, by its predictions for articles that it was not fitted on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task
from tenor.corpus import MODEL_INPUT, Corpus
from tenor.errors import CorpusError
from tenor.labeling import CoderLabels
from tenor.models import Model
from tenor.present import plural
from tenor.progress import step
from tenor.workflow.loading import load_model
from tenor.workflow.runs.joined_labels import parse_joined_labels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.tracking import OutOfFoldLabels
    from tenor.workflow.fit.scoring import HeldOutPredictions


@dataclass(frozen=True)
class ModelAnnotator:
    """The labels that a model predicts for n articles of a corpus.

    Attributes
    ----------
    name
        The reference that it was loaded by.
    task
        The task.
    rows
        Positions of the articles in the articles table, ascending, shape (n,).
    y_pred
        The predicted labels, in codebook order, shape (n, n_labels).
    notes
        Sentences on the origin of the predictions.
    """

    name: str
    task: Task
    rows: NDArray[np.intp]
    y_pred: NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    def at(self, rows: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the predictions for m articles, shape (m, n_labels).

        1 where a label is predicted, 0 where it is not, -1 for articles without a prediction.
        """
        y_pred = np.full((len(rows), self.y_pred.shape[1]), -1, dtype=np.intp)
        _, positions, own_positions = np.intersect1d(rows, self.rows, return_indices=True)
        y_pred[positions] = self.y_pred[own_positions]
        return y_pred


def model_annotator(
    reference: str, corpus: Corpus, coder_labels: Mapping[Task, CoderLabels]
) -> ModelAnnotator:
    """Return the predictions of a model for the articles that several coders judged.

    A model agrees too well with what it was fitted on. The predictions are therefore the
    held-out ones that its run logged, each by a model that was fitted without the article and
    its near-duplicates. The model also labels articles that have no label because the coders
    are undecided, and that therefore train nothing: without them, people's agreement would be
    measured where they agree. It labels other articles only if its run scored none of this
    corpus.

    Parameters
    ----------
    reference
        The model, as `load_model` takes it.
    corpus
        The corpus.
    coder_labels
        The labels of the coders for each task of the corpus.

    Raises
    ------
    CorpusError
        If the model's codebook does not fit that of the corpus, or the model was fitted on
        this corpus and has no held-out predictions.
    """
    from tenor.tracking import out_of_fold_labels

    model = load_model(reference)
    task_labels = coder_labels.get(model.task)
    if task_labels is None or not set(model.labels) <= set(task_labels.labels):
        raise CorpusError(
            f"model '{reference}' predicts {model.task.title} by a codebook that does not match "
            f"that of corpus '{corpus.path}'; name a model that was trained with the "
            "corpus's codebook"
        )
    judged = task_labels.rows_of_several_coders()
    out_of_fold = out_of_fold_labels(reference)
    if out_of_fold is not None:
        ids = corpus.articles["article_id"].iloc[judged]
        scored = judged[ids.isin(out_of_fold.article_ids).to_numpy()]
        if len(scored):
            return _annotator_of_run(reference, model, out_of_fold, corpus, task_labels, scored)
    fitted_on = model.info.get("corpus", "")
    if fitted_on == corpus.fingerprint:
        raise CorpusError(
            f"model '{reference}' was fitted on this corpus, so its agreement with the coders "
            "is no evidence; name its run or its registered name (NAME@ALIAS), which have "
            "held-out predictions"
        )
    note = (
        f"model {reference}: fitted on corpus {fitted_on or 'unknown'}, it labelled "
        f"{plural(len(judged), 'article')} of this corpus; its agreement is overestimated on any "
        "of them that it was fitted on"
    )
    y_pred = _predict(model, corpus, judged, task_labels.labels)
    return _annotator(reference, model.task, judged, y_pred, note)


def annotator_of_predictions(
    model: Model, predictions: HeldOutPredictions, corpus: Corpus, coder_labels: CoderLabels
) -> ModelAnnotator:
    """Return the predictions of a newly trained model for the articles that coders judged.

    They are its held-out predictions, and new ones for articles on which coders are undecided.

    Parameters
    ----------
    model
        The model.
    predictions
        The held-out predictions of its training.
    corpus
        The corpus that it was trained on.
    coder_labels
        The labels of the coders for its task.
    """
    judged = coder_labels.rows_of_several_coders()
    undecided = _undecided(corpus, model.task, judged, predictions.rows)
    rows = np.concatenate([predictions.rows, undecided])
    new = _predict(model, corpus, undecided, coder_labels.labels)
    return _annotator(model.name, model.task, rows, np.concatenate([predictions.y_pred, new]))


def _annotator_of_run(
    name: str,
    model: Model,
    out_of_fold: OutOfFoldLabels,
    corpus: Corpus,
    coder_labels: CoderLabels,
    scored: NDArray[np.intp],
) -> ModelAnnotator:
    cell_of = dict(zip(out_of_fold.article_ids, out_of_fold.predicted_labels, strict=True))
    cells = [cell_of[i] for i in corpus.articles["article_id"].iloc[scored]]
    y_pred = parse_joined_labels(cells, coder_labels.labels)
    judged = coder_labels.rows_of_several_coders()
    note = (
        f"model {name}: held-out predictions of its run for {len(scored)} of {len(judged)} "
        "articles that two coders judged"
    )
    if out_of_fold.corpus != corpus.fingerprint:
        note += (
            f"; its run scored corpus {out_of_fold.corpus} and this is {corpus.fingerprint}, so "
            "articles are matched by their ids"
        )
        return _annotator(name, model.task, scored, y_pred, note)
    undecided = _undecided(corpus, model.task, judged, scored)
    if len(undecided):
        note += f", and new predictions for {len(undecided)} on which the coders are undecided"
    new = _predict(model, corpus, undecided, coder_labels.labels)
    rows = np.concatenate([scored, undecided])
    return _annotator(name, model.task, rows, np.concatenate([y_pred, new]), note)


def _undecided(
    corpus: Corpus, task: Task, judged: NDArray[np.intp], scored: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Return judged articles that have no label and no near-duplicate with a label.

    If only a share of the labelled articles is scored, the same share of the undecided ones is
    drawn: more of them would lower people's agreement.
    """
    labelled = corpus.resolved_labels(task).rows
    groups = corpus.articles["duplicate_group"].to_numpy()
    undecided = judged[~np.isin(groups[judged], groups[np.concatenate([labelled, scored])])]
    share = np.isin(judged, scored).sum() / max(np.isin(judged, labelled).sum(), 1)
    drawn = np.random.default_rng(0).permutation(undecided)[: round(share * len(undecided))]
    return np.sort(drawn)


def _predict(
    model: Model, corpus: Corpus, rows: NDArray[np.intp], labels: tuple[str, ...]
) -> NDArray[np.bool_]:
    with step("labelling"):
        predictions = model.predict(corpus.articles_at(rows, MODEL_INPUT))
    y_pred = [[label in prediction.labels for label in labels] for prediction in predictions]
    return np.array(y_pred, dtype=bool).reshape(len(rows), len(labels))


def _annotator(
    name: str, task: Task, rows: NDArray[np.intp], y_pred: NDArray[np.bool_], *notes: str
) -> ModelAnnotator:
    # A stance model predicts no label for an article that does not name its target.
    has_prediction = y_pred.any(axis=1) | (not task.is_stance)
    rows, y_pred = rows[has_prediction], y_pred[has_prediction]
    order = np.argsort(rows, kind="stable")
    return ModelAnnotator(name, task, rows[order], y_pred[order], notes)
