"""What the MLflow run of a training holds."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import MagicMock

import mlflow
import pytest

from tenor.tracking import find_run, read_table
from tenor.workflow.train.card import run_description
from tenor.workflow.train.log import log_training
from tenor.workflow.train.result import TrainingResult

from ...conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_run_holds_the_report_card_spec_and_figures(project: Project) -> None:
    themes = project.themes
    mlflow.set_tracking_uri("sqlite:///mlflow.db")
    client = mlflow.MlflowClient()
    run = client.get_run(themes.run_id)
    files = {file.path for file in client.list_artifacts(themes.run_id)}
    files |= {file.path for file in client.list_artifacts(themes.run_id, "figures")}
    names = ("f1", "confusion", "precision_recall", "reliability", "coverage", "top_terms")
    assert {"report.html", "model_card.md", "spec.toml"} <= files
    assert {f"figures/{name}.png" for name in names} <= files
    assert run.data.tags["mlflow.note.content"] == run_description(themes)
    std = themes.folds.std["macro_f1"]
    assert run.data.metrics["macro_f1/std"] == pytest.approx(std, abs=0.0005)
    assert run.data.metrics["n/left_out"] == 0
    version = client.get_model_version("tenor-theme", themes.version)
    assert version.description.startswith("### Scores")


def test_the_logged_tables_hold_the_results_of_the_training(project: Project) -> None:
    themes = project.themes
    run = find_run(themes.run_id)
    results = read_table(run, "results")
    assert results["name"].tolist() == [row.name for row in themes.rows]
    assert results["macro_f1"].tolist() == pytest.approx(
        [row.scores.macro_f1 for row in themes.rows]
    )
    predictions = read_table(run, "predictions")
    assert predictions["article_id"].tolist() == list(themes.predictions.article_ids)


def test_a_run_has_a_warning_where_the_agreement_of_coders_is_low(project: Project) -> None:
    dam = project.stances[0]
    low = tuple(replace(row, agreement=replace(row.agreement, alpha=0.5)) for row in dam.agreement)
    tags = [
        {
            name: value
            for call in run.set_tags.call_args_list
            for name, value in call.args[0].items()
        }
        for run in (_logged(dam, project), _logged(replace(dam, agreement=low), project))
    ]
    assert "warnings" not in tags[0]
    assert tags[1]["warnings"].startswith("people's alpha is below 0.667: orle-dam 0.500")


def _logged(result: TrainingResult, project: Project) -> MagicMock:
    run = MagicMock(run_id="0123456789ab")
    log_training(run, result, project.corpus)
    return run
