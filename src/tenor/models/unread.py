"""A baseline of stance: a plain model that never reads what the stance is towards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.models.estimator import decision, fit, make_pipeline, text_fields
from tenor.models.fitting import TrainingData
from tenor.models.spec import Experiment, ViewSpec
from tenor.progress import working

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLAIN = Experiment(task="stance", features=(ViewSpec(field="title_body"),))
"""Words of title and body, TF-IDF, a linear SVM: the same for every corpus, fitted once."""


def label_unread(
    data: TrainingData, train: NDArray[np.intp], test: NDArray[np.intp]
) -> NDArray[np.bool_] | None:
    """Label articles from texts without the target: its words are masked, claims are not read.

    What such a model gets right does not come from reading about the target. A
    score near it says that outlets, topics or eras were learned in its place.

    Parameters
    ----------
    data
        The answered articles of one stance target.
    train, test
        Positions in them.

    Returns
    -------
    numpy.ndarray or None
        0/1, shape (number of test articles, n_labels); None where there is nothing
        to withhold: no claims, and no article that names the target.

    Notes
    -----
    After the target-oblivious models of Kaushal, Saha and Ganguly (2021), tWT-WT: a
    dataset to assert the role of target entities for detecting stance of tweets.
    """
    articles, masked = data.articles, data.codebook.target(data.target).masked
    titles, texts = ([masked(text) for text in articles[name]] for name in ("title", "text"))
    hidden = articles.assign(title=titles, text=texts, claim="")
    if hidden[["title", "text", "claim"]].equals(articles[["title", "text", "claim"]]):
        return None
    known = np.flatnonzero(data.answers.matrix[train].any(axis=0))
    target = data.answers.matrix[train][:, known].argmax(axis=1)
    fields = text_fields(hidden, PLAIN)
    with working("fitting without the target"):
        pipeline = fit(make_pipeline(PLAIN, one_label=True), fields.iloc[train], target)
        scores = decision(pipeline, fields.iloc[test], len(known))
    given = np.zeros((len(test), data.answers.matrix.shape[1]), dtype=bool)
    given[np.arange(len(test)), known[scores.argmax(axis=1)]] = True
    return given
