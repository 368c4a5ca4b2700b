"""Several targets scored as one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import f1_score

from tenor.workflow.pooled import pool

from ..conftest import Project


def test_the_answers_of_all_targets_are_scored_together(project: Project) -> None:
    """Which is not the mean of their scores."""
    row = pool(project.stances)
    assert row is not None
    true, given = (
        np.concatenate([getattr(t.predicted, name).argmax(axis=1) for t in project.stances])
        for name in ("truth", "given")
    )
    labels = project.stances[0].predicted.labels
    wanted = [labels.index("favor"), labels.index("against")]
    assert row.scores.metrics["f_avg"] == pytest.approx(
        f1_score(true, given, labels=wanted, average="macro")
    )
    assert row.scores.n_articles == len(true)
    low, high = row.intervals["f_avg"]
    assert low < row.scores.metrics["f_avg"] < high


def test_one_target_or_other_positions_are_not_pooled(project: Project) -> None:
    first, second, _ = project.stances
    assert pool([first]) is None
    other = replace(second, predicted=replace(second.predicted, labels=("left", "center", "right")))
    assert pool([first, other]) is None
