"""The summary of a leak table, read from what its run logged, and shown by trainings."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from tenor import evaluate
from tenor.codebook import THEMES, Task
from tenor.evaluation import Interval
from tenor.models.spec import Experiment
from tenor.tracking import find_run, read_table, read_text
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.runs.leak_summary import LeakSummary, newest_leak_summary, summarize_leak_table
from tenor.workflow.train.train import train

from ...conftest import Project
from ..conftest import LEAK_SPEC
from ..report_page import Page

pytestmark = pytest.mark.usefixtures("in_the_project")

HEADING = "Scores by kind of split"


@pytest.fixture
def summary(project: Project, leak_spec: Experiment, leak_table: LeakTable) -> LeakSummary:
    summary = newest_leak_summary(leak_spec, project.corpus, THEMES)
    assert summary is not None
    return summary


def test_the_summary_has_the_numbers_of_the_leak_table(
    summary: LeakSummary, leak_table: LeakTable
) -> None:
    assert summary.run_id == leak_table.run_id
    assert leak_table.gap is not None
    assert summary.gap is not None
    assert summary.gap.value == pytest.approx(leak_table.gap.value, abs=0.0005)
    assert summary.gap.interval == pytest.approx(leak_table.gap.interval, abs=0.0005)
    for row, original in zip(summary.rows, leak_table.rows, strict=True):
        assert row.kind == original.kind
        assert row.macro_f1 == pytest.approx(original.scores["macro_f1"].value)
        assert row.micro_interval == pytest.approx(original.scores["micro_f1"].interval)
        assert (row.majority, row.n_draws) == (pytest.approx(original.majority), original.n_draws)
    assert summary.svg.startswith("<svg ")
    assert all(f">{row.kind}</" in summary.svg for row in summary.rows)


def test_the_sentence_states_the_gap_and_what_the_searches_did_not_try() -> None:
    table = pd.DataFrame(
        {
            "split": ["random", "outlet"],
            "title": ["random, duplicates cross", "outlets unseen"],
            **{f"{name}_f1": [0.8, 0.7] for name in ("macro", "micro")},
            **{f"{name}_f1_low": [0.7, 0.6] for name in ("macro", "micro")},
            **{f"{name}_f1_high": [0.9, 0.8] for name in ("macro", "micro")},
            "macro_f1_std": [0.1, 0.1],
            "majority_macro_f1": [0.2, 0.2],
            "draws": [2, 2],
            "n_test": [10.0, 10.5],
        }
    )
    gap = {"gap_macro_f1": 0.1, "gap_macro_f1/low": -0.02, "gap_macro_f1/high": 0.22}
    with_gap = summarize_leak_table(table, gap | {"n/train": 30, "search_untried": 7}, "0" * 32)
    assert with_gap.gap == ("outlets unseen", 0.1, Interval(-0.02, 0.22))
    assert with_gap.sentence == (
        "The leak table of this spec and corpus has macro-F1 0.80 on a random split and 0.70 on "
        "outlets unseen: a gap of 0.10 [-.02, .22]. Its searches did not try 7 settings."
    )
    without_gap = summarize_leak_table(table, {"n/train": 30}, "0" * 32)
    assert (without_gap.gap, without_gap.sentence, without_gap.n_untried) == (None, "", 0)


def test_a_training_of_the_same_spec_and_corpus_shows_the_leak_table(
    project: Project, leak_spec: Experiment, leak_table: LeakTable
) -> None:
    """The gap is among its limitations too."""
    [result] = train(leak_spec, project.corpus)
    assert result.leak_summary is not None
    assert result.leak_summary.run_id == leak_table.run_id
    text = " ".join(Page(read_text(result.run_id, "report.html")).text.split())
    assert HEADING in text
    assert f"MLflow run {leak_table.run_id}" in text
    assert result.leak_summary.sentence in text


def test_another_spec_corpus_or_task_has_no_leak_table(
    project: Project, leak_spec: Experiment, leak_table: LeakTable
) -> None:
    other = Experiment.parse(LEAK_SPEC.format("other") + "[classifier]\nC = 2\n")
    assert newest_leak_summary(other, project.corpus, THEMES) is None
    assert newest_leak_summary(leak_spec, project.corpus, Task.stance("orle-dam")) is None
    elsewhere = replace(project.corpus, info=project.corpus.info | {"fingerprint": "0" * 12})
    assert newest_leak_summary(leak_spec, elsewhere, THEMES) is None
    [result] = train(other, project.corpus)
    assert result.leak_summary is None
    assert HEADING not in read_text(result.run_id, "report.html")


def test_a_promise_is_tested_under_each_kind_of_split_and_shown_by_trainings(
    project: Project,
) -> None:
    """Folds of the training hold out no outlets, whatever the split of the leak table."""
    spec = Experiment.parse(LEAK_SPEC.format("promised") + "[classifier]\nC = 1.5\n")
    promised = spec.with_promise(0.6)
    [leak_table] = evaluate(promised, project.corpus, splits="grouped,outlet", n_draws=1)
    summary = newest_leak_summary(promised, project.corpus, THEMES)
    assert summary is not None
    for row, original in zip(summary.rows, leak_table.rows, strict=True):
        assert row.promise is not None
        assert original.promise is not None
        assert row.promise.precision == 0.6
        assert row.promise.n_automatic == original.promise.n_automatic
        assert row.promise.right == pytest.approx(original.promise.right)
        assert len(original.promise.labels) == 6
    sentence = summary.promise_sentence(0.6)
    assert sentence.startswith("Where it carries: ")
    assert "outlets unseen" in sentence
    assert summary.promise_sentence(0.9) == ""
    assert sentence in read_text(leak_table.run_id, "report.html")
    metrics = find_run(leak_table.run_id).metrics
    assert "split/outlet/promise_right" in metrics

    [result] = train(promised, project.corpus)
    assert result.promise_sentences[-1] == sentence
    page = " ".join(Page(read_text(result.run_id, "report.html")).text.split())
    assert all(line in page for line in result.promise_sentences)
    card = read_text(result.run_id, "model_card.md")
    assert "## Promise" in card
    run = find_run(result.run_id)
    assert result.model.promise is not None
    assert run.metrics["promise/labels"] == len(result.model.promise.promised)
    assert run.params["promise.precision"] == "0.6"
    assert read_table(run, "promise")["label"].tolist() == list(result.model.labels)

    [without] = train(spec, project.corpus, log=False)
    assert without.promise_sentences == []
    assert without.rows == result.rows
