"""Thresholds learned on held-out folds."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.models.model import decide
from tenor.models.thresholds import fit_label_weights, fit_thresholds

from ..conftest import Project


def _macro_f1(truth: np.ndarray, given: np.ndarray) -> float:
    f1 = [
        2 * ((truth == k) & (given == k)).sum() / ((truth == k).sum() + (given == k).sum())
        for k in np.unique(truth)
    ]
    return float(np.mean(f1))


def test_a_rare_label_that_never_wins_gets_a_lower_threshold() -> None:
    """Six of ten articles that lean to the rare label have it, and no other has."""
    lean, rest = np.array([0.6, 0.4]), np.array([0.9, 0.1])
    probabilities = np.vstack([np.tile(lean, (10, 1)), np.tile(rest, (90, 1))])
    truth = np.array([1] * 6 + [0] * 94)
    matrix = np.eye(2, dtype=np.uint8)[truth]
    thresholds = fit_label_weights(probabilities, matrix)
    given = decide(np.log(probabilities), probabilities, thresholds, "one").argmax(axis=1)
    assert given.tolist() == [1] * 10 + [0] * 90
    assert _macro_f1(truth, given) == pytest.approx((180 / 184 + 12 / 16) / 2)


def test_thresholds_of_one_label_never_score_below_the_plain_decision() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        probabilities = rng.dirichlet(np.ones(4), 60)
        truth = np.append(rng.choice(4, 56, p=[0.6, 0.2, 0.15, 0.05]), np.arange(4))
        thresholds = fit_label_weights(probabilities, np.eye(4, dtype=np.uint8)[truth])
        weighed = (probabilities / thresholds).argmax(axis=1)
        plain = _macro_f1(truth, probabilities.argmax(axis=1))
        assert _macro_f1(truth, weighed) >= plain - 1e-12


def test_a_label_with_fewer_than_five_articles_keeps_its_threshold() -> None:
    probabilities = np.tile([0.6, 0.4], (20, 1))
    matrix = np.eye(2, dtype=np.uint8)[[1] * 4 + [0] * 16]
    assert fit_label_weights(probabilities, matrix)[1] == 1.0


def test_thresholds_of_zero_weigh_nothing() -> None:
    scores = np.array([[0.2, 0.4, 0.1]])
    assert decide(scores, scores, np.zeros(3), "one").argmax() == 1
    assert decide(scores, scores, np.array([0.1, 0.5, 0.2]), "one").argmax() == 0


def test_a_spec_asks_for_thresholds_of_one_label(project: Project) -> None:
    """The kept model has them, and they are all 0 where it does not ask."""

    import pandas as pd

    from tenor.labeling import answers
    from tenor.models import Experiment
    from tenor.models.fitting import TrainingData, fit_model
    from tenor.models.texts import FieldTexts

    corpus = project.corpus
    found = answers(
        corpus.labels,
        pd.Index(corpus.articles["article_id"]),
        corpus.codebook,
        "stance",
        "orle-dam",
    )
    texts = FieldTexts(corpus.articles.iloc[found.rows])
    data = TrainingData(texts, found, corpus.codebook, "stance", "orle-dam")
    plain = Experiment.parse('task = "stance"\n')
    asked = Experiment.parse('task = "stance"\n[tuning]\nthresholds = "own"\n')
    assert not fit_model(plain, data, {}).thresholds.any()
    assert (fit_model(asked, data, {}).thresholds > 0).all()


def test_common_thresholds_are_one_for_all_labels() -> None:
    """The one that is best for all pairs of article and label together."""
    probabilities = np.array([[0.9, 0.2], [0.8, 0.6], [0.1, 0.5]] * 5)
    matrix = np.array([[1, 0], [1, 1], [0, 1]] * 5, dtype=np.uint8)
    assert fit_thresholds(probabilities, matrix) == pytest.approx([0.45, 0.35])
    assert fit_thresholds(probabilities, matrix, common=True) == pytest.approx([0.35, 0.35])
