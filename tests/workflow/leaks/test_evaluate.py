"""Evaluating a spec on the sample."""

from __future__ import annotations

import mlflow
import pytest

from tenor import evaluate
from tenor.codebook import Task
from tenor.errors import InputError
from tenor.models.spec import Experiment
from tenor.workflow.leaks.result import LeakTable

from ...conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_a_leak_table_has_a_row_for_each_kind_of_split_with_training_sets_of_equal_size(
    leak_table: LeakTable,
) -> None:
    assert [(row.kind, row.n_draws) for row in leak_table.rows] == [
        ("random", 2),
        ("grouped", 2),
        ("outlet", 2),
        ("time", 1),
    ]
    assert len({row.n_train for row in leak_table.rows}) == 1
    assert leak_table.rows[0].n_train == min(row.n_could_train for row in leak_table.rows)
    assert leak_table.failures == ()
    for row in leak_table.rows:
        score = row.scores["macro_f1"]
        assert row.majority < score.value <= 1
        if row.kind == "outlet":
            # Eight outlets are too few for an interval.
            assert score.interval is None
        else:
            assert score.interval is not None
            assert score.interval.low <= score.value <= score.interval.high


def test_the_cues_of_the_sample_are_found(leak_table: LeakTable) -> None:
    lines = [cue for cue in leak_table.outlet_cues if cue.kind == "line"]
    assert [(cue.outlet, cue.n_articles) for cue in lines] == [("Orle Valley Post", 40)]
    assert ("economy", "Maravel Tribune", "per cent") in {
        (shared.label, shared.outlet, shared.term) for shared in leak_table.shared_terms
    }


def test_each_fit_is_a_nested_run_and_registers_no_model(leak_table: LeakTable) -> None:
    client = mlflow.MlflowClient()
    run = client.get_run(leak_table.run_id)
    nested = [
        r
        for r in client.search_runs([run.info.experiment_id])
        if r.data.tags.get("mlflow.parentRunId") == leak_table.run_id
    ]
    assert sorted(r.info.run_name for r in nested) == [
        "grouped 1",
        "grouped 2",
        "outlet 1",
        "outlet 2",
        "random 1",
        "random 2",
        "time 1",
    ]
    for row in leak_table.rows:
        logged = [
            r.data.metrics["fit/macro_f1"] for r in nested if r.data.tags["split"] == row.kind
        ]
        assert sorted(logged) == pytest.approx(sorted(row.scores["macro_f1"].per_split))
    assert client.search_model_versions(f"run_id = '{leak_table.run_id}'") == []


def test_each_target_has_a_leak_table_with_one_row_in_which_it_is_held_out(
    project: Project,
) -> None:
    spec = Experiment.parse('task = "stance"\ntarget = ["orle-dam", "bridge-toll"]\n')
    completed: list[LeakTable] = []
    dam, toll = evaluate(
        spec,
        project.corpus,
        splits="grouped,target",
        n_draws=1,
        log=False,
        on_table=completed.append,
    )
    assert completed == [dam, toll]
    assert (dam.task, toll.task) == (Task.stance("orle-dam"), Task.stance("bridge-toll"))
    assert [row.kind for row in dam.rows] == ["grouped", "target"]
    assert dam.rows[1].n_test == 67
    assert dam.gap is None
    assert dam.run_id == ""
    [failure] = dam.failures
    assert failure.startswith("the outlet probe needs two outlets")


def test_fewer_than_one_draw_is_an_error(project: Project, leak_spec: Experiment) -> None:
    with pytest.raises(InputError, match="n_draws is '0'; it must be 1 or more"):
        evaluate(leak_spec, project.corpus, n_draws=0, log=False)
