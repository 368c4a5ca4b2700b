"""What a score must beat."""

from __future__ import annotations

import numpy as np

from tenor.evaluation import majority


def test_every_article_is_given_the_most_frequent_label_of_training() -> None:
    """And no other, however many articles there are."""
    train = np.array([[1, 1, 0], [0, 1, 0], [0, 0, 1]], dtype=np.uint8)
    given = majority(train, 2)
    assert given.dtype == bool
    assert given.tolist() == [[False, True, False], [False, True, False]]
    assert majority(train, 0).shape == (0, 3)


def test_of_labels_equally_frequent_the_first_is_given() -> None:
    """So that two runs agree."""
    assert majority(np.array([[0, 1, 1]], dtype=np.uint8), 1).tolist() == [[False, True, False]]


def test_more_than_255_articles_are_counted() -> None:
    """The labels are bytes; their sums are not."""
    train = np.zeros((356, 2), dtype=np.uint8)
    train[:256, 0] = 1
    train[256:, 1] = 1
    assert majority(train, 1).tolist() == [[True, False]]
