"""The results table: a model and its baselines, scored on the same articles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.corpus import Corpus, KeepWhole
from tenor.evaluation import Interval, Scores, bootstrap, majority, score
from tenor.labeling import Gold, answers
from tenor.models import Model
from tenor.models.fitting import TrainingData
from tenor.progress import working

if TYPE_CHECKING:
    import pandas as pd
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
        Positions in the corpus's articles, shape (n,).
    article_ids
        Their ids.
    groups
        What intervals resample whole, shape (n,): their duplicate groups, or what the split
        keeps whole of them, such as outlets.
    labels
        The names of the columns of the matrices.
    truth, given, baseline
        The labels that people gave, those that the model gave, those that the
        majority gives; 0/1, shape (n, n_labels).
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


def predict_rows(
    model: Model,
    trained_on: TrainingData,
    truth: Gold,
    articles: pd.DataFrame,
    unseen: KeepWhole = "duplicate_group",
) -> Predicted:
    """Label articles that people labelled as ``tenor predict`` would.

    Parameters
    ----------
    unseen
        The column of which nothing that scores is in training: articles of one value
        stand or fall together, and are resampled so.
    """
    labels = truth.labels
    column = {label: i for i, label in enumerate(labels)}
    given = np.zeros((len(truth), len(labels)), dtype=bool)
    probabilities = np.zeros(given.shape)
    table = articles.iloc[truth.rows]
    texts = zip(table["article_id"], table["title"], table["text"], table["claim"], strict=True)
    scored = [
        Article(article_id=article_id, title=title, text=text, claim=claim)
        for article_id, title, text, claim in texts
    ]
    with working("scoring"):
        predictions = model.predict(scored)
    for i, prediction in enumerate(predictions):
        for label in prediction.labels:
            given[i, column[label]] = True
        for label, probability in prediction.scores.items():
            probabilities[i, column[label]] = probability
    baseline = majority(trained_on.answers.matrix, len(truth))
    groups = table[unseen].where(table[unseen] != "", table["duplicate_group"])
    return Predicted(
        truth.rows, tuple(table["article_id"]), groups.to_numpy(dtype=str),
        labels, truth.matrix, given, baseline, probabilities,
    )  # fmt: skip


def results(predicted: Predicted, corpus: Corpus, model: Model) -> tuple[Row, ...]:
    """Score a model, its baselines and whatever else labelled the predicted articles.

    Where rules did, the model is scored apart on the articles that they reach
    and on those that they do not: what it learned of them counts only there.
    """
    one_label = model.rule == "one"
    everything = np.ones(len(predicted.rows), dtype=bool)
    groups = np.unique(predicted.groups, return_inverse=True)[1]

    def row(
        name: str,
        given: NDArray[np.bool_],
        on: NDArray[np.bool_] = everything,
        probabilities: NDArray[np.float64] | None = None,
    ) -> Row:
        truth, given, labels = predicted.truth[on], given[on], predicted.labels
        answered = given.any(axis=1) if one_label else everything[on]
        return Row(
            name,
            score(truth, given, labels, one_label=one_label, probabilities=probabilities),
            bootstrap(truth, given, groups[on], labels, one_label=one_label),
            float(answered.mean()),
        )

    rows = [
        row("model", predicted.given, probabilities=predicted.probabilities),
        row("majority", predicted.baseline),
    ]
    if predicted.unread is not None:
        rows.append(row("target never read", predicted.unread))
    table = corpus.labels
    own = table[(table["task"] == model.task) & (table["target"] == model.target)]
    for origin, name in (("publisher", "publisher tags"), ("rule", "rules")):
        if not (own["origin"] == origin).any():
            continue
        given, answered = _given_by(origin, predicted, own, model)
        rows.append(replace(row(name, given), coverage=float(answered.mean())))
        if origin == "rule" and answered.any() and not answered.all():
            rows += [
                row("model, covered by rules", predicted.given, answered),
                row("rules, covered by rules", given, answered),
                row("model, not covered", predicted.given, ~answered),
                row("majority, not covered", predicted.baseline, ~answered),
            ]
    return tuple(rows)


def _given_by(
    origin: str, predicted: Predicted, judgments: pd.DataFrame, model: Model
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    import pandas as pd

    ids = pd.Index(predicted.article_ids)
    book = model.codebook
    found = answers(judgments, ids, book, model.task, model.target, origins=[origin])
    given = np.zeros(predicted.truth.shape, dtype=bool)
    answered = np.zeros(len(given), dtype=bool)
    given[found.rows] = found.matrix.astype(bool)
    answered[found.rows] = True
    return given, answered
