"""What ``tenor runs`` prints."""

from __future__ import annotations

import json

import pytest

from tenor.cli.runs import runs
from tenor.errors import StoreError
from tenor.present import score_with_interval
from tenor.tracking import start_run
from tenor.workflow.runs.report_file import report_file

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def _printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_a_run_is_listed_with_its_task_and_scores(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    runs(experiment="tenor-stance-orle-dam", sort="f_avg")
    question, heads, _, *rows = _printed(capsys)
    assert question == "tenor-stance-orle-dam"
    assert heads == "run macro-F1 n split coverage calibration best baseline F_avg id"
    [trained] = [t for t in project.stances if t.model.task.target == "orle-dam"]
    [row] = [row for row in rows if row.endswith(f" {trained.run_id[:8]}")]
    first, best = trained.rows[0], trained.best_baseline
    score = score_with_interval(first.scores.macro_f1, first.intervals["macro_f1"])
    assert row.startswith(f"stance {score} 67 folds 100% ")
    assert best is not None
    f_avg = f"{first.scores.metrics['f_avg']:.3f}"
    assert f" {best.name} {best.scores.macro_f1:.3f} {f_avg} " in row


def test_runs_are_grouped_by_their_question_themes_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    runs(where="tags.kind = 'training'", sort="started")
    lines = _printed(capsys)
    questions = [line for line in lines if line.startswith("tenor-")]
    assert questions == [
        "tenor-theme",
        "tenor-stance-bridge-toll",
        "tenor-stance-orle-dam",
        "tenor-stance-school-merger",
    ]
    assert lines[1].startswith("run started ")


def test_nested_runs_are_indented_and_a_gap_has_a_column(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with start_run("printed", "parent", {}, {}) as run:
        gap = {"gap_macro_f1": 0.25, "gap_macro_f1/low": 0.1, "gap_macro_f1/high": 0.4}
        run.log_metrics(gap | {"split/random/macro_f1": 0.8})
        run.log_trial("trial 1", {}, {"macro_f1": 0.5}, {})
    runs(experiment="printed", trials=True)
    _, heads, _, parent, trial = _printed(capsys)
    assert heads == "run gap random trial or fit id"
    assert parent.startswith("parent 0.250 [.10, .40] 0.800 ")
    assert trial.startswith("- trial 1 0.500 ")


def test_the_json_of_runs_of_all_kinds_has_the_same_keys(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with start_run("tenor-with-a-leak-table", "leaks", {}, {}) as run:
        run.log_metrics({"gap_macro_f1": 0.25, "split/random/macro_f1": 0.8})
    runs(n=2, as_json=True)
    listed = json.loads(capsys.readouterr().out)["data"]["runs"]
    [leaks] = [run for run in listed if run["name"] == "leaks"]
    assert {frozenset(run) for run in listed} == {frozenset(leaks)}
    assert (leaks["gap_macro_f1"], leaks["macro_f1"], leaks["random_macro_f1"]) == (0.25, None, 0.8)


def test_an_empty_list_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    runs(where="metrics.macro_f1 > 1")
    assert _printed(capsys) == ["no run matches; train a model first, or use fewer conditions"]


def test_runs_of_shares_have_no_scores_of_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    with start_run("tenor-other/shares", "shares of stories", {}, {}) as run:
        run.log_metrics({"n/coded": 300})
    runs(experiment="tenor-other/shares")
    _, heads, _, row = _printed(capsys)
    assert heads == "run id"
    assert row == f"shares of stories {run.run_id[:8]}"
    with pytest.raises(StoreError, match="run 'shares of stories' is of shares, which have no"):
        report_file(run.run_id)
