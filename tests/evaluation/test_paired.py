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
    assert 0 < difference.interval.low < difference.value < difference.interval.high
    assert difference.p_value < 0.01


def test_a_system_does_not_differ_from_itself() -> None:
    y_true, a, _ = systems(50)
    assert compare(y_true, a, a, "macro_f1") == ScoreDifference(0.0, (0.0, 0.0), 1.0)  # type: ignore[arg-type]


def test_the_p_value_is_the_share_of_permutations_that_differ_as_much() -> None:
    """All 2^8 permutations of eight articles, enumerated."""
    y_true, a, b = systems(8, seed=3)
    observed = abs(metric_of(y_true, a, "macro_f1") - metric_of(y_true, b, "macro_f1"))
    n_extreme = 0
    for swap in product([False, True], repeat=8):
        exchanged = np.array(swap)[:, None]
        first, second = np.where(exchanged, b, a), np.where(exchanged, a, b)
        gap = abs(metric_of(y_true, first, "macro_f1") - metric_of(y_true, second, "macro_f1"))
        n_extreme += gap >= observed - 1e-12
    p_value = compare(y_true, a, b, "macro_f1").p_value
    assert p_value == pytest.approx(n_extreme / 256, abs=0.02)


def test_equally_good_systems_seldom_differ() -> None:
    """About two of forty pairs have p below .05."""
    n_significant = sum(
        compare(*systems(80, seed, 0.7, 0.7), "micro_f1").p_value < 0.05 for seed in range(40)
    )
    assert n_significant <= 5


@settings(max_examples=10)
@given(st.integers(5, 30), st.integers(2, 4), st.integers(0, 5))
def test_copies_of_articles_change_neither_interval_nor_p_value(
    n: int, times: int, seed: int
) -> None:
    """Where they are in the group of their original."""
    data, groups = systems(n, seed), np.arange(n)
    alone = compare_predictions(*data, groups, METRIC_SET, "accuracy")
    copied = [np.repeat(array, times, axis=0) for array in (*data, groups)]
    copies = compare_predictions(*copied, METRIC_SET, "accuracy")
    assert copies.value == pytest.approx(alone.value)
    assert copies.interval == pytest.approx(alone.interval)
    assert copies.p_value == pytest.approx(alone.p_value)


def test_exchanging_the_systems_changes_the_sign() -> None:
    y_true, a, b = systems(60)
    forward, backward = compare(y_true, a, b, "macro_f1"), compare(y_true, b, a, "macro_f1")
    assert backward.value == pytest.approx(-forward.value)
    assert backward.interval == pytest.approx((-forward.interval.high, -forward.interval.low))
    assert backward.p_value == pytest.approx(forward.p_value)


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
