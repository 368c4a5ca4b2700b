"""Paired tests."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.errors import InputError
from tenor.evaluation import Scoring, score
from tenor.evaluation.paired import compare, holm, mcnemar

LABELS = ("left", "center", "right")
SCORING = Scoring(LABELS, one_label=True)
Data = tuple[np.ndarray, np.ndarray, np.ndarray]


def systems(n: int, seed: int = 0, first: float = 0.6, second: float = 0.8) -> Data:
    """Truth, and two systems that are right with these chances."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 3, n)
    eye = np.eye(3, dtype=np.uint8)
    answers = [
        np.where(rng.random(n) < chance, true, rng.integers(0, 3, n)) for chance in (first, second)
    ]
    return eye[true], eye[answers[0]].astype(bool), eye[answers[1]].astype(bool)


def metric_of(truth: np.ndarray, given: np.ndarray, metric: str) -> float:
    return score(truth, given, LABELS, one_label=True).metrics[metric]


@pytest.mark.parametrize("metric", SCORING.names)
def test_the_difference_is_that_of_the_scores_and_lies_in_its_interval(metric: str) -> None:
    truth, a, b = systems(300)
    found = compare(truth, a, b, np.arange(300), SCORING, metric)
    assert found.value == pytest.approx(metric_of(truth, b, metric) - metric_of(truth, a, metric))
    assert 0 < found.interval.low < found.value < found.interval.high
    assert found.p < 0.01


def test_a_system_does_not_differ_from_itself() -> None:
    truth, a, _ = systems(50)
    assert compare(truth, a, a, np.arange(50), SCORING, "macro_f1") == (0.0, (0.0, 0.0), 1.0)


def test_p_is_the_share_of_exchanges_that_differ_as_much() -> None:
    """All 2^8 exchanges of eight articles, counted one by one."""
    truth, a, b = systems(8, seed=3)
    observed = abs(metric_of(truth, a, "macro_f1") - metric_of(truth, b, "macro_f1"))
    extreme = 0
    for swap in product([False, True], repeat=8):
        chosen = np.array(swap)[:, None]
        one, other = np.where(chosen, b, a), np.where(chosen, a, b)
        gap = abs(metric_of(truth, one, "macro_f1") - metric_of(truth, other, "macro_f1"))
        extreme += gap >= observed - 1e-12
    found = compare(truth, a, b, np.arange(8), SCORING, "macro_f1")
    assert found.p == pytest.approx(extreme / 256, abs=0.02)


def test_systems_of_the_same_quality_seldom_differ() -> None:
    """Of forty pairs about two have p below one in twenty."""
    small = sum(
        compare(*systems(80, seed, 0.7, 0.7), np.arange(80), SCORING, "micro_f1").p < 0.05
        for seed in range(40)
    )
    assert small <= 5


@settings(max_examples=10)
@given(st.integers(5, 30), st.integers(2, 4), st.integers(0, 5))
def test_copies_of_articles_add_no_certainty(n: int, times: int, seed: int) -> None:
    """Copies in the group of their original leave interval and p as they were."""
    data, groups = systems(n, seed), np.arange(n)
    alone = compare(*data, groups, SCORING, "accuracy")
    copied = [np.repeat(array, times, axis=0) for array in (*data, groups)]
    copies = compare(*copied, SCORING, "accuracy")
    assert copies.value == pytest.approx(alone.value)
    assert copies.interval == pytest.approx(alone.interval)
    assert copies.p == pytest.approx(alone.p)


def test_the_order_of_the_systems_turns_the_sign() -> None:
    truth, a, b = systems(60)
    there = compare(truth, a, b, np.arange(60), SCORING, "macro_f1")
    back = compare(truth, b, a, np.arange(60), SCORING, "macro_f1")
    assert back.value == pytest.approx(-there.value)
    assert back.interval == pytest.approx((-there.interval.high, -there.interval.low))
    assert back.p == pytest.approx(there.p)


def test_a_score_that_the_labels_have_not_is_named() -> None:
    truth, a, b = systems(10)
    with pytest.raises(InputError, match=r"'f_avg' is not a score of these labels; they have mac"):
        compare(truth, a, b, np.arange(10), SCORING, "f_avg")


def rights(only_first: int, only_second: int, both: int = 7) -> tuple[np.ndarray, np.ndarray]:
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
def test_mcnemar_counts_where_only_one_is_right(
    only_first: int, only_second: int, exact: float, mid: float
) -> None:
    first, second = rights(only_first, only_second)
    found = mcnemar(first, second, np.arange(len(first)))
    assert found[:2] == (only_first, only_second)
    assert found.p_exact == pytest.approx(exact)
    assert found.p_mid == pytest.approx(mid)


def test_of_a_duplicate_group_mcnemar_counts_one_article() -> None:
    first, second = rights(2, 6)
    once = mcnemar(first, second, np.arange(15))
    again = [np.concatenate([array, array]) for array in (first, second, np.arange(15))]
    assert mcnemar(*again) == once


def test_holm_is_never_smaller_than_the_p_value_nor_larger_than_one() -> None:
    assert holm([0.02, 0.5, 0.01, 0.9]) == pytest.approx([0.06, 1.0, 0.04, 1.0])
    assert holm([0.2]) == [0.2]
