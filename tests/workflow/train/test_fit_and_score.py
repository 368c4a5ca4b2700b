"""Fitting and scoring one task."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tenor.features.compact_weights import CompactWeights
from tenor.models.fitting import fit_model
from tenor.models.spec import Experiment
from tenor.workflow.fit.compaction import TOLERANCES
from tenor.workflow.fit.labelled import LabelledSet, make_labelled_set, tasks_of_spec
from tenor.workflow.fit.unlabelled import make_pool
from tenor.workflow.train.fit_and_score import fit_and_score
from tenor.workflow.train.limitations import limitations

from ...conftest import Project

HEAD = 'task = "stance"\ntarget = "orle-dam"\n[split]\n'


def _labelled_set(project: Project, split: str) -> LabelledSet:
    spec = Experiment.parse(HEAD + split)
    [task] = tasks_of_spec(spec, project.corpus)
    return make_labelled_set(spec, project.corpus, task, make_pool(spec, project.corpus))


def test_with_one_split_the_final_model_is_the_one_that_is_scored(project: Project) -> None:
    labelled = _labelled_set(project, 'kind = "random"\n')
    [split] = labelled.splits()
    result = fit_and_score(labelled, [split], seconds=100)
    expected = fit_model(labelled.spec, labelled.training_set(split))
    assert np.array_equal(result.model.weights, expected.weights)
    assert result.n_train == len(split.train)
    assert len(result.predictions.rows) == len(split.test)
    assert result.split_name == split.name
    assert result.seconds > 100


def test_with_folds_the_final_model_is_fitted_on_all_labelled_articles(project: Project) -> None:
    labelled = _labelled_set(project, 'kind = "folds"\nn_folds = 2\n')
    splits = labelled.splits()
    result = fit_and_score(labelled, splits)
    expected = fit_model(labelled.spec, labelled.training_set())
    assert np.array_equal(result.model.weights, expected.weights)
    assert result.n_train == len(labelled.labels) == len(result.predictions.rows)
    assert result.split_name == "2 folds"
    predictions, bounds = result.predictions, np.cumsum([0, *(len(s.test) for s in splits)])
    micro_f1 = [
        (predictions.y_true[low:high] * predictions.y_pred[low:high]).sum() / (high - low)
        for low, high in pairwise(bounds)
    ]
    assert set(result.folds.std) == set(result.rows[0].scores.metrics)
    assert result.folds.std["micro_f1"] == pytest.approx(np.std(micro_f1, ddof=1))
    assert result.model.info["split"] == "folds"
    assert result.model.info["metrics"] == result.rows[0].scores.metrics


def test_the_compact_model_is_the_scored_and_the_final_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenor.workflow.fit.compaction.MIN_LABELS", 2)
    labelled = _labelled_set(project, 'kind = "folds"\nn_folds = 2\n')
    result = fit_and_score(labelled, labelled.splits())
    assert isinstance(result.model.weights, CompactWeights)
    assert result.model.info["compaction"]["n_articles"] == len(result.predictions.rows)
    assert result.model.info["compaction"]["tolerance"] in TOLERANCES
    assert any(text.startswith("Its weights are compact") for text in limitations(result))


def test_a_result_cannot_be_changed(project: Project) -> None:
    with pytest.raises(AttributeError):
        project.themes.seconds = 0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        project.themes.model.labels = ()  # type: ignore[misc]
