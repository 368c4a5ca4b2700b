"""What ``tenor train`` prints of a training."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.cli.report import Report
from tenor.cli.training_output import print_all_targets, print_result
from tenor.evaluation import Interval
from tenor.evaluation.slices import SliceScore
from tenor.present import printable
from tenor.workflow.train.limitations import limitations
from tenor.workflow.train.result import score_all_targets

from ..conftest import Project


def test_limitations_are_printed_as_the_report_has_them(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Slices among them; control characters of an outlet's name are replaced."""
    low = SliceScore("outlet", "Leaf\x1blet", 30, 0.2, 0.1, Interval(0.1, 0.3))
    high = SliceScore("outlet", "Courier", 40, 0.9, 0.9, Interval(0.8, 0.95))
    few = SliceScore("month", "2018-03", 4, 0.0, 0.0, None)
    themes = project.themes
    result = replace(themes, diagnosis=replace(themes.diagnosis, slices=(high, low, few)))
    print_result(Report("train"), result)
    printed = capsys.readouterr().out
    _, bullets = " ".join(printed.split()).split(" limitations: - ")
    sentences = [" ".join(printable(sentence).split()) for sentence in limitations(result)]
    assert bullets.split(" run ")[0] == " - ".join(sentences)
    assert "The micro-F1 for outlet Leaf\ufffdlet is clearly lower: 0.20 on 30 articles" in bullets
    assert max(map(len, printed.splitlines())) <= 80


def test_too_few_articles_are_said(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    predictions = project.themes.predictions
    arrays = ("rows", "article_ids", "groups", "y_true", "y_pred", "is_known")
    first = replace(predictions, **{name: getattr(predictions, name)[:14] for name in arrays})
    print_result(Report("train"), replace(project.themes, predictions=first))
    printed = " ".join(capsys.readouterr().out.split())
    assert "limitations: - Only 14 distinct articles or groups are scored, fewer than 20" in printed


def test_the_publishers_tags_and_the_target_blind_baseline_are_explained(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    print_result(Report("train"), project.themes)
    printed = capsys.readouterr().out
    assert "  publisher tags: given by the publishers' own editors; 88% of the articles" in printed
    assert "target-blind" not in printed
    print_result(Report("train"), project.stances[0])
    printed = capsys.readouterr().out
    assert "  target-blind: a plain model that cannot see the target's names;" in printed
    assert "publisher tags" not in printed


def test_all_targets_of_a_training_are_printed_in_one_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    pooled = score_all_targets(project.stances)
    assert pooled is not None
    print_all_targets(Report("train"), "stance", pooled)
    printed = capsys.readouterr().out
    assert printed.startswith("\nall 3 targets, 192 stances: macro-F1 0.")
    assert "F_avg 0." in printed
