"""Confusion counts and the F1 scores of their sums."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation.confusion_counts import (
    confusion_counts,
    label_f1,
    macro_f1,
    mean_of_defined,
    micro_f1,
    per_label_scores,
    ratio,
    sum_by_group,
)


def test_each_article_counts_as_true_positive_false_positive_or_false_negative() -> None:
    y_true = np.array([[1, 0, 1]], dtype=np.uint8)
    y_pred = np.array([[1, 1, 0]], dtype=bool)
    assert confusion_counts(y_true, y_pred).tolist() == [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]]


def test_rows_are_summed_by_group_in_sorted_order() -> None:
    counts = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    assert sum_by_group(counts, np.array([9, 4, 9])).tolist() == [[3.0, 4.0], [6.0, 8.0]]
    assert sum_by_group(np.zeros((0, 2)), np.zeros(0, dtype=np.intp)).shape == (0, 2)


def test_precision_recall_and_f1_are_zero_where_undefined() -> None:
    confusion = np.array([[2.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    precision, recall, f1 = per_label_scores(confusion)
    assert precision.tolist() == pytest.approx([2 / 3, 0])
    assert recall.tolist() == [0.5, 0]
    assert f1.tolist() == pytest.approx([4 / 7, 0])


def test_a_label_that_a_resample_lacks_takes_its_f1_in_the_sample() -> None:
    """A label that the sample lacks has no F1 in any resample."""
    sample = np.array([[3.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    resample = np.array([[4.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    f1 = label_f1(resample[None], sample)
    np.testing.assert_allclose(f1, [[1.0, 2 / 3, np.nan]])
    assert macro_f1(resample, sample) == pytest.approx((1 + 2 / 3) / 2)
    assert macro_f1(resample) == 1.0


def test_micro_f1_pools_the_labels() -> None:
    confusion = np.array([[2.0, 1.0], [1.0, 0.0], [0.0, 2.0]])
    assert micro_f1(confusion) == pytest.approx(6 / 9)


def test_means_and_ratios_without_values_are_zero() -> None:
    assert mean_of_defined(np.array([[np.nan, 1.0], [np.nan, np.nan]])).tolist() == [1.0, 0.0]
    assert ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist() == [0.5, 0.0]
