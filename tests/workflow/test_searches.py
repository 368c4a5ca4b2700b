"""Searches of a training: logged, interrupted, gone on with."""

from __future__ import annotations

import mlflow
import pytest

from tenor.models import Experiment
from tenor.models import searching as room
from tenor.tracking import find_run, read_table
from tenor.workflow.card import limits
from tenor.workflow.training import train

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")

SPEC = """
name = "{name}"
task = "stance"
target = "orle-dam"
[split]
kind = "folds"
n_folds = 2
[tuning]
n_folds = 2
[search]
n_folds = 2
[search.grid]
"classifier.C" = [0.00001, 1.0, 3.0]
"""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What is tried from now on, by its C."""
    tried: list[float] = []
    scores = room._scores

    def counted(spec: Experiment, *rest: object) -> dict[str, float]:
        tried.append(spec.classifier.C)
        return scores(spec, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "_scores", counted)
    return tried


def _trials(run_id: str) -> list[mlflow.entities.Run]:
    client = mlflow.MlflowClient()
    experiment = client.get_run(run_id).info.experiment_id
    found = client.search_runs([experiment], f"tags.`mlflow.parentRunId` = '{run_id}'")
    return sorted(found, key=lambda run: str(run.info.run_name))


def test_an_interrupted_search_goes_on_with_what_was_not_tried(
    project: Project, made: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fold by fold, to the same model as without the interruption."""
    spec = Experiment.parse(SPEC.format(name="search stopped"))
    [whole] = train(spec, project.corpus, log=False)
    made.clear()
    counted = room._scores

    def stops(*args: object) -> dict[str, float]:
        if len(made) == 4:
            raise KeyboardInterrupt
        return counted(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "_scores", stops)
    with pytest.raises(KeyboardInterrupt):
        train(spec, project.corpus)
    monkeypatch.setattr(room, "_scores", counted)
    [again] = train(spec, project.corpus)
    assert made == [1e-05, 1.0, 3.0, 1e-05, 1.0, 3.0, 1e-05, 1.0, 3.0]
    assert again.searches == whole.searches
    assert again.rows == whole.rows
    trials = _trials(again.run_id)
    assert [run.info.run_name for run in trials] == [
        "fold 1, trial 1", "fold 1, trial 2", "fold 1, trial 3",
        "fold 2, trial 1", "fold 2, trial 2", "fold 2, trial 3",
        "trial 1", "trial 2", "trial 3",
    ]  # fmt: skip
    assert trials[8].data.params["classifier.C"] == "3.0"
    assert trials[8].data.metrics["macro_f1_spread"] >= 0


def test_a_search_that_had_no_time_says_so_and_the_next_goes_on(
    project: Project, made: list[float]
) -> None:
    spec = Experiment.parse(SPEC.format(name="search short"))
    [short] = train(spec, project.corpus, minutes=1e-9)
    assert len(made) == 3
    assert [len(one.search.not_tried) for one in short.searches] == [2, 2, 2]
    said = "The search had time for 3 of 9 settings in 3 searches; the best of those was taken."
    assert said in limits(short)
    run = mlflow.MlflowClient().get_run(short.run_id)
    assert run.data.tags["search_not_tried"] == "6"
    assert run.data.params["classifier.C"] == str(short.spec.classifier.C)
    assert run.data.params["search.settings"] == "3"
    table = read_table(find_run(short.run_id), "search")
    assert table["tried"].tolist() == [True, False, False] * 3
    assert table["search"].unique().tolist() == ["fold 1", "fold 2", "kept model"]

    [rest] = train(spec, project.corpus)
    assert len(made) == 9
    assert all(not one.search.not_tried for one in rest.searches)


def test_a_search_that_ended_is_made_anew(project: Project, made: list[float]) -> None:
    spec = Experiment.parse(SPEC.format(name="search again"))
    train(spec, project.corpus)
    train(spec, project.corpus)
    assert len(made) == 18


def test_each_row_of_the_table_says_which_setting_was_taken(project: Project) -> None:
    spec = Experiment.parse(SPEC.format(name="search told"))
    [trained] = train(spec, project.corpus)
    table = read_table(find_run(trained.run_id), "search")
    kept = table[table["search"] == "kept model"]
    [taken] = kept[kept["taken"]]["classifier.C"]
    assert taken == trained.spec.classifier.C
    assert kept["macro_f1"].max() == kept[kept["taken"]]["macro_f1"].item()
