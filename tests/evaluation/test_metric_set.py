"""Metrics of a task from counts of articles."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import MetricSet

FNC = ("agree", "disagree", "discuss", "unrelated")


def test_an_article_adds_confusion_counts_and_what_its_metrics_need() -> None:
    """One article, whether a label is correct, the F1 of its labels; for FNC its points too."""
    y_true = np.array([[1, 0, 0, 0], [0, 0, 0, 1]], dtype=np.uint8)
    y_pred = np.array([[0, 1, 0, 0], [0, 0, 0, 1]], dtype=bool)
    counts = MetricSet(FNC, single_label=True).counts(y_true, y_pred)
    assert counts[:, 12:].tolist() == [[1, 0, 0, 0.25, 1], [1, 1, 1, 0.25, 0.25]]
    assert MetricSet(FNC, single_label=False).counts(y_true, y_pred).shape == (2, 15)


def test_confusion_counts_are_the_first_columns() -> None:
    y_true, y_pred = np.array([[1, 0]], dtype=np.uint8), np.array([[1, 1]], dtype=bool)
    metric_set = MetricSet(("a", "b"), single_label=False)
    confusion = metric_set.confusion(metric_set.counts(y_true, y_pred))
    assert confusion.tolist() == [[[1, 0], [0, 1], [0, 0]]]


def test_scores_of_stacked_sums_are_the_scores_of_each_sum() -> None:
    rng = np.random.default_rng(0)
    eye = np.eye(4, dtype=np.uint8)
    y_true, y_pred = eye[rng.integers(0, 4, 60)], eye[rng.integers(0, 4, 60)].astype(bool)
    metric_set = MetricSet(FNC, single_label=True)
    sums = metric_set.counts(y_true, y_pred).reshape(3, 20, -1).sum(axis=1)
    together = metric_set.scores(sums)
    assert tuple(together) == metric_set.names
    for i in range(3):
        alone = metric_set.scores(sums[i])
        for name, values in together.items():
            assert values[i] == pytest.approx(alone[name])
