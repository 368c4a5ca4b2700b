"""Listing and finding runs."""

from __future__ import annotations

import time

import pytest

from tenor.codebook import THEMES, Task
from tenor.errors import StoreError
from tenor.tracking import find_run, list_runs, newest_run, start_run

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_run_is_listed_with_its_task_and_metrics(project: Project) -> None:
    [run] = list_runs(experiment="themes")
    assert run.run_id == project.themes.run_id
    assert (run.name, run.experiment, run.status) == ("themes", "themes", "FINISHED")
    assert (run.task, run.corpus) == (THEMES, project.corpus.fingerprint)
    assert run.metrics["macro_f1"] == project.themes.rows[0].scores.macro_f1
    assert not run.is_nested
    assert {run.task for run in list_runs(experiment="stance")} == {
        Task.stance("bridge-toll"),
        Task.stance("orle-dam"),
        Task.stance("school-merger"),
    }


def test_runs_are_sorted_by_start_or_by_a_metric(project: Project) -> None:
    started = [run.started for run in list_runs(experiment="stance")]
    assert started == sorted(started, reverse=True)
    scores = [run.metrics["f_avg"] for run in list_runs(experiment="stance", sort="f_avg")]
    assert scores == sorted(scores, reverse=True)
    assert len(list_runs(experiment="stance", sort="f_avg", n=2)) == 2


def test_a_filter_has_the_syntax_of_mlflow(project: Project) -> None:
    [run] = list_runs(where="tags.target = 'orle-dam' and metrics.n_test > 3", experiment="stance")
    assert run.task == Task.stance("orle-dam")
    assert list_runs(where="metrics.macro_f1 > 1") == []


def test_nested_runs_are_listed_on_request() -> None:
    with start_run("trying", "parent", {}, {}) as run:
        run.log_trial("trial 1", {"classifier.C": 1}, {"macro_f1": 0.5}, {})
    assert [run.name for run in list_runs(experiment="trying")] == ["parent"]
    runs = list_runs(experiment="trying", nested=True)
    assert {run.name: run.is_nested for run in runs} == {"parent": False, "trial 1": True}
    assert [run.task for run in runs] == [None, None]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"where": "macro_f1 > 0.5"}, "filter 'macro_f1 > 0.5' cannot be used: Invalid attribute"),
        ({"where": "metrics.macro_f1 >> 1"}, "cannot be used: .*as in metrics.macro_f1 > 0.8"),
        ({"experiment": "nothing"}, "experiment 'nothing' is not in this store; name one of 'Def"),
        ({"sort": "f2", "experiment": "themes"}, "none of the runs has a metric 'f2'; .*macro_f1"),
    ],
)
def test_a_list_that_is_not_possible_raises_one_sentence(
    options: dict[str, str], message: str
) -> None:
    with pytest.raises(StoreError, match=message) as raised:
        list_runs(**options)  # type: ignore[arg-type]
    assert len(str(raised.value).splitlines()) == 1


def test_a_run_is_found_by_every_form_of_reference(project: Project) -> None:
    run_id = project.themes.run_id
    references = [
        run_id,
        run_id[:12],
        f"runs:/{run_id}",
        "themes",
        "tenor-theme@champion",
        f"models:/tenor-theme/{project.themes.version}",
    ]
    assert {find_run(reference).run_id for reference in references} == {run_id}


def test_a_name_means_the_newest_finished_run_of_that_name() -> None:
    ids = []
    for _ in range(2):
        with start_run("twice", "the same", {}, {}) as run:
            ids.append(run.run_id)
        time.sleep(0.01)
    with pytest.raises(ZeroDivisionError), start_run("twice", "the same", {}, {}):
        1 / 0  # noqa: B018
    assert find_run("the same").run_id == ids[-1]


def test_the_newest_run_with_given_tags_is_found() -> None:
    for number in ("1", "2"):
        with start_run("tagged", f"run {number}", {}, {"spec": "it's", "target": ""}):
            time.sleep(0.01)
    newest = newest_run({"spec": "it's", "target": ""})
    assert newest is not None
    assert newest.name == "run 2"
    assert newest_run({"spec": "another"}) is None


@pytest.mark.parametrize(
    "reference", ["no such run", "it's", "0" * 32, "00000000", "tenor-theme@nobody", ""]
)
def test_a_reference_to_no_run_raises_one_sentence(reference: str) -> None:
    with pytest.raises(StoreError) as raised:
        find_run(reference)
    assert len(str(raised.value).splitlines()) == 1
