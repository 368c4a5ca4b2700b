"""The MLflow run of a leak table, and its outlet cues."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import mlflow
import pytest

from tenor.codebook import Task
from tenor.corpus.outlet_cues import OutletCue
from tenor.workflow.leaks.log import (
    CUE_COLUMNS,
    leak_table_metrics,
    outlet_cue_rows,
    write_outlet_cues,
)
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.runs.identity import round_metrics

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_the_run_has_the_gap_the_table_the_figure_and_the_outlet_cues(
    leak_table: LeakTable,
) -> None:
    client = mlflow.MlflowClient()
    run = client.get_run(leak_table.run_id)
    assert run.data.metrics == pytest.approx(round_metrics(leak_table_metrics(leak_table)))
    assert leak_table.gap is not None
    assert run.data.metrics["gap_macro_f1"] == pytest.approx(leak_table.gap.value, abs=0.0005)
    names = {file.path for file in client.list_artifacts(leak_table.run_id)}
    assert {"leak_table.json", "outlet_cues.json", "report.html", "figures"} <= names
    path = mlflow.artifacts.download_artifacts(f"runs:/{leak_table.run_id}/leak_table.json")
    table = json.loads(Path(path).read_text())
    assert table["columns"][:2] == ["split", "title"]
    assert [row[:2] for row in table["data"]] == [
        ["random", "random, duplicates cross"],
        ["grouped", "random, duplicates grouped"],
        ["outlet", "outlets unseen"],
        ["time", "later than training"],
    ]


def test_metrics_of_what_was_not_possible_are_absent(leak_table: LeakTable) -> None:
    first = leak_table.rows[1]
    partial = replace(leak_table, rows=(first,), gap=None, probe=None)
    assert set(leak_table_metrics(partial)) == {
        "split/grouped/macro_f1",
        "split/grouped/macro_f1/std",
        "split/grouped/macro_f1/low",
        "split/grouped/macro_f1/high",
        "n/train",
    }
    assert leak_table_metrics(replace(partial, n_untried=3))["search_untried"] == 3


def test_outlet_cues_are_rows_of_equal_columns_with_their_articles(leak_table: LeakTable) -> None:
    rows = list(outlet_cue_rows(leak_table))
    assert len(rows) == len(leak_table.shared_terms) + len(leak_table.outlet_cues)
    assert all(tuple(row) == CUE_COLUMNS and row["article_ids"] for row in rows)
    assert {row["kind"] for row in rows} == {"term", "line", "byline", "name"}


def test_outlet_cues_of_several_tasks_are_written_to_one_csv(tmp_path: Path) -> None:
    cue = OutletCue("line", "=now()", "Post", 5, 0.5, 0.98765, ("a", "b"))
    tables = [
        LeakTable(task, (), (), None, None, (), (cue,))
        for task in (Task("theme"), Task.stance("toll"))
    ]
    write_outlet_cues(tables, tmp_path / "cues.csv")
    with (tmp_path / "cues.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["task"], row["target"]) for row in rows] == [("theme", ""), ("stance", "toll")]
    assert {name: value for name, value in rows[0].items() if value} == {
        "task": "theme",
        "kind": "line",
        "text": "'=now()",
        "outlet": "Post",
        "articles": "5",
        "share_of_outlet": "0.5",
        "precision": "0.9877",
        "article_ids": "a; b",
    }
