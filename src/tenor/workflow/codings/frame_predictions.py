"""A model's predictions for the groups of a corpus that articles are drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus import MODEL_INPUT, Corpus
from tenor.errors import InputError
from tenor.present.hints import did_you_mean
from tenor.progress import track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models import Model, Prediction

BATCH_SIZE = 1000
"""The number of articles that are labelled at a time."""


def predict_rows(
    model: Model, corpus: Corpus, rows: NDArray[np.intp]
) -> Iterator[tuple[int, Prediction]]:
    """Yield the number and the prediction of each of some rows of the articles table.

    Parameters
    ----------
    model, corpus
        The model and the corpus.
    rows
        Positions in the articles table, shape (n_rows,).
    """
    from tenor.models import Labeler

    labeler = Labeler([model])
    for start in track(range(0, len(rows), BATCH_SIZE), "predicting", -(-len(rows) // BATCH_SIZE)):
        articles = corpus.articles_at(rows[start : start + BATCH_SIZE], MODEL_INPUT)
        for i, [prediction] in enumerate(labeler.label(articles), start=start):
            yield i, prediction


def uncertainties(
    model: Model, corpus: Corpus, rows: NDArray[np.intp], share: str = ""
) -> NDArray[np.float64]:
    """Return the uncertainty of a model about some rows of the articles table, in bits.

    Parameters
    ----------
    model, corpus, rows
        As for `predict_rows`.
    share
        The theme, or the position as ``TARGET=POSITION``, whose uncertainty it is; empty for all
        labels of the model.

    Returns
    -------
    ndarray of shape (n_rows,)
        The entropy of the prediction, see `entropy`; 0 where the model does not apply.

    Raises
    ------
    InputError
        If the model does not have the label.
    """
    label = label_of(model, share) if share else ""
    result = np.zeros(len(rows))
    for i, prediction in predict_rows(model, corpus, rows):
        if label:
            probabilities = [prediction.scores[label]] if label in prediction.scores else []
            result[i] = entropy(probabilities, single_label=False)
        else:
            result[i] = entropy(list(prediction.scores.values()), single_label=model.single_label)
    return result


def label_of(model: Model, share: str) -> str:
    """Return the label of a model that a theme, or a position as ``TARGET=POSITION``, is.

    Raises
    ------
    InputError
        If the model does not have it.
    """
    from tenor.prediction.columns import label_names

    names = label_names(model)
    if share not in names:
        raise InputError(
            f"'{share}' is not a label of the model of {model.task.title}; name a theme, or a "
            f"position as TARGET=POSITION{did_you_mean(share, names)}"
        )
    label: str = model.labels[names.index(share)]
    return label


def entropy(probabilities: Sequence[float], *, single_label: bool) -> float:
    """Return the entropy of a prediction in bits; 0 if there is no prediction.

    Parameters
    ----------
    probabilities
        The probability of each label.
    single_label
        Whether an article has exactly one label. If not, labels are independent, and the
        result is the mean of their binary entropies.
    """
    if not probabilities:
        return 0.0
    p = np.clip(np.array(probabilities), 1e-12, 1 - 1e-12)
    if single_label:
        return max(0.0, float(-(p * np.log2(p)).sum()))
    return float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)).mean())
