"""Paired tests."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation import MetricSet, score
from tenor.evaluation.paired import McNemar, ScoreDifference, compare_predictions, holm, mcnemar

LABELS = ("left", "center", "right")
METRIC_SET = MetricSet(LABELS, single_label=True)
Data = tuple[np.ndarray, np.ndarray, np.ndarray]


def systems(n: int, seed: int = 0, first: float = 0.6, second: float = 0.8) -> Data:
    """Return true labels, and the predictions of two systems of these accuracies."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 3, n)
    eye = np.eye(3, dtype=np.uint8)
    predicted = [
        np.where(rng.random(n) < accuracy, true, rng.integers(0, 3, n))
        for accuracy in (first, second)
    ]
    return eye[true], eye[predicted[0]].astype(bool), eye[predicted[1]].astype(bool)


def metric_of(y_true: np.ndarray, y_pred: np.ndarray, metric: str) -> float:
    return score(y_true, y_pred, LABELS, single_label=True).metrics[metric]


def compare(
    y_true: np.ndarray, first: np.ndarray, second: np.ndarray, metric: str
) -> ScoreDifference:
    """Compare two systems where every article is a group."""
    groups = np.arange(len(y_true))
    return compare_predictions(y_true, first, second, groups, METRIC_SET, metric)


@pytest.mark.parametrize("metric", METRIC_SET.names)
def test_the_difference_is_that_of_the_scores_and_lies_in_its_interval(metric: str) -> None:
    y_true, a, b = systems(300)
    difference = compare(y_true, a, b, metric)
    expected = metric_of(y_true, b, metric) - metric_of(y_true, a, metric)
    assert difference.value == pytest.approx(expected)
    assert difference.interval is not None
    assert difference.p_value is not None
    assert 0 < difference.interval.low < difference.value < difference.interval.high
    assert difference.p_value < 0.01


def test_a_system_does_not_differ_from_itself() -> None:
    y_true, a, _ = systems(50)
    difference = compare(y_true, a, a, "macro_f1")
    assert difference == ScoreDifference(0.0, None, None, 50, 0)
    assert difference.too_few == "they differ on 0 groups, and 6 are needed"


def test_the_p_value_is_the_share_of_permutations_that_differ_as_much() -> None:
    """All 2^8 permutations of the eight articles on which the systems differ, enumerated."""
    y_true, a, b = systems(20)
    observed = abs(metric_of(y_true, a, "macro_f1") - metric_of(y_true, b, "macro_f1"))
    n_extreme = 0
    differing = np.flatnonzero((a != b).any(axis=1))
    assert len(differing) == 8
    for swap in product([False, True], repeat=8):
        exchanged = np.zeros((20, 1), dtype=bool)
        exchanged[differing, 0] = swap
        first, second = np.where(exchanged, b, a), np.where(exchanged, a, b)
        gap = abs(metric_of(y_true, first, "macro_f1") - metric_of(y_true, second, "macro_f1"))
        n_extreme += gap >= observed - 1e-12
    assert compare(y_true, a, b, "macro_f1").p_value == pytest.approx(n_extreme / 256, abs=0.02)


def test_equally_good_systems_seldom_differ() -> None:
    """About two of forty pairs have p below .05."""
    differences = [compare(*systems(80, seed, 0.7, 0.7), "micro_f1") for seed in range(40)]
    n_significant = sum((difference.p_value or 0) < 0.05 for difference in differences)
    assert n_significant <= 5


@settings(max_examples=10)
@given(st.integers(20, 40), st.integers(2, 4), st.integers(0, 5))
def test_copies_of_articles_change_neither_interval_nor_p_value(
    n: int, times: int, seed: int
) -> None:
    """Where they are in the group of their original."""
    data, groups = systems(n, seed), np.arange(n)
    alone = compare_predictions(*data, groups, METRIC_SET, "accuracy")
    copied = [np.repeat(array, times, axis=0) for array in (*data, groups)]
    copies = compare_predictions(*copied, METRIC_SET, "accuracy")
    assert copies.value == pytest.approx(alone.value)
    assert (copies.interval is None) == (alone.interval is None)
    assert copies.n_differing == alone.n_differing
    if alone.interval is not None:
        assert copies.interval == pytest.approx(alone.interval)
        assert copies.p_value == pytest.approx(alone.p_value)


