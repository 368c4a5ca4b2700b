"""Compact weights are taken where held-out articles keep their labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from tenor.features.compact_weights import CompactWeights
from tenor.models import LinearModel
from tenor.models.spec import Experiment
from tenor.workflow.fit import compaction
from tenor.workflow.fit.compaction import Compaction, compact, over_folds, with_compact_weights
from tenor.workflow.fit.scoring import HeldOutPredictions, predict_matrix

from ...conftest import Project

SPEC = Experiment.parse('task = "theme"\n')


def _predict(project: Project, model: LinearModel) -> HeldOutPredictions:
    held_out = project.themes.predictions
    y_pred, scores = predict_matrix(model, project.corpus, held_out.rows, held_out.labels)
    return replace(held_out, y_pred=y_pred, probabilities=scores)


@pytest.fixture
def few_labels_suffice(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(compaction, "MIN_LABELS", 2)
    return


@pytest.mark.usefixtures("few_labels_suffice")
def test_weights_become_compact_and_the_predictions_are_those_of_the_compact_model(
    project: Project,
) -> None:
    model, predict = project.themes.model, partial(_predict, project)
    held_out = predict(model)
    own, predictions, result = compact(SPEC, model, held_out, predict)
    assert isinstance(own.weights, CompactWeights)
    assert result == Compaction(0.001, len(held_out.rows), len(held_out.rows))
    assert predictions.probabilities.tolist() == predict(own).probabilities.tolist()
    assert predictions.probabilities.tolist() != held_out.probabilities.tolist()


@pytest.mark.usefixtures("few_labels_suffice")
def test_a_tolerance_that_changes_labels_is_not_taken(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, predict = project.themes.model, partial(_predict, project)
    held_out = predict(model)
    monkeypatch.setattr(compaction, "TOLERANCES", (0.9, 1e-3))
    assert compact(SPEC, model, held_out, predict)[2].tolerance == 1e-3
    monkeypatch.setattr(compaction, "TOLERANCES", (0.9,))
    own, predictions, result = compact(SPEC, model, held_out, predict)
    assert (own, predictions) == (model, held_out)
    assert result == Compaction(0.0, len(held_out.rows), len(held_out.rows))


def test_few_labels_and_a_spec_that_wants_exact_weights_keep_them(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, held_out = project.themes.model, project.themes.predictions

    def predict(_model: LinearModel) -> HeldOutPredictions:
        raise AssertionError("nothing is compared")

    assert compact(SPEC, model, held_out, predict)[0] is model
    monkeypatch.setattr(compaction, "MIN_LABELS", 2)
    exact = Experiment.parse('task = "theme"\nweights = "exact"\n')
    assert compact(exact, model, held_out, predict)[0] is model
    assert with_compact_weights(model, 0.0) is model


def test_the_final_model_of_folds_has_the_smallest_tolerance() -> None:
    folds = [Compaction(1e-3, 3000, 2998), Compaction(3e-4, 2000, 2000)]
    assert over_folds(folds) == Compaction(3e-4, 5000, 4998)
    assert over_folds(folds).sentence == (
        "Its weights are compact: those of at most 0.0003 of the largest of their label are "
        "replaced by their mean, except where most weights of a term are larger. 4,998 of 5,000 "
        "held-out articles have the same labels as by exact weights, which "
        'weights = "exact" in the spec keeps.'
    )
    assert over_folds([Compaction(0.0, 10, 10), *folds]).sentence == ""


@pytest.mark.usefixtures("few_labels_suffice")
def test_weights_that_are_compact_already_stay(project: Project) -> None:
    once = with_compact_weights(project.themes.model, 1e-3)
    assert with_compact_weights(once, 1e-3) is once
    assert np.abs(once.weights[:] - project.themes.model.weights[:]).max() < 0.02
