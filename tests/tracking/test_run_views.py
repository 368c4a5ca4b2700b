"""The view of scores that a new experiment has in the MLflow UI."""

from __future__ import annotations

import json

import mlflow
import pytest

from tenor.tracking import View, open_store, score_views, start_run, view_path
from tenor.tracking.run_views import TRAINING_VIEW

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_new_experiment_has_a_view_of_scores(project: Project) -> None:
    """It has the form in which the UI saves a view."""
    client = open_store().MlflowClient()
    run = client.get_run(project.themes.run_id)
    tags = client.get_experiment(run.info.experiment_id).tags
    view = json.loads(tags["mlflow.sharedViewState.tenor-scores"])
    state = json.loads(view["state"])
    assert view["name"] == "Scores"
    assert tags["mlflow.experimentKind"] == "custom_model_development"
    assert state["searchFilter"] == "tags.kind = 'training'"
    assert run.data.tags["kind"] == "training"
    assert state["orderByKey"] == "metrics.`macro_f1`"
    shown = [column.split("`")[1] for column in state["selectedColumns"]]
    assert set(shown) <= {*run.data.metrics, *run.data.params, *run.data.tags}
    metrics = [name for name in shown if name in run.data.metrics]
    assert min(metrics) == metrics[0] == "macro_f1", "the UI sorts metrics by name"
    assert [name for name, _ in score_views()].count("tenor-theme") == 1


def test_an_older_view_of_an_experiment_is_replaced() -> None:
    for view in (View(("old",), (), (), "training"), TRAINING_VIEW):
        with start_run("viewed", "run", {}, {}, view=view) as run:
            pass
        tags = mlflow.MlflowClient().get_experiment(run.experiment_id).tags
        state = json.loads(json.loads(tags["mlflow.sharedViewState.tenor-scores"])["state"])
        assert state["orderByKey"] == f"metrics.`{view.metrics[0]}`"


def test_the_path_of_a_view_names_its_experiment() -> None:
    assert view_path("7") == (
        "/#/experiments/7/runs?workflowType=machine_learning&viewStateShareKey=tenor-scores"
    )
