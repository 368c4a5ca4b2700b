"""The leak table in reports: in its own, and in that of a training of the same spec."""

from __future__ import annotations

from dataclasses import replace

import mlflow
import pytest

from tenor import evaluate
from tenor.corpus.traces import Trace
from tenor.evaluation import Interval
from tenor.models import Experiment
from tenor.tracking import read_text
from tenor.workflow.leak_report import leak_report
from tenor.workflow.leak_summary import LeakGap, LeakSummary, logged_summary
from tenor.workflow.leakage import Leakage
from tenor.workflow.probe import SharedTerm
from tenor.workflow.training import train

from ..conftest import Project
from .conftest import LEAKS
from .test_report import HOSTILE, Page

pytestmark = pytest.mark.usefixtures("in_the_project")

ASKED = {"splits": "random, grouped, outlet, time", "n_draws": 2}


@pytest.fixture
def found(project: Project, leaking: Experiment, leaks: Leakage) -> LeakSummary:
    found = logged_summary(leaking, project.corpus, "")
    assert found is not None
    return found


def test_what_is_read_back_is_what_was_logged(found: LeakSummary, leaks: Leakage) -> None:
    assert found.run_id == leaks.run_id
    assert leaks.gap is not None
    assert found.gap is not None
    assert found.gap.value == pytest.approx(leaks.gap.value)
    assert found.gap.interval == pytest.approx(leaks.gap.interval)
    for row, own in zip(found.rows, leaks.rows, strict=True):
        assert row.kind == own.kind
        assert row.macro_f1 == pytest.approx(own.scores["macro_f1"].value)
        assert row.micro_interval == pytest.approx(own.scores["micro_f1"].interval)
        assert (row.majority, row.draws) == (pytest.approx(own.majority), own.n_draws)
    assert found.figure.startswith(b"\x89PNG")


def test_the_run_of_a_leak_table_has_a_report_and_says_the_gap_first(
    leaks: Leakage, found: LeakSummary
) -> None:
    text = " ".join(Page(read_text(leaks.run_id, "report.html")).text.split())
    assert leaks.gap is not None
    low, high = leaks.gap.interval
    assert f"gap in macro-F1 {leaks.gap.value:.2f} random minus" in text
    assert f"[{low:.2f}, {high:.2f}]" in text
    assert text.index("gap in macro-F1") < min(text.index(row.meaning) for row in found.rows)
    assert "The Orle Valley Post comes to your door on" in text
    assert "outlets unseen" in text
    assert '--splits "random, grouped, outlet, time" --draws 2' in text
    note = mlflow.MlflowClient().get_run(leaks.run_id).data.tags["mlflow.note.content"]
    assert f"a gap of {leaks.gap.value:.2f}" in note


def test_a_table_of_one_kind_tells_no_gap_and_no_near_duplicates(project: Project) -> None:
    spec = Experiment.parse(LEAKS.format("one kind") + "[classifier]\nC = 4\n")
    [table] = evaluate(spec, project.corpus, splits="time")
    page = read_text(table.run_id, "report.html")
    assert "gap in macro-F1" not in page
    assert "near-duplicates" not in page
    note = mlflow.MlflowClient().get_run(table.run_id).data.tags["mlflow.note.content"]
    assert note == "All of it: `report.html` among the artifacts."


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.02, 0.18, "A random split promises 0.10 of macro-F1 that is lost in another situation"),
        (-0.02, 0.22, "may be chance: its interval holds 0"),
    ],
)
def test_what_the_gap_comes_to_is_a_sentence(
    project: Project,
    leaking: Experiment,
    leaks: Leakage,
    found: LeakSummary,
    low: float,
    high: float,
    said: str,
) -> None:
    gap = LeakGap("outlets unseen", 0.1, Interval(low, high))
    changed = replace(found, gap=gap, not_tried=7)
    page = Page(leak_report(leaks, changed, leaking, project.corpus, ASKED))
    assert said in page.text
    assert "The searches had no time for 7 settings." in page.text
    assert f"0.10 [{low:.2f}, {high:.2f}]. Its searches had no time for 7 settings." in changed.said


def test_a_training_of_the_same_spec_shows_the_table(
    project: Project, leaking: Experiment, leaks: Leakage
) -> None:
    """And tells of the gap among what its readers must know."""
    [trained] = train(leaking, project.corpus)
    assert trained.leaks is not None
    assert trained.leaks.run_id == leaks.run_id
    page = Page(read_text(trained.run_id, "report.html"))
    text = " ".join(page.text.split())
    assert "What a random split hides" in text
    assert f"From the leak table of MLflow run {leaks.run_id}" in text
    assert trained.leaks.said in text


def test_another_spec_corpus_or_target_has_no_table(
    project: Project, leaking: Experiment, leaks: Leakage
) -> None:
    other = Experiment.parse(LEAKS.format("other") + "[classifier]\nC = 2\n")
    assert logged_summary(other, project.corpus, "") is None
    assert logged_summary(leaking, project.corpus, "orle-dam") is None
    elsewhere = replace(project.corpus, info=project.corpus.info | {"fingerprint": "0" * 12})
    assert logged_summary(leaking, elsewhere, "") is None
    [trained] = train(other, project.corpus)
    assert "What a random split hides" not in read_text(trained.run_id, "report.html")


def test_what_strangers_wrote_is_shown_as_text(
    project: Project, leaking: Experiment, leaks: Leakage, found: LeakSummary
) -> None:
    trace = Trace("line", HOSTILE, HOSTILE, 5, 0.5, 1.0, (HOSTILE,))
    term = SharedTerm(HOSTILE, HOSTILE, "body", HOSTILE, 1, 1, 5, 0.5, 0.0, (HOSTILE,))
    changed = replace(leaks, traces=(trace,), shared=(term,), faults=(HOSTILE,))
    page = Page(leak_report(changed, found, leaking, project.corpus, ASKED))
    assert "script" not in page.tags
    assert page.tags.count("img") == 1
    assert page.text.count("<script>alert(1)</script>") == 8
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