def test_exchanging_the_systems_changes_the_sign() -> None:
    y_true, a, b = systems(60)
    forward, backward = compare(y_true, a, b, "macro_f1"), compare(y_true, b, a, "macro_f1")
    assert backward.value == pytest.approx(-forward.value)
    assert forward.interval is not None
    assert backward.interval == pytest.approx((-forward.interval.high, -forward.interval.low))
    assert backward.p_value == pytest.approx(forward.p_value)


@settings(max_examples=40)
@given(
    st.integers(20, 120),
    st.integers(0, 10**6),
    st.sampled_from([0.3, 0.6, 0.8]),
    st.sampled_from([0.3, 0.6, 0.8]),
    st.sampled_from(METRIC_SET.names),
)
def test_interval_and_p_value_agree(
    n: int, seed: int, first: float, second: float, metric: str
) -> None:
    """A clear difference by the one is never far from clear by the other."""
    result = compare(*systems(n, seed, first, second), metric)
    if result.interval is None or result.p_value is None:
        assert result.too_few
        assert result.interval is result.p_value is None
        return
    excludes_zero = result.interval.low > 0 or result.interval.high < 0
    if excludes_zero:
        assert result.p_value < 0.2
    else:
        assert result.p_value > 0.005


def test_a_label_that_one_system_alone_predicts_does_not_set_the_systems_apart() -> None:
    """Both are averaged over the labels that an article has: a mean of fewer labels is no gain."""
    true = np.arange(40) % 2
    first, second = true.copy(), true.copy()
    # Each system is wrong on eight articles; the first alone predicts a label that none has.
    first[:8], second[8:16] = 2, 1 - true[8:16]
    eye = np.eye(3, dtype=np.uint8)
    data = eye[true], eye[first].astype(bool), eye[second].astype(bool)
    apart = metric_of(data[0], data[2], "macro_f1") - metric_of(data[0], data[1], "macro_f1")
    assert apart > 0.2
    result = compare(*data, "macro_f1")
    assert abs(result.value) < 0.1
    assert result.interval is not None
    assert result.interval.low < 0 < result.interval.high
    assert (result.p_value or 0) > 0.05


def test_few_groups_have_neither_interval_nor_p_value() -> None:
    few = compare(*systems(14, 2, 0.3, 0.9), "macro_f1")
    assert (few.interval, few.p_value) == (None, None)
    assert few.too_few == "14 groups, and 20 are needed"
    y_true, a, _ = systems(60)
    b = a.copy()
    b[:5] = y_true[:5]
    assert compare(y_true, a, b, "accuracy").too_few.endswith("and 6 are needed")


def test_an_inapplicable_metric_is_an_error_that_lists_those_that_apply() -> None:
    with pytest.raises(
        InputError, match=r"'f_avg' does not apply to these labels; choose one of mac"
    ):
        compare(*systems(10), "f_avg")


def correctness(only_first: int, only_second: int, both: int = 7) -> tuple[np.ndarray, np.ndarray]:
    first = [True] * (only_first + both) + [False] * only_second
    second = [False] * only_first + [True] * (both + only_second)
    return np.array(first), np.array(second)


@pytest.mark.parametrize(
    ("only_first", "only_second", "exact", "mid"),
    [
        (1, 7, 0.0703125, 0.0390625),  # the example of Fagerland, Lydersen and Laake (2013)
        (0, 5, 0.0625, 0.03125),
        (2, 2, 1.0, 0.8125),
        (0, 0, 1.0, 1.0),
    ],
)
def test_mcnemar_counts_articles_on_which_only_one_system_is_correct(
    only_first: int, only_second: int, exact: float, mid: float
) -> None:
    first, second = correctness(only_first, only_second)
    result = mcnemar(first, second, np.arange(len(first)))
    assert result == McNemar(only_first, only_second)
    assert result.p_exact == pytest.approx(exact)
    assert result.p_mid == pytest.approx(mid)


def test_mcnemar_counts_one_article_of_each_group() -> None:
    first, second = correctness(2, 6)
    once = mcnemar(first, second, np.arange(15))
    twice = [np.concatenate([array, array]) for array in (first, second, np.arange(15))]
    assert mcnemar(*twice) == once


def test_adjusted_p_values_are_never_below_the_p_value_nor_above_one() -> None:
    assert holm([0.02, 0.5, 0.01, 0.9]) == pytest.approx([0.06, 1.0, 0.04, 1.0])
    assert holm([0.2]) == [0.2]
