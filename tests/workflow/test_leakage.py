"""The leak table of the sample."""

from __future__ import annotations

import json
from pathlib import Path

import mlflow
import pytest

from tenor import evaluate
from tenor.errors import CorpusError, InputError
from tenor.models import Experiment
from tenor.workflow import leakage as room
from tenor.workflow.leak_fits import fit
from tenor.workflow.leak_record import SUSPECTS, leak_metrics, suspects
from tenor.workflow.leakage import Leakage

from ..conftest import Project, inside

pytestmark = pytest.mark.usefixtures("in_the_project")

SPEC = """
task = "theme"
name = "leaking"
[[features]]
ngram_range = [1, 2]
[tuning]
n_folds = 2
"""


@pytest.fixture(scope="module")
def themes(project: Project) -> Leakage:
    with inside(project.folder):
        [table] = evaluate(Experiment.parse(SPEC), project.corpus, n_draws=2)
    return table


def test_a_table_has_a_row_a_kind_and_all_train_alike(themes: Leakage) -> None:
    assert [(row.kind, row.n_draws) for row in themes.rows] == [
        ("random", 2), ("grouped", 2), ("outlet", 2), ("time", 1),
    ]  # fmt: skip
    assert len({row.n_train for row in themes.rows}) == 1
    assert themes.rows[0].n_train == min(row.n_could_train for row in themes.rows)
    assert themes.faults == ()
    for row in themes.rows:
        score = row.scores["macro_f1"]
        assert row.majority < score.value <= 1
        assert score.interval.low <= score.interval.high


def test_the_gap_is_random_minus_the_hardest(themes: Leakage) -> None:
    assert themes.gap is not None
    values = {row.kind: row.scores["macro_f1"].value for row in themes.rows}
    hardest = min(value for kind, value in values.items() if kind != "random")
    assert values[themes.gap.hardest] == hardest
    assert themes.gap.value == pytest.approx(values["random"] - hardest)
    assert themes.gap.interval.low < themes.gap.value < themes.gap.interval.high


def test_what_the_sample_leaks_is_found(themes: Leakage) -> None:
    lines = [trace for trace in themes.traces if trace.kind == "line"]
    assert [(t.outlet, t.n_articles) for t in lines] == [("Orle Valley Post", 33)]
    assert ("economy", "Maravel Tribune", "per cent") in {
        (s.label, s.outlet, s.term) for s in themes.shared
    }


def test_suspects_are_rows_of_the_same_columns_with_their_articles(themes: Leakage) -> None:
    rows = list(suspects(themes))
    assert len(rows) == len(themes.shared) + len(themes.traces)
    assert all(tuple(row) == SUSPECTS and row["article_ids"] for row in rows)
    assert {row["kind"] for row in rows} == {"term", "line", "name"}


def test_the_run_holds_the_gap_the_table_the_figure_and_the_suspects(themes: Leakage) -> None:
    client = mlflow.MlflowClient()
    run = client.get_run(themes.run_id)
    assert run.data.metrics == pytest.approx(leak_metrics(themes))
    assert themes.gap is not None
    assert run.data.metrics["gap_macro_f1"] == pytest.approx(themes.gap.value)
    names = {file.path for file in client.list_artifacts(themes.run_id)}
    assert {"leak_table.json", "suspects.json", "figures"} <= names
    path = mlflow.artifacts.download_artifacts(f"runs:/{themes.run_id}/leak_table.json")
    table = json.loads(Path(path).read_text())
    assert [row[0] for row in table["data"]] == ["random", "grouped", "outlet", "time"]


def test_each_fit_is_a_nested_run_and_none_registers_a_model(themes: Leakage) -> None:
    client = mlflow.MlflowClient()
    run = client.get_run(themes.run_id)
    nested = [
        r for r in client.search_runs([run.info.experiment_id])
        if r.data.tags.get("mlflow.parentRunId") == themes.run_id
    ]  # fmt: skip
    assert sorted(r.info.run_name for r in nested) == [
        "grouped 1", "grouped 2", "outlet 1", "outlet 2", "random 1", "random 2", "time 1",
    ]  # fmt: skip
    for row in themes.rows:
        logged = [r.data.metrics["macro_f1"] for r in nested if r.data.tags["split"] == row.kind]
        assert sorted(logged) == pytest.approx(sorted(row.scores["macro_f1"].per_draw))
    assert client.search_model_versions(f"run_id = '{themes.run_id}'") == []


def test_an_interrupted_table_is_taken_up_where_it_stopped(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = Experiment.parse(SPEC.replace("leaking", "stopped"))
    whole = evaluate(spec, project.corpus, splits="grouped,time", n_draws=2, log=False)
    fitted: list[str] = []

    def counted(spec: Experiment, part: object, run: object) -> object:
        if len(fitted) == 2:
            fitted.append("stop")
            raise KeyboardInterrupt
        fitted.append("fit")
        return fit(spec, part)  # type: ignore[arg-type]

    monkeypatch.setattr("tenor.workflow.leak_fits.fit", counted)
    with pytest.raises(KeyboardInterrupt):
        evaluate(spec, project.corpus, splits="grouped,time", n_draws=2)
    again = evaluate(spec, project.corpus, splits="grouped,time", n_draws=2)
    assert fitted == ["fit", "fit", "stop", "fit"]
    assert [row.scores["macro_f1"].per_draw for row in again[0].rows] == [
        row.scores["macro_f1"].per_draw for row in whole[0].rows
    ]
    assert again[0].shared == whole[0].shared


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
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_for_time(spec: Experiment, part: object) -> object:
        if part.kind == "time":  # type: ignore[attr-defined]
            raise CorpusError("there is nothing to tell apart")
        return fit(spec, part)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "fit", fails_for_time)
    spec = Experiment.parse(SPEC)
    [table] = evaluate(spec, project.corpus, splits="grouped,time", n_draws=1, log=False)
    assert [row.kind for row in table.rows] == ["grouped"]
    assert table.faults == ("time 1: there is nothing to tell apart",)


def test_no_draws_are_refused(project: Project) -> None:
    with pytest.raises(InputError, match="'0' draws cannot be made"):
        evaluate(Experiment.parse(SPEC), project.corpus, n_draws=0, log=False)
