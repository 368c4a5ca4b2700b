"""Bootstrap intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.evaluation import Interval, bootstrap, score

LABELS = ("favor", "against", "neutral")
Data = tuple[np.ndarray, np.ndarray, np.ndarray]


def ordinary(n: int, seed: int = 0) -> Data:
    """One label an article, given rightly four times of five; every article its own group."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 3, n)
    given = np.where(rng.random(n) < 0.8, true, rng.integers(0, 3, n))
    eye = np.eye(3, dtype=np.uint8)
    return eye[true], eye[given].astype(bool), np.arange(n)


def points(truth: np.ndarray, given: np.ndarray) -> dict[str, float]:
    scores = score(truth, given, LABELS, one_label=True)
    return scores.metrics | {f"f1:{row.label}": row.f1 for row in scores.per_label}


def test_every_score_has_an_interval() -> None:
    """Accuracy and the field's own figure only where an article has one label."""
    labels = ["f1:favor", "f1:against", "f1:neutral"]
    all_tasks = ["macro_f1", "micro_f1", "samples_f1"]
    assert list(bootstrap(*ordinary(20), LABELS, one_label=True)) == [
        *all_tasks, "accuracy", "f_avg", *labels,
    ]  # fmt: skip
    assert list(bootstrap(*ordinary(20), LABELS, one_label=False)) == [*all_tasks, *labels]


@pytest.mark.parametrize("seed", range(5))
def test_an_interval_contains_its_score(seed: int) -> None:
    """And has some width, on ordinary data."""
    truth, given, groups = ordinary(150, seed)
    intervals = bootstrap(truth, given, groups, LABELS, one_label=True)
    for name, value in points(truth, given).items():
        low, high = intervals[name]
        assert 0 <= low < value < high <= 1


def test_more_articles_make_intervals_narrower() -> None:
    """Sixteen times as many of the same, four times as narrow."""
    truth, given, _ = ordinary(100)
    few = bootstrap(truth, given, np.arange(100), LABELS, one_label=True)
    many = bootstrap(
        np.tile(truth, (16, 1)), np.tile(given, (16, 1)), np.arange(1600), LABELS, one_label=True
    )
    for name in few:
        ratio = (few[name].high - few[name].low) / (many[name].high - many[name].low)
        assert 3.3 < ratio < 4.8


def test_the_interval_of_accuracy_is_that_of_the_binomial() -> None:
    """Four hundred articles, 300 right: 0.75 with 1.96 standard errors of 0.0217."""
    truth = np.tile(np.array([[1, 0]], dtype=np.uint8), (400, 1))
    given = np.zeros((400, 2), dtype=bool)
    given[:300, 0] = given[300:, 1] = True
    low, high = bootstrap(truth, given, np.arange(400), ("a", "b"), one_label=True)["accuracy"]
    assert low == pytest.approx(0.7076, abs=0.004)
    assert high == pytest.approx(0.7924, abs=0.004)


def test_one_group_is_drawn_whole() -> None:
    """So every resample is the same, and the interval is the score itself."""
    truth, given, _ = ordinary(40)
    intervals = bootstrap(truth, given, np.full(40, 7), LABELS, one_label=True)
    for name, value in points(truth, given).items():
        assert intervals[name] == Interval(pytest.approx(value), pytest.approx(value))


@settings(max_examples=15)
@given(st.integers(2, 30), st.integers(2, 5), st.integers(0, 5))
def test_copies_of_articles_add_no_certainty(n: int, times: int, seed: int) -> None:
    """Copies in the group of their original leave every interval as it was."""
    truth, given, groups = ordinary(n, seed)
    alone = bootstrap(truth, given, groups, LABELS, one_label=True)
    copied = [np.repeat(array, times, axis=0) for array in (truth, given, groups)]
    copies = bootstrap(*copied, LABELS, one_label=True)
    for name, interval in alone.items():
        assert copies[name] == pytest.approx(interval)


def test_two_calls_agree() -> None:
    """And another random state gives other draws."""
    data = ordinary(60)
    assert bootstrap(*data, LABELS, one_label=True) == bootstrap(*data, LABELS, one_label=True)
    assert bootstrap(*data, LABELS, one_label=True) != bootstrap(
        *data, LABELS, one_label=True, random_state=1
    )


def test_names_of_groups_do_not_count() -> None:
    """Only which articles share one, and in which order the groups are named."""
    truth, given, groups = ordinary(60)
    expected = bootstrap(truth, given, groups // 3, LABELS, one_label=True)
    assert bootstrap(truth, given, groups // 3 * 1000 + 5, LABELS, one_label=True) == expected
