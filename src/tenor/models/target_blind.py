"""The target-blind baseline of stance: a plain model that cannot see the target."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.articles.text import names_pattern
from tenor.codebook import Target
from tenor.features import Analysis
from tenor.models.field_texts import FieldTexts
from tenor.models.spec import Experiment
from tenor.models.spec_tables import ViewSpec
from tenor.models.training_set import TrainingSet
from tenor.progress import step

if TYPE_CHECKING:
    from numpy.typing import NDArray

VIEW = ViewSpec(field="title_body")
"""Words of title and body with a linear SVM: the same for every corpus."""

MIN_NAMED_SHARE = 0.1
"""The share of articles that name a target from which on withholding its names matters."""

N_SAMPLED = 500
"""Articles among which that share is measured."""


def predict_target_blind(
    training: TrainingSet, texts: FieldTexts, target: Target
) -> NDArray[np.bool_] | None:
    """Label articles by a model that cannot see the target.

    Where articles come with claims, the model does not use the claims; else the words of the
    target's names are stop words. Its score shows how much can be predicted from outlets,
    topics and dates alone.

    Parameters
    ----------
    training
        The training set of a stance.
    texts
        The articles to label, n of them, of the same table.
    target
        The target.

    Returns
    -------
    ndarray or None
        0/1, shape (n, n_labels); None where there is nothing to withhold, since there are no
        claims and few articles name the target.

    Notes
    -----
    After the target-oblivious models of Kaushal, Saha and Ganguly (2021), tWT-WT: a dataset to
    assert the role of target entities for detecting stance of tweets.
    """
    from tenor.models.estimator import decision_function, fit, make_pipeline

    stop_words: tuple[str, ...] = ()
    if not (training.texts.column("claim") != "").any():
        sample = np.unique(np.linspace(0, len(training.texts) - 1, N_SAMPLED, dtype=np.intp))
        pairs = training.texts.take(sample).title_text_pairs()
        if np.mean([target.mentioned_in(*pair) for pair in pairs]) < MIN_NAMED_SHARE:
            return None
        stop_words = _words_of_names(training.texts, target)
    matrix = training.labels.matrix
    occurring = np.flatnonzero(matrix.any(axis=0))
    spec = Experiment(task="stance", features=(VIEW.model_copy(update={"stop_words": stop_words}),))
    with step("fitting the target-blind baseline"):
        pipeline = make_pipeline(spec, single_label=True)
        fit(pipeline, training.texts, matrix[:, occurring].argmax(axis=1))
        scores = decision_function(pipeline, texts, len(occurring))
    y_pred = np.zeros((len(texts), matrix.shape[1]), dtype=bool)
    y_pred[np.arange(len(texts)), occurring[scores.argmax(axis=1)]] = True
    return y_pred


def _words_of_names(texts: FieldTexts, target: Target) -> tuple[str, ...]:
    """Return the words of a target's names, as the codebook and the articles write them."""
    find = names_pattern(target.names).findall
    written = {
        name.lower() for pair in texts.title_text_pairs() for text in pair for name in find(text)
    }
    return tuple(sorted(set(Analysis().terms(" ".join([*target.names, *written])))))
