"""The results of an evaluation."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import Interval
from tenor.evaluation.repeated_splits import MeanScore
from tenor.workflow.leaks.result import EvalSplitScore, LeakTable


@pytest.mark.parametrize("per_split", [(0.5,), (0.5, 0.7, 0.6)])
def test_a_row_has_as_many_draws_as_scores(per_split: tuple[float, ...]) -> None:
    score = MeanScore(0.6, Interval(0.4, 0.8), per_split, np.full(1000, 0.6), 50)
    row = EvalSplitScore("grouped", {"macro_f1": score}, 0.1, 100, 120, 20.0)
    assert row.n_draws == len(per_split)


def test_the_accuracy_of_a_probe_is_that_of_its_scores(leak_table: LeakTable) -> None:
    assert leak_table.probe is not None
    assert leak_table.probe.accuracy == leak_table.probe.scores.accuracy > 0
