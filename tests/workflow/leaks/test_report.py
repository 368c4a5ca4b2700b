"""The report of a leak table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import mlflow
import pytest

from tenor import evaluate
from tenor.codebook import THEMES
from tenor.corpus.outlet_cues import OutletCue
from tenor.evaluation import Interval
from tenor.models.spec import Experiment
from tenor.present import format_interval
from tenor.tracking import read_text
from tenor.workflow.leaks.report import leak_report
from tenor.workflow.leaks.result import LeakTable, SharedTerm
from tenor.workflow.runs.leak_summary import LeakGap, LeakSummary, newest_leak_summary

from ...conftest import Project
from ..conftest import LEAK_SPEC
from ..report_page import HOSTILE, Page

pytestmark = pytest.mark.usefixtures("in_the_project")

DAY = date(2026, 11, 29)
SETTINGS = {"splits": "random, grouped, outlet, time", "n_draws": 2}


@pytest.fixture
def summary(project: Project, leak_spec: Experiment, leak_table: LeakTable) -> LeakSummary:
    summary = newest_leak_summary(leak_spec, project.corpus, THEMES)
    assert summary is not None
    return summary


def test_the_report_and_the_description_of_the_run_start_with_the_gap(
    leak_table: LeakTable, summary: LeakSummary
) -> None:
    text = " ".join(Page(read_text(leak_table.run_id, "report.html")).text.split())
    gap = leak_table.gap
    assert gap is not None
    assert f"gap in macro-F1 {gap.value:.2f} random minus" in text
    assert format_interval(gap.interval) in text
    assert text.index("gap in macro-F1") < min(text.index(row.title) for row in summary.rows)
    assert "The Orle Valley Post comes to your door on" in text
    assert "outlets unseen" in text
    assert '--splits "random, grouped, outlet, time" --draws 2' in text
    description = mlflow.MlflowClient().get_run(leak_table.run_id).data.tags["mlflow.note.content"]
    assert f"a gap of {gap.value:.2f}" in description


def test_a_table_of_one_kind_mentions_neither_a_gap_nor_near_duplicates(project: Project) -> None:
    spec = Experiment.parse(LEAK_SPEC.format("one kind") + "[classifier]\nC = 4\n")
    [leak_table] = evaluate(spec, project.corpus, splits="time")
    page = read_text(leak_table.run_id, "report.html")
    assert "gap in macro-F1" not in page
    assert "near-duplicates" not in page
    description = mlflow.MlflowClient().get_run(leak_table.run_id).data.tags["mlflow.note.content"]
    assert description == "The full report is `report.html` among the artifacts."


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (0.02, 0.18, "A random split overestimates macro-F1 by 0.10 compared with the"),
        (-0.02, 0.22, "may be due to chance: its interval contains 0"),
    ],
)
def test_the_report_interprets_the_gap(
    project: Project,
    leak_spec: Experiment,
    leak_table: LeakTable,
    summary: LeakSummary,
    low: float,
    high: float,
    sentence: str,
) -> None:
    gap = LeakGap("outlets unseen", 0.1, Interval(low, high))
    changed = replace(summary, gap=gap, n_untried=7)
    page = Page(leak_report(leak_table, changed, leak_spec, project.corpus, SETTINGS, DAY))
    assert sentence in page.text
    assert "The searches did not try 7 settings." in page.text


def test_text_of_unknown_origin_is_shown_as_text(
    project: Project, leak_spec: Experiment, leak_table: LeakTable, summary: LeakSummary
) -> None:
    cue = OutletCue("line", HOSTILE, HOSTILE, 5, 0.5, 1.0, (HOSTILE,))
    term = SharedTerm(HOSTILE, HOSTILE, "body", HOSTILE, 1, 1, 5, 0.5, 0.0, (HOSTILE,))
    changed = replace(leak_table, outlet_cues=(cue,), shared_terms=(term,), failures=(HOSTILE,))
    page = Page(leak_report(changed, summary, leak_spec, project.corpus, SETTINGS, DAY))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert "svg" in page.tags
    assert page.text.count("<script>alert(1)</script>") == 8
    assert all(address.startswith("#") for address in page.addresses)
