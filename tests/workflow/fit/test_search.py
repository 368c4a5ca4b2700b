"""The searches of a training: logged, interrupted and resumed."""

from __future__ import annotations

import mlflow
import pytest

from tenor.models import search as search_module
from tenor.models.spec import Experiment
from tenor.tracking import find_run, read_table
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.train import train

from ...conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")

SPEC = """
name = "{name}"
task = "stance"
target = "orle-dam"
[split]
kind = "folds"
n_folds = 2
random_state = {seed}
[tuning]
n_folds = 2
[search]
n_folds = 2
[search.grid]
"classifier.C" = [0.00001, 1.0, 3.0]
"""


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The C of each setting that is fitted from now on."""
    values: list[float] = []
    scores = search_module._scores

    def counted(spec: Experiment, *rest: object) -> dict[str, float]:
        values.append(spec.classifier.C)
        return scores(spec, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(search_module, "_scores", counted)
    return values


def _trials(run_id: str) -> list[mlflow.entities.Run]:
    client = mlflow.MlflowClient()
    experiment = client.get_run(run_id).info.experiment_id
    trials = client.search_runs([experiment], f"tags.`mlflow.parentRunId` = '{run_id}'")
    return sorted(trials, key=lambda run: str(run.info.run_name))


def test_an_interrupted_search_is_resumed_and_ends_with_the_same_model(
    project: Project, tried: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = Experiment.parse(SPEC.format(name="search stopped", seed=1))
    [uninterrupted] = train(spec, project.corpus, log=False)
    tried.clear()
    counted = search_module._scores

    def interrupted(*args: object) -> dict[str, float]:
        if len(tried) == 4:
            raise KeyboardInterrupt
        return counted(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(search_module, "_scores", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train(spec, project.corpus)
    monkeypatch.setattr(search_module, "_scores", counted)
    [resumed] = train(spec, project.corpus)
    assert tried == [1e-05, 1.0, 3.0, 1e-05, 1.0, 3.0, 1e-05, 1.0, 3.0]
    assert resumed.searches == uninterrupted.searches
    assert resumed.rows == uninterrupted.rows
    trials = _trials(resumed.run_id)
    assert [run.info.run_name for run in trials] == [
        "fold 1, trial 1",
        "fold 1, trial 2",
        "fold 1, trial 3",
        "fold 2, trial 1",
        "fold 2, trial 2",
        "fold 2, trial 3",
        "trial 1",
        "trial 2",
        "trial 3",
    ]
    assert trials[8].data.params["classifier.C"] == "3.0"
    assert trials[8].data.metrics["search/macro_f1_std"] >= 0


def test_a_search_out_of_time_is_reported_and_continued_by_the_next_training(
    project: Project, tried: list[float]
) -> None:
    spec = Experiment.parse(SPEC.format(name="search short", seed=2))
    [short] = train(spec, project.corpus, minutes=1e-9)
    assert len(tried) == 3
    assert [len(entry.search.untried) for entry in short.searches] == [2, 2, 2]
    note = (
        "The search tried 3 of 9 settings in 3 searches within its time; the model has the best "
        "of these."
    )
    assert note in limitations(short)
    run = mlflow.MlflowClient().get_run(short.run_id)
    assert run.data.tags["search_untried"] == "6"
    assert run.data.params["classifier.C"] == str(short.spec.classifier.C)
    assert run.data.params["search.settings"] == "3"
    table = read_table(find_run(short.run_id), "search")
    assert table["tried"].tolist() == [True, False, False] * 3
    assert table["fit"].unique().tolist() == ["fold 1", "fold 2", "final model"]

    [rest] = train(spec, project.corpus)
    assert len(tried) == 9
    assert all(not entry.search.untried for entry in rest.searches)


def test_a_finished_search_is_not_reused(project: Project, tried: list[float]) -> None:
    spec = Experiment.parse(SPEC.format(name="search again", seed=3))
    train(spec, project.corpus)
    train(spec, project.corpus)
    assert len(tried) == 18


def test_the_search_table_marks_the_selected_setting(project: Project) -> None:
    spec = Experiment.parse(SPEC.format(name="search table", seed=4))
    [trained] = train(spec, project.corpus)
    table = read_table(find_run(trained.run_id), "search")
    final = table[table["fit"] == "final model"]
    [selected] = final[final["selected"]]["classifier.C"]
    assert selected == trained.spec.classifier.C
    assert final["macro_f1"].max() == final[final["selected"]]["macro_f1"].item()
