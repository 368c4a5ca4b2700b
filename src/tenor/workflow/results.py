"""The results table: a model and its baselines, scored on the same articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.corpus import Corpus, Split
from tenor.evaluation import Interval, Scores, bootstrap, majority, score
from tenor.labeling import GOLD, answers
from tenor.models import Model
from tenor.models.fitting import TrainingData
from tenor.progress import working

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Row:
    """One row of the results table.

    ``coverage`` is the share of the scored articles for which it has an answer.
    """

    name: str
    scores: Scores
    intervals: dict[str, Interval]
    coverage: float = 1.0


@dataclass(frozen=True)
class Predicted:
    """The scored articles of one or more splits.

    Attributes
    ----------
    rows
        Positions in the answered articles, shape (n,).
    article_ids
        Their ids.
    groups
        Their duplicate groups, shape (n,).
    labels
        The names of the columns of the matrices.
    truth, given, baseline
        True labels, those that the model gave, those that the majority gives;
        0/1, shape (n, n_labels).
    probabilities
        The model's, 0 for labels that it cannot give; shape (n, n_labels).
    unread
        Labels by a model that never reads the target; None where it can be told
        from nothing.
    """

    rows: NDArray[np.intp]
    article_ids: tuple[str, ...]
    groups: NDArray[np.str_]
    labels: tuple[str, ...]
    truth: NDArray[np.uint8]
    given: NDArray[np.bool_]
    baseline: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    unread: NDArray[np.bool_] | None = None

    @classmethod
    def joined(cls, parts: list[Predicted]) -> Predicted:
        """Put the parts of several splits one below the other."""
        unread = [part.unread for part in parts if part.unread is not None]
        return cls(
            np.concatenate([part.rows for part in parts]),
            tuple(article_id for part in parts for article_id in part.article_ids),
            np.concatenate([part.groups for part in parts]),
            parts[0].labels,
            np.concatenate([part.truth for part in parts]),
            np.concatenate([part.given for part in parts]),
            np.concatenate([part.baseline for part in parts]),
            np.concatenate([part.probabilities for part in parts]),
            np.concatenate(unread) if len(unread) == len(parts) else None,
        )


def predict_rows(model: Model, data: TrainingData, split: Split) -> Predicted:
    """Label the test articles of a split as ``tenor predict`` would."""
    labels = data.answers.labels
    column = {label: i for i, label in enumerate(labels)}
    given = np.zeros((len(split.test), len(labels)), dtype=bool)
    probabilities = np.zeros(given.shape)
    table = data.articles.iloc[split.test]
    texts = zip(table["article_id"], table["title"], table["text"], table["claim"], strict=True)
    articles = [
        Article(article_id=article_id, title=title, text=text, claim=claim)
        for article_id, title, text, claim in texts
    ]
    with working("scoring"):
        predictions = model.predict(articles)
    for i, prediction in enumerate(predictions):
        for label in prediction.labels:
            given[i, column[label]] = True
        for label, probability in prediction.scores.items():
            probabilities[i, column[label]] = probability
    matrix = data.answers.matrix
    baseline = majority(matrix[split.train], len(split.test))
    return Predicted(
        split.test, tuple(table["article_id"]), table["duplicate_group"].to_numpy(dtype=str),
        labels, matrix[split.test], given, baseline, probabilities,
    )  # fmt: skip


def results(predicted: Predicted, data: TrainingData, corpus: Corpus) -> tuple[Row, ...]:
    """Score a model and its baselines on the predicted articles."""
    truth, labels = predicted.truth, predicted.labels
    groups = np.unique(predicted.groups, return_inverse=True)[1]
    one_label = data.rule == "one"

    def row(
        name: str,
        given: NDArray[np.bool_],
        coverage: float,
        probabilities: NDArray[np.float64] | None = None,
    ) -> Row:
        return Row(
            name,
            score(truth, given, labels, one_label=one_label, probabilities=probabilities),
            bootstrap(truth, given, groups, labels, one_label=one_label),
            coverage,
        )

    rows = [
        row(
            "model", predicted.given, _coverage(predicted.given) if one_label else 1.0,
            predicted.probabilities,
        ),
        row("majority", predicted.baseline, 1.0),
    ]  # fmt: skip
    if predicted.unread is not None:
        rows.append(row("target never read", predicted.unread, 1.0))
    tagged = _without_people(data, corpus)
    if tagged is not None:
        given, answered = tagged
        rows.append(
            row("publisher tags", given[predicted.rows], float(answered[predicted.rows].mean()))
        )
    return tuple(rows)


def _coverage(given: NDArray[np.bool_]) -> float:
    return float(given.any(axis=1).mean())


def _without_people(
    data: TrainingData, corpus: Corpus
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]] | None:
    import pandas as pd

    silver = corpus.labels[~corpus.labels["origin"].isin(GOLD)]
    ids = pd.Index(data.articles["article_id"])
    found = answers(silver, ids, data.codebook, data.task, data.target)
    if not len(found):
        return None
    given = np.zeros(data.answers.matrix.shape, dtype=bool)
    answered = np.zeros(len(given), dtype=bool)
    given[found.rows] = found.matrix.astype(bool)
    answered[found.rows] = True
    return given, answered
