"""The result of a training, and several targets scored as one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import f1_score

from tenor.workflow.train.result import score_all_targets

from ...conftest import Project


def test_the_predictions_of_all_targets_are_pooled_rather_than_their_scores(
    project: Project,
) -> None:
    row = score_all_targets(project.stances)
    assert row is not None
    y_true, y_pred = (
        np.concatenate([getattr(r.predictions, name).argmax(axis=1) for r in project.stances])
        for name in ("y_true", "y_pred")
    )
    labels = project.stances[0].predictions.labels
    columns = [labels.index("favor"), labels.index("against")]
    f_avg = f1_score(y_true, y_pred, labels=columns, average="macro")
    assert row.scores.metrics["f_avg"] == pytest.approx(f_avg)
    assert row.scores.n_articles == len(y_true)
    low, high = row.intervals["f_avg"]
    assert low < row.scores.metrics["f_avg"] < high


def test_one_target_or_targets_with_other_positions_are_not_pooled(project: Project) -> None:
    first, second, _ = project.stances
    assert score_all_targets([first]) is None
    labels = ("left", "center", "right")
    other = replace(second, predictions=replace(second.predictions, labels=labels))
    assert score_all_targets([first, other]) is None


def test_the_best_baseline_is_scored_on_the_same_articles_as_the_model(project: Project) -> None:
    first, majority, tags = project.themes.rows
    covered = replace(
        tags, name="rules, covered by rules", scores=replace(tags.scores, n_articles=9)
    )
    themes = project.themes
    assert replace(themes, rows=(first, covered, majority)).best_baseline == majority
    assert replace(themes, rows=(first, majority, tags)).best_baseline == tags
    assert replace(themes, rows=(first,)).best_baseline is None
