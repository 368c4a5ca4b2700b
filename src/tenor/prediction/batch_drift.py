"""The drift of a bulk labelling: counts of its articles by model, and what they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.evaluation.batch_counts import BatchCounts
from tenor.evaluation.drift import Drift, measure_drift
from tenor.models import Model, Prediction

if TYPE_CHECKING:
    from numpy.typing import NDArray

CountsByModel = dict[str, BatchCounts]
"""The counts of a batch by the name of the model."""


def new_counts(models: Mapping[str, Model]) -> CountsByModel:
    """Return empty counts for each model that has a reference to compare them with."""
    return {
        name: BatchCounts(model.labels)
        for name, model in models.items()
        if model.reference is not None
    }


def add_counts(counts: CountsByModel, others: Mapping[str, BatchCounts]) -> None:
    """Add the counts of another part of a batch."""
    for name, other in others.items():
        counts.setdefault(name, BatchCounts(other.labels)).add(other)


def count_predictions(
    counts: CountsByModel,
    models: Iterable[str],
    articles: Sequence[Article],
    predictions: Sequence[Sequence[Prediction]],
    terms: NDArray[np.int64],
) -> None:
    """Add labelled articles to counts.

    Parameters
    ----------
    counts
        The counts, which change.
    models
        The names of the models.
    articles
        The articles.
    predictions, terms
        For each article the prediction of each model, and the numbers of terms, as
        `Labeler.label_and_count` returns them.
    """
    for column, (name, own_terms) in enumerate(zip(models, terms, strict=True)):
        # A stance model gives no probabilities where it does not apply.
        labelled = [i for i, row in enumerate(predictions) if row[column].scores]
        if name not in counts or not labelled:
            continue
        own = [predictions[i][column] for i in labelled]
        counts[name].add_articles(
            np.array([list(prediction.scores.values()) for prediction in own]),
            _given(own, counts[name].labels),
            own_terms[:, labelled],
            [articles[i].outlet for i in labelled],
            [_month(articles[i]) for i in labelled],
        )


def measure_drifts(
    counts: Mapping[str, BatchCounts], models: Mapping[str, Model]
) -> dict[str, Drift]:
    """Return the drift of a batch for each model that has a reference."""
    return {
        name: measure_drift(own, reference)
        for name, own in counts.items()
        if (reference := models[name].reference) is not None
    }


def _given(predictions: Sequence[Prediction], labels: Sequence[str]) -> NDArray[np.bool_]:
    column = {label: i for i, label in enumerate(labels)}
    is_given = np.zeros((len(predictions), len(labels)), dtype=bool)
    for i, prediction in enumerate(predictions):
        for label in prediction.labels:
            is_given[i, column[label]] = True
    return is_given


def _month(article: Article) -> str:
    day = article.published
    return f"{day.year:04}-{day.month:02}" if day else ""
