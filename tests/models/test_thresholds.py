"""Thresholds fitted on held-out articles."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.codebook import Task
from tenor.models.field_texts import FieldTexts
from tenor.models.fitting import fit_model
from tenor.models.linear_model import assign_labels
from tenor.models.pool import UnlabelledPool
from tenor.models.spec import Experiment
from tenor.models.thresholds import fit_single_label_thresholds, fit_thresholds
from tenor.models.training_set import TrainingSet

from ..conftest import Project

LEANING, OTHERS = np.array([0.6, 0.4]), np.array([0.9, 0.1])


def _macro_f1(y_true: np.ndarray, y_pred: np.ndarray) -> float:
    f1 = [
        2 * ((y_true == k) & (y_pred == k)).sum() / ((y_true == k).sum() + (y_pred == k).sum())
        for k in np.unique(y_true)
    ]
    return float(np.mean(f1))


def test_a_threshold_is_where_f1_is_highest() -> None:
    p = np.array([[0.9], [0.8], [0.4], [0.35], [0.3], [0.2], [0.1], [0.05]])
    y_true = np.array([[1], [1], [1], [1], [1], [0], [0], [0]], dtype=np.uint8)
    assert fit_thresholds(p, y_true) == pytest.approx([0.25])


def test_a_rare_label_has_the_threshold_of_all_labels_together() -> None:
    frequent = np.array([0.9, 0.8, 0.7, 0.6, 0.5, 0.1, 0.1, 0.1])
    rare = np.array([0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01])
    y_true = np.zeros((8, 2), dtype=np.uint8)
    y_true[:5, 0] = 1
    y_true[0, 1] = 1
    first, second = fit_thresholds(np.stack([frequent, rare], axis=1), y_true)
    assert first == pytest.approx(0.3)
    assert second == pytest.approx(0.3)


def test_no_threshold_separates_equal_probabilities() -> None:
    p = np.full((10, 1), 0.4)
    y_true = np.array([[1]] * 6 + [[0]] * 4, dtype=np.uint8)
    [threshold] = fit_thresholds(p, y_true)
    assert threshold <= 0.4


def test_common_thresholds_are_equal_for_all_labels() -> None:
    """The threshold is the best for all pairs of article and label together."""
    probabilities = np.array([[0.9, 0.2], [0.8, 0.6], [0.1, 0.5]] * 5)
    y_true = np.array([[1, 0], [1, 1], [0, 1]] * 5, dtype=np.uint8)
    assert fit_thresholds(probabilities, y_true) == pytest.approx([0.45, 0.35])
    assert fit_thresholds(probabilities, y_true, common=True) == pytest.approx([0.35, 0.35])


def test_a_rare_label_that_never_has_the_highest_probability_gets_a_lower_threshold() -> None:
    """Six in ten articles that lean to the rare label have it, and no other article has it."""
    probabilities = np.vstack([np.tile(LEANING, (1000, 1)), np.tile(OTHERS, (9000, 1))])
    labels = np.array([1] * 600 + [0] * 9400)
    thresholds = fit_single_label_thresholds(probabilities, np.eye(2, dtype=np.uint8)[labels])
    scores = np.log(probabilities)
    y_pred = assign_labels(scores, probabilities, thresholds, "one").argmax(axis=1)
    assert y_pred.tolist() == [1] * 1000 + [0] * 9000
    assert _macro_f1(labels, y_pred) == pytest.approx((180 / 184 + 12 / 16) / 2)


def test_thresholds_of_one_label_never_have_a_lower_macro_f1_than_none() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        probabilities = rng.dirichlet(np.ones(4), 60)
        labels = np.append(rng.choice(4, 56, p=[0.6, 0.2, 0.15, 0.05]), np.arange(4))
        y_true = np.eye(4, dtype=np.uint8)[labels]
        thresholds = fit_single_label_thresholds(probabilities, y_true)
        with_thresholds = (probabilities / thresholds).argmax(axis=1)
        without = _macro_f1(labels, probabilities.argmax(axis=1))
        assert _macro_f1(labels, with_thresholds) >= without - 1e-12


def test_a_threshold_is_closer_to_1_the_fewer_articles_the_label_has() -> None:
    """The best threshold is the same; with 150 articles 3/4 of it are kept, with 1,950 39/40."""
    log_thresholds = []
    for n in (100, 1300):
        probabilities = np.vstack([np.tile(LEANING, (n, 1)), np.tile(OTHERS, (n, 1))])
        y_true = np.eye(2, dtype=np.uint8)[[1] * (n // 2) + [0] * (n // 2 * 3)]
        log_thresholds.append(np.log(fit_single_label_thresholds(probabilities, y_true)[0]))
    assert log_thresholds == pytest.approx([0.5 * 3 / 4, 0.5 * 39 / 40])


def test_a_label_with_fewer_than_five_articles_has_the_threshold_1() -> None:
    probabilities = np.tile([0.6, 0.4], (20, 1))
    y_true = np.eye(2, dtype=np.uint8)[[1] * 4 + [0] * 16]
    assert fit_single_label_thresholds(probabilities, y_true)[1] == 1.0


def test_thresholds_of_0_leave_the_label_with_the_highest_score() -> None:
    scores = np.array([[0.2, 0.4, 0.1]])
    assert assign_labels(scores, scores, np.zeros(3), "one").argmax() == 1
    assert assign_labels(scores, scores, np.array([0.1, 0.5, 0.2]), "one").argmax() == 0


def test_a_stance_has_thresholds_only_if_the_spec_sets_them_per_label(
    training: TrainingSet,
) -> None:
    shared = Experiment.parse('task = "stance"\n')
    per_label = Experiment.parse('task = "stance"\n[tuning]\nthresholds = "per_label"\n')
    assert not fit_model(shared, training).thresholds.any()
    assert (fit_model(per_label, training).thresholds > 0).all()


def test_themes_share_a_threshold_unless_the_spec_sets_them_per_label(project: Project) -> None:
    corpus, task = project.corpus, Task("theme")
    labels = corpus.resolved_labels(task)
    texts = FieldTexts(corpus.articles.iloc[labels.rows])
    training = TrainingSet.of_task(task, corpus.codebook, texts, labels, UnlabelledPool())
    shared = Experiment.parse('task = "theme"\n')
    per_label = Experiment.parse('task = "theme"\n[tuning]\nthresholds = "per_label"\n')
    assert len(np.unique(fit_model(shared, training).thresholds)) == 1
    assert len(np.unique(fit_model(per_label, training).thresholds)) == len(labels.labels)


def test_thresholds_are_fitted_on_the_articles_of_which_a_label_is_known() -> None:
    """Without the unknown cells, 0.4 separates the articles with the label from the others."""
    probabilities = np.array([[0.9], [0.8], [0.7], [0.6], [0.5], [0.3], [0.2], [0.95], [0.94]])
    y_true = np.array([[1], [1], [1], [1], [1], [0], [0], [0], [0]], dtype=np.uint8)
    is_known = np.array([[True]] * 7 + [[False]] * 2)
    for common in (False, True):
        thresholds = fit_thresholds(probabilities, y_true, common=common, is_known=is_known)
        assert thresholds == pytest.approx([0.4])
