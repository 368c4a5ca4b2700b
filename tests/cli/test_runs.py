"""What ``tenor runs`` prints."""

from __future__ import annotations

import pytest

from tenor.cli.runs import runs
from tenor.tracking import start_run

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def _printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_a_run_is_listed_with_its_task_and_scores(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    runs(experiment="stance", sort="f_avg")
    heads, _, *rows = _printed(capsys)
    assert heads == "run started task id macro-F1 micro-F1 F_avg"
    [row] = [row for row in rows if row.startswith("stance orle-dam ")]
    [trained] = [t for t in project.stances if t.model.task.target == "orle-dam"]
    scores = trained.rows[0].scores
    assert " stance:orle-dam " in row
    assert row.endswith(
        f"{trained.run_id[:12]} {scores.macro_f1:.3f} {scores.micro_f1:.3f} "
        f"{scores.metrics['f_avg']:.3f}"
    )


def test_nested_runs_are_indented_and_a_gap_has_a_column(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with start_run("printed", "parent", {}, {}) as run:
        run.log_metrics({"gap_macro_f1": 0.25})
        run.log_trial("trial 1", {}, {"macro_f1": 0.5}, {})
    runs(experiment="printed", trials=True)
    heads, _, *rows = _printed(capsys)
    assert heads.endswith("macro-F1 micro-F1 gap")
    assert any(row.startswith("- trial 1 ") and row.endswith("0.500") for row in rows)
    assert any(row.startswith("parent ") and row.endswith("0.250") for row in rows)


def test_an_empty_list_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    runs(where="metrics.macro_f1 > 1")
    assert _printed(capsys) == ["no run matches; train a model first, or use fewer conditions"]
