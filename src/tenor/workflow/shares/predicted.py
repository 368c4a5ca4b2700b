"""Predictions of a task for all articles of a corpus: by a model, or by a machine that coded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Task, tasks_of
from tenor.corpus import MODEL_INPUT, Corpus
from tenor.errors import CorpusError, InputError
from tenor.models import Labeler, Model
from tenor.present import format_count, plural
from tenor.present.hints import did_you_mean
from tenor.progress import track

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH_SIZE = 1000
"""The number of articles that are labelled at a time."""


@dataclass(frozen=True)
class PredictedLabels:
    """The predictions of a task for the n articles of a corpus.

    Attributes
    ----------
    task
        The task.
    labels
        Its labels, in codebook order.
    y_pred
        Whether each label is predicted, shape (n, n_labels).
    is_counted
        Whether the task concerns each article, shape (n,): themes concern every article, a
        stance those that name its target.
    source
        What predicted them, as a methods section names it.
    model
        The model; None for a machine.
    is_training
        Whether each article, or a near-duplicate of it, trained the model, shape (n,).
    is_cross_fitted
        Whether its prediction is by a model of another fold, shape (n,).
    knows_gold
        Whether it, or a near-duplicate of it, trained the model with a label by people, shape (n,).
    notes
        Sentences on the predictions.
    """

    task: Task
    labels: tuple[str, ...]
    y_pred: NDArray[np.bool_]
    is_counted: NDArray[np.bool_]
    source: str
    model: Model | None
    is_training: NDArray[np.bool_]
    is_cross_fitted: NDArray[np.bool_]
    knows_gold: NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    @property
    def label_names(self) -> list[str]:
        """The labels as users name them: themes, or positions as ``TARGET=POSITION``."""
        target = self.task.target
        return [f"{target}={label}" if target else label for label in self.labels]


def predictions_of_models(
    models: Mapping[str, Model], corpus: Corpus
) -> dict[str, NDArray[np.bool_]]:
    """Return the predictions of several models for all articles of a corpus.

    Parameters
    ----------
    models
        The models by reference.
    corpus
        The corpus.

    Returns
    -------
    dict
        By reference, whether each label of the task is predicted, shape (n, n_labels).

    Raises
    ------
    CorpusError
        If a model's labels are not those of the corpus, or its texts were cleaned otherwise.
    """
    corpus.check_cleaning()
    n = len(corpus.articles)
    columns = {name: _columns(name, model, corpus) for name, model in models.items()}
    y_pred = {name: np.zeros((n, len(columns[name])), dtype=bool) for name in models}
    labeler = Labeler(models.values())
    for start in track(range(0, n, BATCH_SIZE), "labelling", -(-n // BATCH_SIZE)):
        rows = np.arange(start, min(start + BATCH_SIZE, n))
        labelled = labeler.label(corpus.articles_at(rows, MODEL_INPUT))
        for row, predictions in zip(rows, labelled, strict=True):
            for name, prediction in zip(models, predictions, strict=True):
                for label in prediction.labels:
                    # A stance towards another claim or target is no label of the task.
                    if label in columns[name]:
                        y_pred[name][row, columns[name][label]] = True
    return y_pred


def predictions_of_machine(
    name: str, corpus: Corpus, tasks: Sequence[Task]
) -> dict[Task, PredictedLabels]:
    """Return the codings of a machine in a corpus in the place of a model's predictions.

    A coding holds for the whole duplicate group. An article without a coding counts as one to
    which no label is given.

    Parameters
    ----------
    name
        The name of the machine: the coder of judgements with the origin ``machine``.
    corpus
        The corpus.
    tasks
        The tasks; those that the machine did not code are left out.

    Raises
    ------
    CorpusError
        If the corpus has no codings of this machine.
    """
    machines = sorted(set(corpus.labels["coder"][corpus.labels["origin"] == "machine"]))
    if name not in machines:
        known = ", ".join(f"'{machine}'" for machine in machines)
        raise CorpusError(
            f"corpus '{corpus.path}' has no codings of machine '{name}'; "
            + (f"name one of {known}" if known else "import them with --origin machine")
            + did_you_mean(name, machines)
        )
    groups = group_codes(corpus)
    predicted = {}
    for task in tasks:
        cells = corpus.coder_labels(task, "machine")
        if name not in cells.coders:
            continue
        own = cells.take(cells.coder_codes == cells.coders.index(name))
        by_group = np.zeros((groups.max() + 1, len(own.labels)), dtype=bool)
        is_answered = np.zeros(len(by_group), dtype=bool)
        # The first coding of a group stands for it.
        first = np.unique(groups[own.rows], return_index=True)[1]
        by_group[groups[own.rows[first]]] = own.matrix[first]
        is_answered[groups[own.rows[first]]] = True
        is_counted = counted_articles(corpus, task)
        n_missing = int((is_counted & ~is_answered[groups]).sum())
        note = (
            f"machine {name} coded {format_count(int(is_counted.sum()) - n_missing)} of "
            f"{plural(int(is_counted.sum()), 'article')}; the others count as without a label, so "
            "that the raw count is too low; code all articles for narrower intervals"
        )
        never = np.zeros(len(groups), dtype=bool)
        predicted[task] = PredictedLabels(
            task,
            own.labels,
            by_group[groups],
            is_counted,
            f"the machine '{name}'",
            None,
            never,
            never,
            never,
            (note,) if n_missing else (),
        )
    return predicted


def counted_articles(corpus: Corpus, task: Task, model: Model | None = None) -> NDArray[np.bool_]:
    """Return whether a task concerns each article of a corpus, shape (n,).

    Parameters
    ----------
    corpus, task
        The corpus and the task.
    model
        A model of the task; one of claims concerns the articles that come with one.

    Raises
    ------
    CorpusError
        If it concerns none.
    """
    articles = corpus.articles
    if model is not None and model.uses_claims:
        is_counted = (articles["claim"] != "").to_numpy(dtype=bool)
    elif task.is_stance and corpus.codebook.target(task.target).aliases:
        target = corpus.codebook.target(task.target)
        pairs = zip(articles["title"], articles["text"], strict=True)
        is_counted = np.array([target.applies_to(*pair) for pair in pairs], dtype=bool)
    else:
        is_counted = np.ones(len(articles), dtype=bool)
    if not is_counted.any():
        raise CorpusError(
            f"no article of corpus '{corpus.path}' names '{task.target}', so that there is no "
            "share; add the names that the articles use to its aliases"
        )
    return is_counted


def group_codes(corpus: Corpus) -> NDArray[np.intp]:
    """Return the duplicate group of each article as a number from 0, shape (n,)."""
    import pandas as pd

    return np.asarray(pd.factorize(corpus.articles["duplicate_group"])[0], dtype=np.intp)


def rows_of_ids(corpus: Corpus, ids: Iterable[str]) -> NDArray[np.intp]:
    """Return the positions of articles in the articles table by their ids, -1 for others."""
    import pandas as pd

    return np.asarray(corpus.article_ids.get_indexer(pd.Index(list(ids))), dtype=np.intp)


def choose_tasks(corpus: Corpus, names: Sequence[str]) -> list[Task]:
    """Return the tasks of a corpus with these names, ``theme`` or ``stance:TARGET``; default all.

    Raises
    ------
    InputError
        If the codebook has no such task.
    """
    known = {task.question: task for task in tasks_of(corpus.codebook)}
    for name in names:
        if name not in known:
            raise InputError(
                f"task '{name}' is none of the codebook's; name one of {', '.join(known)}"
                f"{did_you_mean(name, known)}"
            )
    return [task for name, task in known.items() if name in names or not names]


def _columns(reference: str, model: Model, corpus: Corpus) -> dict[str, int]:
    """Return the position of each label of the model's task in the corpus's codebook."""
    known = {task.question for task in tasks_of(corpus.codebook)}
    labels = model.task.labels(corpus.codebook) if model.task.question in known else ()
    if not set(model.labels) <= set(labels):
        raise CorpusError(
            f"model '{reference}' predicts {model.task.title} by a codebook that does not match "
            f"that of corpus '{corpus.path}'; name a model that was trained with the corpus's "
            "codebook"
        )
    return {label: i for i, label in enumerate(labels)}
