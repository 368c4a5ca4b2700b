"""A baseline of stance: a plain model that never reads what the stance is towards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Target
from tenor.models.estimator import decision, fit, make_pipeline
from tenor.models.fitting import TrainingData
from tenor.models.spec import Experiment
from tenor.models.spec_parts import ViewSpec
from tenor.models.texts import FieldTexts
from tenor.progress import working

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

PLAIN = Experiment(task="stance", features=(ViewSpec(field="title_body"),))
"""Words of title and body, TF-IDF, a linear SVM: the same for every corpus, fitted once."""


def label_unread(data: TrainingData, articles: pd.DataFrame) -> NDArray[np.bool_] | None:
    """Label articles from texts without the target.

    Where articles come with claims, the claims are not read; else the words that
    name the target are taken out.

    What such a model gets right does not come from reading about the target. A
    score near it says that outlets, topics or eras were learned in its place.

    Parameters
    ----------
    data
        What to fit on: articles and answers of one stance target.
    articles
        Those to label, n of them.

    Returns
    -------
    numpy.ndarray or None
        0/1, shape (n, n_labels); None where there is nothing to withhold: no
        claims, and no article that names the target.

    Notes
    -----
    After the target-oblivious models of Kaushal, Saha and Ganguly (2021), tWT-WT: a
    dataset to assert the role of target entities for detecting stance of tweets.
    """
    import pandas as pd

    target = None if (data.articles["claim"] != "").any() else data.codebook.target(data.target)
    hidden = [_without(target, table) for table in (data.articles, articles)]
    if all(table.equals(hid) for table, hid in zip((data.articles, articles), hidden, strict=True)):
        return None
    known = np.flatnonzero(data.answers.matrix.any(axis=0))
    texts, n = FieldTexts(pd.concat(hidden)), len(data.articles)
    train, test = texts.take(np.arange(n)), texts.take(np.arange(n, len(texts)))
    with working("fitting without the target"):
        pipeline = make_pipeline(PLAIN, one_label=True)
        fit(pipeline, train, data.answers.matrix[:, known].argmax(axis=1))
        scores = decision(pipeline, test, len(known))
    given = np.zeros((len(articles), data.answers.matrix.shape[1]), dtype=bool)
    given[np.arange(len(articles)), known[scores.argmax(axis=1)]] = True
    return given


def _without(target: Target | None, articles: pd.DataFrame) -> pd.DataFrame:
    if target is None:
        return articles.assign(claim="")
    titles, texts = ([target.masked(text) for text in articles[name]] for name in ("title", "text"))
    return articles.assign(title=titles, text=texts, claim="")
