"""Learning curve and standard deviation over the folds of a training."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import score
from tenor.models.spec import Experiment
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.train import train

from ...conftest import Project


@pytest.fixture(scope="module")
def with_curve(project: Project) -> TrainingResult:
    """Themes of one random split, with a learning curve."""
    spec = Experiment.parse('task = "theme"\n')
    [result] = train(spec, project.corpus, log=False, learning_curve=True)
    return result


def test_the_standard_deviation_is_that_of_the_scores_of_folds(project: Project) -> None:
    themes = project.themes
    assert set(themes.folds.std) == {"macro_f1", "micro_f1", "samples_f1"}
    assert 0 < themes.folds.std["macro_f1"] < 0.3
    predictions = themes.predictions
    overall = score(
        predictions.y_true,
        predictions.y_pred,
        predictions.labels,
        single_label=False,
        is_known=predictions.is_known,
    )
    assert overall.metrics["micro_f1"] == themes.rows[0].scores.micro_f1


def test_one_split_has_no_standard_deviation(with_curve: TrainingResult) -> None:
    assert with_curve.folds.std == {}


def test_a_learning_curve_ends_with_the_score_of_the_model(with_curve: TrainingResult) -> None:
    points = with_curve.folds.learning_curve
    n_train = [point.n_train for point in points]
    assert n_train == sorted(set(n_train))
    assert len(points) >= 3
    assert n_train[-1] == with_curve.n_train
    assert points[-1].value == with_curve.rows[0].scores.macro_f1
    assert points[-1].interval == with_curve.rows[0].intervals["macro_f1"]
    assert np.all(np.array([point.value for point in points]) > 0)


def test_there_is_no_learning_curve_unless_requested(project: Project) -> None:
    assert project.themes.folds.learning_curve == ()


def test_a_learning_curve_ends_in_sentences_on_more_codings(with_curve: TrainingResult) -> None:
    """The sample's test part is too small for one on a label."""
    [sentence] = with_curve.folds.gain_sentences
    assert sentence.startswith("The learning curve supports no statement")


def test_without_a_learning_curve_nothing_is_said_on_more_codings(project: Project) -> None:
    assert project.themes.folds.gain_sentences == []
