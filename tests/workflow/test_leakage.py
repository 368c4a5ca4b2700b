"""The leak table of the sample."""

from __future__ import annotations

import json
from pathlib import Path

import mlflow
import pytest

from tenor import evaluate
from tenor.errors import CorpusError, InputError
from tenor.models import Experiment
from tenor.tracking import Run, read_text
from tenor.workflow import leakage as room
from tenor.workflow.held_out import Part
from tenor.workflow.leak_fits import Scored, fit
from tenor.workflow.leak_record import SUSPECTS, leak_metrics, suspects
from tenor.workflow.leak_summary import logged_summary
from tenor.workflow.leakage import Leakage

from ..conftest import Project
from .conftest import LEAKS

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_table_has_a_row_a_kind_and_all_train_alike(leaks: Leakage) -> None:
    assert [(row.kind, row.n_draws) for row in leaks.rows] == [
        ("random", 2), ("grouped", 2), ("outlet", 2), ("time", 1),
    ]  # fmt: skip
    assert len({row.n_train for row in leaks.rows}) == 1
    assert leaks.rows[0].n_train == min(row.n_could_train for row in leaks.rows)
    assert leaks.faults == ()
    for row in leaks.rows:
        score = row.scores["macro_f1"]
        assert row.majority < score.value <= 1
        assert score.interval.low <= score.value <= score.interval.high


def test_the_gap_is_random_minus_the_hardest(leaks: Leakage) -> None:
    assert leaks.gap is not None
    values = {row.kind: row.scores["macro_f1"].value for row in leaks.rows}
    hardest = min(value for kind, value in values.items() if kind != "random")
    assert values[leaks.gap.hardest] == hardest
    assert leaks.gap.value == pytest.approx(values["random"] - hardest)
    assert leaks.gap.interval.low < leaks.gap.value < leaks.gap.interval.high


def test_what_the_sample_leaks_is_found(leaks: Leakage) -> None:
    lines = [trace for trace in leaks.traces if trace.kind == "line"]
    assert [(t.outlet, t.n_articles) for t in lines] == [("Orle Valley Post", 33)]
    assert ("economy", "Maravel Tribune", "per cent") in {
        (s.label, s.outlet, s.term) for s in leaks.shared
    }


def test_suspects_are_rows_of_the_same_columns_with_their_articles(leaks: Leakage) -> None:
    rows = list(suspects(leaks))
    assert len(rows) == len(leaks.shared) + len(leaks.traces)
    assert all(tuple(row) == SUSPECTS and row["article_ids"] for row in rows)
    assert {row["kind"] for row in rows} == {"term", "line", "name"}


def test_the_run_holds_the_gap_the_table_the_figure_and_the_suspects(leaks: Leakage) -> None:
    client = mlflow.MlflowClient()
    run = client.get_run(leaks.run_id)
    assert run.data.metrics == pytest.approx(leak_metrics(leaks))
    assert leaks.gap is not None
    assert run.data.metrics["gap_macro_f1"] == pytest.approx(leaks.gap.value)
    names = {file.path for file in client.list_artifacts(leaks.run_id)}
    assert {"leak_table.json", "suspects.json", "report.html", "figures"} <= names
    path = mlflow.artifacts.download_artifacts(f"runs:/{leaks.run_id}/leak_table.json")
    table = json.loads(Path(path).read_text())
    assert [row[0] for row in table["data"]] == ["random", "grouped", "outlet", "time"]


def test_each_fit_is_a_nested_run_and_none_registers_a_model(leaks: Leakage) -> None:
    client = mlflow.MlflowClient()
    run = client.get_run(leaks.run_id)
    nested = [
        r for r in client.search_runs([run.info.experiment_id])
        if r.data.tags.get("mlflow.parentRunId") == leaks.run_id
    ]  # fmt: skip
    assert sorted(r.info.run_name for r in nested) == [
        "grouped 1", "grouped 2", "outlet 1", "outlet 2", "random 1", "random 2", "time 1",
    ]  # fmt: skip
    for row in leaks.rows:
        logged = [r.data.metrics["macro_f1"] for r in nested if r.data.tags["split"] == row.kind]
        assert sorted(logged) == pytest.approx(sorted(row.scores["macro_f1"].per_draw))
    assert client.search_model_versions(f"run_id = '{leaks.run_id}'") == []


