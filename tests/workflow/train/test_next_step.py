"""What to do next after a training."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.workflow.train.next_step import NextStep, next_step
from tenor.workflow.train.result import TrainingResult

from ...conftest import Project


def _step(result: TrainingResult, *, champion: str = "", promoted: bool = False) -> NextStep:
    return next_step(
        result, corpus="corpus", spec="spec.toml", champion=champion, promoted=promoted
    )


@pytest.fixture
def good(project: Project) -> TrainingResult:
    """A training whose labels are frequent and agreed on."""
    themes = project.themes
    first = themes.rows[0]
    frequent = tuple(replace(row, support=50) for row in first.scores.per_label)
    rows = (replace(first, scores=replace(first.scores, per_label=frequent)), *themes.rows[1:])
    return replace(themes, rows=rows, gap_notes=())


def test_a_good_model_is_promoted_compared_or_used(good: TrainingResult) -> None:
    assert _step(good).command == f"tenor models promote models:/tenor-theme/{good.version}"
    champion = "tenor-theme@champion"
    compared = _step(good, champion=champion).command
    assert compared == f"tenor compare {champion} {good.run_id[:12]}"
    used = _step(good, champion=champion, promoted=True).command
    assert used == "tenor predict INPUT --output labels.csv"


def test_disagreements_are_decided_first(project: Project) -> None:
    """Where they have been, the next step is another one."""
    [merger] = [t for t in project.stances if t.model.task.target == "school-merger"]
    step = _step(merger)
    assert step.command == "tenor adjudicate corpus --output decide.xlsx"
    assert step.reason == "the coders are divided and nobody has decided"
    assert "adjudicate" not in _step(replace(merger, gap_notes=())).command


def test_rare_labels_need_more_codings(good: TrainingResult) -> None:
    first = good.rows[0]
    rare = (replace(first.scores.per_label[0], support=9), *first.scores.per_label[1:])
    scores = replace(first.scores, per_label=rare)
    step = _step(replace(good, rows=(replace(first, scores=scores), *good.rows[1:])))
    assert step.reason == f"fewer than 10 scored articles have {rare[0].label}"
    assert step.command.startswith("tenor codings sheet corpus ")


def test_a_model_that_a_complete_baseline_equals_is_not_promoted(good: TrainingResult) -> None:
    equal = replace(good.rows[0], name="rules")
    step = _step(replace(good, rows=(good.rows[0], equal)))
    assert step.reason == "rules is as good as the model"
    partial = replace(equal, coverage=0.9)
    assert "promote" in _step(replace(good, rows=(good.rows[0], partial))).command
