"""Where a model does worse, and whether its probabilities can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import Corpus
from tenor.evaluation import Scoring
from tenor.evaluation.reliability import Cut, Reliability, abstaining, reliability, top_label
from tenor.evaluation.slices import SliceScore, score_slices
from tenor.labeling import answers
from tenor.models import Model

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from tenor.workflow.results import Predicted

NOT_GIVEN = "not given"
LENGTHS = {0: "under 100 words", 100: "100 to 299 words", 300: "300 to 999 words",
           1000: "1,000 words and more"}  # fmt: skip
"""The fewest words of each length to its name; the same in every run, so that runs compare."""

Slices = dict[str, dict[str, "NDArray[np.intp]"]]


@dataclass(frozen=True)
class Diagnosis:
    """What the scored articles say of a model beside its scores.

    Attributes
    ----------
    reliability
        Its reliability curve, over each article's most probable label.
    cuts
        Accuracy against coverage, if it may abstain.
    slices
        Its scores by outlet, month, length, language and theme.
    """

    reliability: Reliability
    cuts: tuple[Cut, ...]
    slices: tuple[SliceScore, ...]


def diagnose(predicted: Predicted, corpus: Corpus, model: Model) -> Diagnosis:
    """Look into the scored articles of a model."""
    confidence, right = top_label(predicted.truth, predicted.probabilities)
    scoring = Scoring(predicted.labels, model.rule == "one")
    groups = np.unique(predicted.groups, return_inverse=True)[1]
    slices = slices_of(predicted, corpus, model.task)
    return Diagnosis(
        reliability(confidence, right),
        abstaining(confidence, right),
        score_slices(predicted.truth, predicted.given, groups, scoring, slices),
    )


def slices_of(predicted: Predicted, corpus: Corpus, task: str) -> Slices:
    """Return the scored articles by outlet, month, length, language and theme.

    An article may have several themes. What all articles share is no slice.
    """
    import pandas as pd

    ids = pd.Index(corpus.articles["article_id"])
    rows = ids.get_indexer(pd.Index(predicted.article_ids))
    table = corpus.articles.iloc[rows]
    months = table["published"].map(lambda day: f"{day:%Y-%m}", na_action="ignore")
    words = np.array([len(text.split()) for text in table["text"]])
    floors = np.array(list(LENGTHS))[np.searchsorted(list(LENGTHS), words, side="right") - 1]
    found = {
        "outlet": _positions(table["outlet"].replace("", NOT_GIVEN)),
        "month": _positions(months.fillna(NOT_GIVEN)),
        "length": {
            name: long for n, name in LENGTHS.items() if len(long := np.flatnonzero(floors == n))
        },
        "language": _positions(table["language"].replace("", NOT_GIVEN)),
        "theme": _themes(predicted, corpus, task, rows),
    }
    return {by: values for by, values in found.items() if len(values) > 1}


def _positions(column: pd.Series) -> dict[str, NDArray[np.intp]]:
    indices = column.reset_index(drop=True).groupby(column.to_numpy(), sort=True).indices
    return {str(value): np.asarray(rows, dtype=np.intp) for value, rows in indices.items()}


def _themes(
    predicted: Predicted, corpus: Corpus, task: str, rows: NDArray[np.intp]
) -> dict[str, NDArray[np.intp]]:
    import pandas as pd

    if task == "theme":
        labels, matrix = predicted.labels, predicted.truth
    elif not corpus.codebook.themes:
        return {}
    else:
        ids = pd.Index(corpus.articles["article_id"])
        judged = answers(corpus.labels, ids, corpus.codebook, "theme")
        whole = np.zeros((len(ids), len(judged.labels)), dtype=np.uint8)
        whole[judged.rows] = judged.matrix
        labels, matrix = judged.labels, whole[rows]
    having = (np.flatnonzero(column) for column in matrix.T)
    return {label: found for label, found in zip(labels, having, strict=True) if len(found)}
