"""The view of scores that a new experiment has in the MLflow UI."""

from __future__ import annotations

import json

import mlflow
import pytest

from tenor.tracking import score_views, view_path

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_new_experiment_has_a_view_of_scores(project: Project) -> None:
    """It has the form in which the UI saves a view."""
    client = mlflow.MlflowClient()
    run = client.get_run(project.themes.run_id)
    tags = client.get_experiment(run.info.experiment_id).tags
    view = json.loads(tags["mlflow.sharedViewState.tenor-scores"])
    state = json.loads(view["state"])
    assert view["name"] == "Scores"
    assert state["orderByKey"] == "metrics.`macro_f1`"
    shown = {c.split("`")[1] for c in state["selectedColumns"] if c.startswith("metrics.")}
    assert shown <= run.data.metrics.keys()
    names = [name for name, _ in score_views()]
    assert "themes" in names


def test_the_path_of_a_view_names_its_experiment() -> None:
    assert view_path("7") == "/#/experiments/7/runs?viewStateShareKey=tenor-scores"
