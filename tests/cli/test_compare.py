"""The output of ``tenor compare``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from tenor.cli.compare import compare
from tenor.codebook import Task
from tenor.evaluation import Interval
from tenor.evaluation.paired import McNemar, ScoreDifference
from tenor.tracking import LoggedRun
from tenor.workflow import compare as workflow
from tenor.workflow.compare import ComparedRun, RunComparison

NAMES = ("first", "\x1bsecond", "third")
"""Names of runs; a control character must not reach the terminal."""


def logged_run(number: int, name: str) -> LoggedRun:
    return LoggedRun(
        str(number) * 32,
        name,
        "1",
        "experiment",
        datetime(2024, 1, 1),
        "FINISHED",
        Task.stance("toll"),
        "c0",
        {},
        params={},
        best_baseline="",
        parent_id="",
    )


@pytest.fixture
def comparison(monkeypatch: pytest.MonkeyPatch) -> RunComparison:
    """A comparison of three runs, which the command prints whatever runs it is given."""
    interval = Interval(0.5, 0.7)
    difference = ScoreDifference(-0.1, Interval(-0.2, 0.05), 0.03, 1100, 40)
    few = ScoreDifference(-0.1, None, None, 1100, 5)
    first, second, third = (logged_run(i, name) for i, name in enumerate(NAMES, start=1))
    comparison = RunComparison(
        "f_avg",
        3,
        (
            ComparedRun(first, first.name, 0.6, interval),
            ComparedRun(second, second.name, 0.5, interval, difference, 0.06, McNemar(5, 2)),
            ComparedRun(third, third.name, 0.5, interval, few),
        ),
        1200,
        1100,
        7,
        pd.DataFrame(
            [[f"a{i}" * 30, "favor", "favor", "none", "none"] for i in range(6)],
            columns=["article_id", "true_labels", *NAMES],
        ),
    )
    monkeypatch.setattr(workflow, "compare_runs", lambda *args, **kwargs: comparison)
    return comparison


def test_it_prints_scores_differences_tests_and_the_first_differing_articles(
    comparison: RunComparison, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    output = tmp_path / "differing.csv"
    compare(["first", "second", "third"], output=output)
    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert printed[0] == (
        "1,200 articles in 1,100 groups (stance towards toll), 95 % intervals; 7 that only some "
        "scored are left out"
    )
    assert printed[1] == "run id F_avg difference to the first p"
    assert printed[3:6] == [
        "first 111111111111 0.600 [.50, .70]",
        "\ufffdsecond 222222222222 0.500 [.50, .70] -0.100 [-0.200, +0.050] 0.0600",
        "third 333333333333 0.500 [.50, .70] -0.100",
    ]
    assert printed[6].endswith("over the groups of the intervals, adjusted by Holm's method")
    assert printed[7] == (
        "too few for an interval or a test of third: they differ on 5 groups, and 6 are needed"
    )
    assert printed[8].startswith("only first is right 5 times, only \ufffdsecond 2 times: McNemar")
    assert printed[9] == "they differ on 6 articles; the first 5"
    assert printed[-1] == f"{output}: 6 articles"
    assert sum(line.startswith("a") for line in printed) == 5 + 1
    assert not any("a4" * 30 in line for line in printed)
    assert any(line.startswith("a4a4") and "… favor" in line for line in printed)
    assert "\x1b" not in "".join(printed)
