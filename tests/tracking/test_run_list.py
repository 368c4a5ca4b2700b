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
    listed = list_runs(experiment="tenor-theme", n=1000)
    [run] = [run for run in listed if run.run_id == project.themes.run_id]
    assert (run.name, run.experiment, run.status) == ("themes", "tenor-theme", "FINISHED")
    assert (run.task, run.corpus) == (THEMES, project.corpus.fingerprint)
    assert run.metrics["macro_f1"] == round(project.themes.rows[0].scores.macro_f1, 3)
    assert run.params["split.kind"] == "folds"
    assert run.best_baseline.startswith("publisher tags 0.873 [")
    assert not run.is_nested


def test_each_question_has_an_experiment(project: Project) -> None:
    """Its runs are listed together, themes first."""
    listed = [run.experiment for run in list_runs(where="tags.kind = 'training'")]
    assert list(dict.fromkeys(listed)) == [
        "tenor-theme",
        "tenor-stance-bridge-toll",
        "tenor-stance-orle-dam",
        "tenor-stance-school-merger",
    ]
    assert sorted(listed, key=listed.index) == listed


def test_runs_are_sorted_by_score_by_start_or_by_a_metric() -> None:
    for score in (0.2, 0.3, 0.1):
        with start_run("sorted", f"{score}", {}, {}) as run:
            run.log_metrics({"macro_f1": score, "f_avg": 1 - score})
        time.sleep(0.01)
    assert [run.name for run in list_runs(experiment="sorted")] == ["0.3", "0.2", "0.1"]
    started = list_runs(experiment="sorted", sort="started")
    assert [run.name for run in started] == ["0.1", "0.3", "0.2"]
    by_metric = list_runs(experiment="sorted", sort="f_avg", n=2)
    assert [run.name for run in by_metric] == ["0.1", "0.2"]


def test_a_filter_has_the_syntax_of_mlflow() -> None:
    where = "params.`split.kind` = 'folds' and metrics.`n/test` > 60 and metrics.`n/test` < 70"
    run = list_runs(where=where, experiment="tenor-stance-orle-dam")[0]
    assert run.task == Task.stance("orle-dam")
    assert list_runs(where="metrics.macro_f1 > 1") == []


def test_nested_runs_are_listed_on_request() -> None:
    with start_run("trying", "parent", {}, {}) as run:
        run.log_trial("trial 1", {"classifier.C": 1}, {"macro_f1": 0.5}, {})
    assert [run.name for run in list_runs(experiment="trying")] == ["parent"]
    runs = list_runs(experiment="trying", nested=True)
    assert [(run.name, run.is_nested) for run in runs] == [("parent", False), ("trial 1", True)]
    assert runs[1].metrics == {"search/macro_f1": 0.5}
    assert [run.task for run in runs] == [None, None]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"where": "macro_f1 > 0.5"}, "filter 'macro_f1 > 0.5' cannot be used: Invalid attribute"),
        ({"where": "metrics.macro_f1 >> 1"}, "cannot be used: .*as in metrics.macro_f1 > 0.8"),
        ({"experiment": "nothing"}, "experiment 'nothing' is not in this store; name one of 'Def"),
        (
            {"sort": "f2", "experiment": "tenor-theme"},
            "none of the runs has a metric 'f2'; .*macro_f1",
        ),
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
        run_id[:8],
        run_id[:12],
        f"runs:/{run_id}",
        "themes",
        "tenor-theme/themes",
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


def test_a_name_in_several_experiments_needs_the_experiment() -> None:
    ids = {}
    for experiment in ("first", "first/inner"):
        with start_run(experiment, "shared name", {}, {}) as run:
            ids[experiment] = run.run_id
    with pytest.raises(StoreError, match="name one of 'first/inner/shared name', 'first/shared"):
        find_run("shared name")
    for experiment, run_id in ids.items():
        found = find_run(f"{experiment}/shared name")
        assert (found.run_id, found.experiment) == (run_id, experiment)


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
