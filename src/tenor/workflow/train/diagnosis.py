"""Diagnosis: calibration of a model, and its scores on slices of the articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import THEMES, Task
from tenor.corpus import Corpus
from tenor.evaluation import MetricSet
from tenor.evaluation.reliability import (
    CoveragePoint,
    Reliability,
    accuracy_by_coverage,
    reliability,
    top_label,
)
from tenor.evaluation.slices import SliceScore, score_slices
from tenor.workflow.fit.scoring import HeldOutPredictions

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

NOT_GIVEN = "not given"
"""The name of the slice of articles without a value."""

LENGTHS = {
    0: "under 100 words",
    100: "100 to 299 words",
    300: "300 to 999 words",
    1000: "1,000 words and more",
}
"""The names of lengths by their minimum number of words; fixed, so that runs are comparable."""

Slices = dict[str, dict[str, "NDArray[np.intp]"]]
"""The positions of articles by attribute, and by the value of the attribute."""


@dataclass(frozen=True)
class Diagnosis:
    """Calibration and slices of a model, on the held-out articles.

    Attributes
    ----------
    reliability
        The reliability curve of each article's most probable label.
    coverage_curve
        Accuracy against coverage if the model abstains below a confidence threshold.
    slices
        Scores by outlet, month, length, language and theme.
    """

    reliability: Reliability
    coverage_curve: tuple[CoveragePoint, ...]
    slices: tuple[SliceScore, ...]


def diagnose(predictions: HeldOutPredictions, corpus: Corpus, task: Task) -> Diagnosis:
    """Return the diagnosis of a model.

    Parameters
    ----------
    predictions
        Its predictions for the held-out articles.
    corpus, task
        The corpus and the task.
    """
    confidence, is_correct = top_label(predictions.y_true, predictions.probabilities)
    top = predictions.probabilities.argmax(axis=1)
    is_known = predictions.is_known[np.arange(len(top)), top]
    confidence, is_correct = confidence[is_known], is_correct[is_known]
    metric_set = MetricSet(predictions.labels, task.single_label(corpus.codebook))
    return Diagnosis(
        reliability(confidence, is_correct),
        accuracy_by_coverage(confidence, is_correct),
        score_slices(
            predictions.y_true,
            predictions.y_pred,
            predictions.group_numbers,
            metric_set,
            slices_of(predictions, corpus, task),
            is_known=predictions.is_known,
        ),
    )


def slices_of(predictions: HeldOutPredictions, corpus: Corpus, task: Task) -> Slices:
    """Return the held-out articles by outlet, month, length, language and theme.

    An article may have several themes. An attribute that all articles share is left out.

    Parameters
    ----------
    predictions, corpus, task
        As in `diagnose`.
    """
    table = corpus.articles.iloc[predictions.rows]
    months = table["published"].map(lambda day: f"{day:%Y-%m}", na_action="ignore")
    n_words = np.array([len(text.split()) for text in table["text"]])
    minima = np.array(list(LENGTHS))
    lengths = minima[np.searchsorted(minima, n_words, side="right") - 1]
    slices = {
        "outlet": _positions(table["outlet"].replace("", NOT_GIVEN)),
        "month": _positions(months.fillna(NOT_GIVEN)),
        "length": {
            name: rows for n, name in LENGTHS.items() if len(rows := np.flatnonzero(lengths == n))
        },
        "language": _positions(table["language"].replace("", NOT_GIVEN)),
        "theme": _themes(predictions, corpus, task),
    }
    return {by: values for by, values in slices.items() if len(values) > 1}


def _positions(column: pd.Series) -> dict[str, NDArray[np.intp]]:
    indices = column.reset_index(drop=True).groupby(column.to_numpy(), sort=True).indices
    return {str(value): np.asarray(rows, dtype=np.intp) for value, rows in indices.items()}


def _themes(
    predictions: HeldOutPredictions, corpus: Corpus, task: Task
) -> dict[str, NDArray[np.intp]]:
    if not task.is_stance:
        labels, matrix = predictions.labels, predictions.y_true
    elif not corpus.codebook.themes:
        return {}
    else:
        themes = corpus.resolved_labels(THEMES)
        theme_matrix = np.zeros((len(corpus.articles), len(themes.labels)), dtype=np.uint8)
        theme_matrix[themes.rows] = themes.matrix
        labels, matrix = themes.labels, theme_matrix[predictions.rows]
    rows_of = (np.flatnonzero(column) for column in matrix.T)
    return {label: rows for label, rows in zip(labels, rows_of, strict=True) if len(rows)}
