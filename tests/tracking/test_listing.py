"""Listing and finding runs."""

from __future__ import annotations

import time

import pytest

from tenor.errors import StoreError
from tenor.tracking import find_run, list_runs, read_table, start_run

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_run_is_listed_with_what_it_is(project: Project) -> None:
    [run] = list_runs(experiment="themes")
    assert run.run_id == project.themes.run_id
    assert (run.name, run.experiment, run.status, run.what) == (
        "themes", "themes", "FINISHED", "themes",
    )  # fmt: skip
    assert run.metrics["macro_f1"] == project.themes.rows[0].scores.macro_f1
    assert not run.is_trial
    assert {run.what for run in list_runs(experiment="stance")} == {
        "stance: bridge-toll", "stance: orle-dam", "stance: school-merger",
    }  # fmt: skip


def test_runs_come_newest_first_or_best_first(project: Project) -> None:
    started = [run.started for run in list_runs(experiment="stance")]
    assert started == sorted(started, reverse=True)
    scores = [run.metrics["f_avg"] for run in list_runs(experiment="stance", sort="f_avg")]
    assert scores == sorted(scores, reverse=True)
    assert len(list_runs(experiment="stance", sort="f_avg", n=2)) == 2


def test_a_filter_is_the_one_of_mlflow(project: Project) -> None:
    [run] = list_runs(where="tags.target = 'orle-dam' and metrics.n_test > 3", experiment="stance")
    assert run.target == "orle-dam"
    assert list_runs(where="metrics.macro_f1 > 1") == []


def test_trials_are_listed_where_they_are_asked_for() -> None:
    with start_run("trying", "parent", {}, {}) as run:
        run.trial("trial 1", {"classifier.C": 1}, {"macro_f1": 0.5}, {})
    assert [run.name for run in list_runs(experiment="trying")] == ["parent"]
    both = {run.name: run.is_trial for run in list_runs(experiment="trying", trials=True)}
    assert both == {"parent": False, "trial 1": True}


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"where": "macro_f1 > 0.5"}, "filter 'macro_f1 > 0.5' cannot be used: Invalid attribute"),
        ({"where": "metrics.macro_f1 >> 1"}, "cannot be used: .*as in metrics.macro_f1 > 0.8"),
        ({"experiment": "nothing"}, "experiment 'nothing' is not in this store; there are 'Def"),
        ({"sort": "f2", "experiment": "themes"}, "none of the runs has a metric 'f2'; .*macro_f1"),
    ],
)
def test_what_cannot_be_listed_is_told_in_a_sentence(options: dict[str, str], fault: str) -> None:
    with pytest.raises(StoreError, match=fault) as told:
        list_runs(**options)  # type: ignore[arg-type]
    assert len(str(told.value).splitlines()) == 1


def test_a_run_is_found_by_whatever_names_it(project: Project) -> None:
    run_id = project.themes.run_id
    forms = [
        run_id, run_id[:12], f"runs:/{run_id}", "themes", "tenor-theme@champion",
        f"models:/tenor-theme/{project.themes.version}",
    ]  # fmt: skip
    assert {find_run(form).run_id for form in forms} == {run_id}


def test_of_runs_of_one_name_the_newest_that_finished_is_meant() -> None:
    ids = []
    for _ in range(2):
        with start_run("twice", "the same", {}, {}) as run:
            ids.append(run.run_id)
        time.sleep(0.01)
    with pytest.raises(ZeroDivisionError), start_run("twice", "the same", {}, {}):
        1 / 0  # noqa: B018
    assert find_run("the same").run_id == ids[-1]


@pytest.mark.parametrize(
    "reference", ["no such run", "it's", "0" * 32, "00000000", "tenor-theme@nobody", ""]
)
def test_a_run_that_is_not_there_is_one_sentence(reference: str) -> None:
    with pytest.raises(StoreError) as told:
        find_run(reference)
    assert len(str(told.value).splitlines()) == 1


def test_a_table_that_a_run_lacks_is_told(project: Project) -> None:
    run = find_run(project.themes.run_id)
    assert len(read_table(run, "predictions")) == 80
    with pytest.raises(StoreError, match="has no table 'weather' that can be read"):
        read_table(run, "weather")
