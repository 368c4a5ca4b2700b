"""Predictions for test articles, and the table of results."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tenor.codebook import THEMES
from tenor.corpus import MODEL_INPUT
from tenor.evaluation import score
from tenor.models.pool import UnlabelledPool
from tenor.models.training_set import TrainingSet
from tenor.workflow.fit.labelled import make_labelled_set
from tenor.workflow.fit.scoring import (
    HeldOutPredictions,
    predict_held_out,
    predict_matrix,
    result_table,
)

from ...conftest import Project


def _training_set(project: Project) -> TrainingSet:
    spec, task = project.stances[0].spec, project.stances[0].model.task
    return make_labelled_set(spec, project.corpus, task, UnlabelledPool()).training_set()


def test_predicted_labels_are_those_of_the_model_in_columns_of_the_labels(
    project: Project,
) -> None:
    model, corpus = project.themes.model, project.corpus
    rows = np.array([3, 0, 7])
    labels = ("unknown to the model", *reversed(model.labels))
    y_pred, probabilities = predict_matrix(model, corpus, rows, labels)
    predictions = model.predict(corpus.articles_at(rows, MODEL_INPUT))
    for i, prediction in enumerate(predictions):
        predicted = {labels[column] for column in np.flatnonzero(y_pred[i])}
        assert predicted == set(prediction.labels)
        by_label = dict(zip(labels, probabilities[i], strict=True))
        assert by_label.pop("unknown to the model") == 0
        assert by_label == prediction.scores


def test_held_out_predictions_have_true_labels_groups_and_the_majority_label(
    project: Project,
) -> None:
    corpus, stance = project.corpus, project.stances[0]
    truth = corpus.gold_labels(stance.model.task)
    training = _training_set(project)
    predictions = predict_held_out(stance.model, training, truth, corpus, "outlet")
    table = corpus.articles.iloc[truth.rows]
    assert predictions.groups.tolist() == table["outlet"].tolist()
    assert predictions.article_ids == tuple(table["article_id"])
    assert np.array_equal(predictions.y_true, truth.matrix)
    most_frequent = training.labels.matrix.sum(axis=0).argmax()
    assert predictions.majority[:, most_frequent].all()
    assert predictions.majority.sum() == len(truth)


def test_predictions_of_several_splits_are_joined_in_their_order(project: Project) -> None:
    predictions = project.stances[0].predictions
    assert predictions.target_blind is not None
    both = HeldOutPredictions.concatenate([predictions, predictions])
    n = len(predictions.rows)
    assert both.article_ids == predictions.article_ids * 2
    assert np.array_equal(both.y_pred[n:], predictions.y_pred)
    assert both.target_blind is not None
    assert np.array_equal(both.group_numbers[:n], predictions.group_numbers)
    without = replace(predictions, target_blind=None)
    assert HeldOutPredictions.concatenate([predictions, without]).target_blind is None


def test_the_table_has_the_model_and_its_baselines_with_intervals(project: Project) -> None:
    themes = project.themes
    model, majority, tags = result_table(themes.predictions, project.corpus, THEMES)
    assert (model, majority, tags) == themes.rows
    y_true, labels = themes.predictions.y_true, themes.predictions.labels
    expected = score(
        y_true,
        themes.predictions.majority,
        labels,
        single_label=False,
        is_known=themes.predictions.is_known,
    )
    assert majority.scores.metrics == expected.metrics
    for row in (model, majority, tags):
        low, high = row.intervals["macro_f1"]
        assert low <= row.scores.macro_f1 <= high


def test_the_coverage_of_publisher_tags_is_the_share_of_articles_with_tags(
    project: Project,
) -> None:
    corpus, themes = project.corpus, project.themes
    tags = result_table(themes.predictions, corpus, THEMES)[2]
    labels = corpus.labels
    tagged = set(labels[labels["origin"] == "publisher"]["article_id"])
    ids = themes.predictions.article_ids
    assert tags.coverage == pytest.approx(sum(i in tagged for i in ids) / len(ids))
