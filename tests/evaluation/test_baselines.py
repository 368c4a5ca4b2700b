"""Baselines that a model's scores are compared with."""

from __future__ import annotations

import numpy as np

from tenor.evaluation import majority_baseline


def test_every_article_gets_the_most_frequent_label_of_training() -> None:
    """No other label is predicted, for any number of articles."""
    y_train = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=np.uint8)
    y_pred = majority_baseline(y_train, 2)
    assert y_pred.dtype == bool
    assert y_pred.tolist() == [[False, True, False], [False, True, False]]
    assert majority_baseline(y_train, 0).shape == (0, 3)


def test_the_first_of_equally_frequent_labels_is_predicted() -> None:
    """The baseline is deterministic."""
    y_train = np.array([[0, 1, 1]], dtype=np.uint8)
    assert majority_baseline(y_train, 1).tolist() == [[False, True, False]]


def test_more_than_255_articles_are_counted() -> None:
    """Labels are bytes, and their sums must not overflow."""
    y_train = np.zeros((356, 2), dtype=np.uint8)
    y_train[:256, 0] = 1
    y_train[256:, 1] = 1
    assert majority_baseline(y_train, 1).tolist() == [[True, False]]
