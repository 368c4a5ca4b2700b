"""What ``tenor train`` prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tenor.cli.train import print_pooled, print_trained
from tenor.evaluation import Interval
from tenor.evaluation.slices import SliceScore
from tenor.workflow.pooled import pool

from ..conftest import Project


def test_slices_clearly_below_the_whole_are_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """With their intervals and sizes, and out of how many; an outlet's name drives nothing."""
    low = SliceScore("outlet", "Leaf\x1blet", 30, 0.2, 0.1, Interval(0.1, 0.3))
    high = SliceScore("outlet", "Courier", 40, 0.9, 0.9, Interval(0.8, 0.95))
    few = SliceScore("month", "2018-03", 4, 0.0, 0.0, None)
    themes = project.themes
    print_trained(replace(themes, diagnosis=replace(themes.diagnosis, slices=(high, low, few))))
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    [head] = [words for words in printed if words[:1] == ["lowest"]]
    assert " ".join(head[:9]) == "lowest of 2 slices with 20 distinct articles or"
    [row] = [words for words in printed if words[:1] == ["outlet:"]]
    assert row == ["outlet:", "Leaf\ufffdlet", "0.200", "[.10,", ".30]", "30"]


def test_all_targets_of_a_training_have_a_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    print_pooled(pool(project.stances))
    printed = capsys.readouterr().out
    assert printed.startswith("\nall 3 targets, 99 answers: macro-F1 0.")
    assert "F_avg 0." in printed
    print_pooled(None)
    assert capsys.readouterr().out == ""
