"""What ``tenor train`` prints of a training."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.cli.report import Report
from tenor.cli.training_output import print_all_targets, print_result
from tenor.evaluation import Interval
from tenor.evaluation.slices import SliceScore
from tenor.workflow.train.result import score_all_targets

from ..conftest import Project


def test_slices_clearly_below_the_overall_score_are_printed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines have intervals and sizes; control characters of an outlet's name are replaced."""
    low = SliceScore("outlet", "Leaf\x1blet", 30, 0.2, 0.1, Interval(0.1, 0.3))
    high = SliceScore("outlet", "Courier", 40, 0.9, 0.9, Interval(0.8, 0.95))
    few = SliceScore("month", "2018-03", 4, 0.0, 0.0, None)
    themes = project.themes
    diagnosis = replace(themes.diagnosis, slices=(high, low, few))
    print_result(Report("train"), replace(themes, diagnosis=diagnosis))
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    [head] = [words for words in printed if words[:2] == ["slices", "with"]]
    assert " ".join(head[-9:]) == "of 2 slices with 20 distinct articles or more:"
    [row] = [words for words in printed if words[:1] == ["outlet:"]]
    assert row == ["outlet:", "Leaf\ufffdlet", "0.200", "[.10,", ".30]", "30"]


def test_all_targets_of_a_training_are_printed_in_one_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    pooled = score_all_targets(project.stances)
    assert pooled is not None
    print_all_targets(Report("train"), "stance", pooled)
    printed = capsys.readouterr().out
    assert printed.startswith("\nall 3 targets, 99 stances: macro-F1 0.")
    assert "F_avg 0." in printed
