"""The most confident mistakes of a model."""

from __future__ import annotations

import pytest

from ...conftest import Project


def test_mistakes_of_each_kind_are_sorted_by_confidence_and_are_wrong(project: Project) -> None:
    predictions = project.themes.predictions
    row = {article_id: i for i, article_id in enumerate(predictions.article_ids)}
    column = {label: i for i, label in enumerate(predictions.labels)}
    mistakes = project.themes.folds.mistakes
    assert {mistake.missed for mistake in mistakes} == {False, True}
    for missed in (False, True):
        confidences = [mistake.confidence for mistake in mistakes if mistake.missed is missed]
        assert confidences == sorted(confidences, reverse=True)
    for mistake in mistakes:
        cell = row[mistake.article.article_id], column[mistake.label]
        assert bool(predictions.y_pred[cell]) is not mistake.missed
        assert bool(predictions.y_true[cell]) is mistake.missed
        probability = predictions.probabilities[cell]
        expected = 1 - probability if mistake.missed else probability
        assert mistake.confidence == pytest.approx(expected)
        assert mistake.explanation.terms
    wrong = predictions.y_pred & ~predictions.y_true.astype(bool)
    assert mistakes[0].confidence == pytest.approx(predictions.probabilities[wrong].max())


def test_a_single_label_is_explained_against_the_true_one(project: Project) -> None:
    for stance in project.stances:
        assert stance.folds.mistakes
        for mistake in stance.folds.mistakes:
            assert (mistake.true_label,) == mistake.true_labels
            assert (mistake.label,) == mistake.predicted_labels
            assert not mistake.missed
