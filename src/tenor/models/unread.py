"""A baseline of stance: a plain model that never reads what the stance is towards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.features import Analysis
from tenor.models.fitting import TrainingData
from tenor.models.spec import Experiment
from tenor.models.spec_parts import ViewSpec
from tenor.models.texts import FieldTexts
from tenor.progress import working

if TYPE_CHECKING:
    from numpy.typing import NDArray

VIEW = ViewSpec(field="title_body")
"""Words of title and body, TF-IDF, a linear SVM: the same for every corpus, fitted once."""

OFTEN = 0.1
"""The share of articles that name a target, from which on it tells something to withhold it."""

LOOKED_AT = 500
"""Articles that are looked at for that."""


def label_unread(data: TrainingData, texts: FieldTexts) -> NDArray[np.bool_] | None:
    """Label articles from texts without the target.

    Where articles come with claims, the claims are not read; else the words of the
    target's names are not, wherever they stand.

    What such a model gets right does not come from reading about the target. A
    score near it says that outlets, topics or eras were learned in its place.

    Parameters
    ----------
    data
        What to fit on: articles and answers of one stance target.
    texts
        The articles to label, n of them, of the same table.

    Returns
    -------
    numpy.ndarray or None
        0/1, shape (n, n_labels); None where there is nothing to withhold: no
        claims, and few articles that name the target.

    Notes
    -----
    After the target-oblivious models of Kaushal, Saha and Ganguly (2021), tWT-WT: a
    dataset to assert the role of target entities for detecting stance of tweets.
    """
    from tenor.models.estimator import decision, fit, make_pipeline

    withheld: tuple[str, ...] = ()
    if not (data.texts.column("claim") != "").any():
        target = data.codebook.target(data.target)
        spread = np.unique(np.linspace(0, len(data.texts) - 1, LOOKED_AT, dtype=np.intp))
        named = [target.named_in(*read) for read in data.texts.take(spread).pairs()]
        if np.mean(named) < OFTEN:
            return None
        withheld = tuple(sorted(set(Analysis().terms(" ".join(target.names)))))
    known = np.flatnonzero(data.answers.matrix.any(axis=0))
    view = VIEW.model_copy(update={"stop_words": withheld})
    with working("fitting without the target"):
        pipeline = make_pipeline(Experiment(task="stance", features=(view,)), one_label=True)
        fit(pipeline, data.texts, data.answers.matrix[:, known].argmax(axis=1))
        scores = decision(pipeline, texts, len(known))
    given = np.zeros((len(texts), data.answers.matrix.shape[1]), dtype=bool)
    given[np.arange(len(texts)), known[scores.argmax(axis=1)]] = True
    return given