def _interrupted(monkeypatch: pytest.MonkeyPatch, *, after: int) -> list[str]:
    """Interrupt the fit that comes after so many; return what is fitted, and ``stop``."""
    made: list[str] = []

    def stops(spec: Experiment, part: Part, run: Run | None = None) -> Scored:
        if len(made) == after:
            made.append("stop")
            raise KeyboardInterrupt
        made.append(part.name)
        return fit(spec, part, run)

    monkeypatch.setattr("tenor.workflow.leak_fits.fit", stops)
    return made


def test_an_interrupted_table_is_taken_up_where_it_stopped(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = Experiment.parse(LEAKS.format("stopped") + "[classifier]\nC = 3\n")
    whole = evaluate(spec, project.corpus, splits="grouped,time", n_draws=2, log=False)
    made = _interrupted(monkeypatch, after=2)
    with pytest.raises(KeyboardInterrupt):
        evaluate(spec, project.corpus, splits="grouped,time", n_draws=2)
    again = evaluate(spec, project.corpus, splits="grouped,time", n_draws=2)
    assert made == ["grouped 1", "grouped 2", "stop", "time 1"]
    assert [row.scores["macro_f1"].per_draw for row in again[0].rows] == [
        row.scores["macro_f1"].per_draw for row in whole[0].rows
    ]
    assert again[0].shared == whole[0].shared


def test_a_fit_whose_search_was_cut_short_counts_for_the_same_minutes_only(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then the table tells what there was no time for; with more time it is fitted anew."""
    search = '[search]\nn_folds = 2\n[search.grid]\n"classifier.C" = [0.3, 3.0]\n'
    spec = Experiment.parse(LEAKS.format("cut short") + search)
    made = _interrupted(monkeypatch, after=1)
    with pytest.raises(KeyboardInterrupt):
        evaluate(spec, project.corpus, splits="grouped", n_draws=2, minutes=1e-9)
    [short] = evaluate(spec, project.corpus, splits="grouped", n_draws=2, minutes=1e-9)
    assert made == ["grouped 1", "stop", "grouped 2"]
    assert short.not_tried == 2
    assert "The searches had no time for 2 settings." in read_text(short.run_id, "report.html")
    found = logged_summary(spec, project.corpus, "")
    assert found is not None
    assert (found.run_id, found.not_tried) == (short.run_id, 2)
    [whole] = evaluate(spec, project.corpus, splits="grouped", n_draws=2)
    assert made[3:] == ["grouped 1", "grouped 2"]
    assert whole.not_tried == 0


def test_each_target_has_its_table_and_is_held_out_in_one_row(project: Project) -> None:
    spec = Experiment.parse('task = "stance"\ntarget = ["orle-dam", "bridge-toll"]\n')
    dam, toll = evaluate(spec, project.corpus, splits="grouped,target", n_draws=1, log=False)
    assert (dam.name, toll.name) == ("tenor-stance-orle-dam", "tenor-stance-bridge-toll")
    assert [row.kind for row in dam.rows] == ["grouped", "target"]
    assert dam.rows[1].n_test == 33
    assert dam.gap is None
    [fault] = dam.faults
    assert fault.startswith("the outlet probe needs two outlets")


def test_a_fit_that_fails_says_why_and_the_others_go_on(
    project: Project, leaking: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_for_time(spec: Experiment, part: Part) -> Scored:
        if part.kind == "time":
            raise CorpusError("there is nothing to tell apart")
        return fit(spec, part)

    monkeypatch.setattr(room, "fit", fails_for_time)
    [table] = evaluate(leaking, project.corpus, splits="grouped,time", n_draws=1, log=False)
    assert [row.kind for row in table.rows] == ["grouped"]
    assert table.faults == ("time 1: there is nothing to tell apart",)


def test_no_draws_are_refused(project: Project, leaking: Experiment) -> None:
    with pytest.raises(InputError, match="'0' draws cannot be made"):
        evaluate(leaking, project.corpus, n_draws=0, log=False)
