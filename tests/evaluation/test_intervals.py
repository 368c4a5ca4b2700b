"""Bootstrap intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.evaluation import bootstrap, score
from tenor.evaluation.intervals import resample

LABELS = ("favor", "against", "neutral")
Data = tuple[np.ndarray, np.ndarray, np.ndarray]


def simulate(n: int, seed: int = 0) -> Data:
    """Return single labels, predicted correctly four times of five; every article is a group."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 3, n)
    predicted = np.where(rng.random(n) < 0.8, true, rng.integers(0, 3, n))
    eye = np.eye(3, dtype=np.uint8)
    return eye[true], eye[predicted].astype(bool), np.arange(n)


def scores_of(y_true: np.ndarray, y_pred: np.ndarray) -> dict[str, float]:
    scores = score(y_true, y_pred, LABELS, single_label=True)
    return scores.metrics | {f"f1:{row.label}": row.f1 for row in scores.per_label}


def test_every_metric_and_every_label_has_an_interval() -> None:
    """Accuracy and F_avg only where an article has a single label."""
    labels = ["f1:favor", "f1:against", "f1:neutral"]
    common = ["macro_f1", "micro_f1", "samples_f1"]
    single = bootstrap(*simulate(20), LABELS, single_label=True)
    assert list(single) == [*common, "accuracy", "f_avg", *labels]
    assert list(bootstrap(*simulate(20), LABELS, single_label=False)) == [*common, *labels]


@pytest.mark.parametrize("seed", range(5))
def test_an_interval_contains_its_score(seed: int) -> None:
    """On ordinary data, the interval has some width."""
    y_true, y_pred, groups = simulate(150, seed)
    intervals = bootstrap(y_true, y_pred, groups, LABELS, single_label=True)
    for name, value in scores_of(y_true, y_pred).items():
        low, high = intervals[name] or (1, 0)
        assert 0 <= low < value < high <= 1


def test_more_articles_make_intervals_narrower() -> None:
    """Sixteen times as many of the same make them a quarter as wide."""
    y_true, y_pred, _ = simulate(100)
    few = bootstrap(y_true, y_pred, np.arange(100), LABELS, single_label=True)
    tiled = np.tile(y_true, (16, 1)), np.tile(y_pred, (16, 1)), np.arange(1600)
    many = bootstrap(*tiled, LABELS, single_label=True)
    for name in few:
        ratio = (few[name].high - few[name].low) / (many[name].high - many[name].low)
        assert 3.3 < ratio < 4.8


def test_the_interval_of_accuracy_is_that_of_the_binomial() -> None:
    """300 of 400 articles correct: 0.75 with 1.96 standard errors of 0.0217."""
    y_true = np.tile(np.eye(2, dtype=np.uint8), (200, 1))
    y_pred = y_true.astype(bool)
    y_pred[300:] = ~y_pred[300:]
    low, high = bootstrap(y_true, y_pred, np.arange(400), ("a", "b"), single_label=True)["accuracy"]
    assert low == pytest.approx(0.7076, abs=0.006)
    assert high == pytest.approx(0.7924, abs=0.006)


@settings(max_examples=15)
@given(st.integers(15, 40), st.integers(2, 5), st.integers(0, 5))
def test_copies_of_articles_do_not_narrow_intervals(n: int, times: int, seed: int) -> None:
    """Copies in the group of their original leave every interval unchanged."""
    y_true, y_pred, groups = simulate(n, seed)
    alone = bootstrap(y_true, y_pred, groups, LABELS, single_label=True)
    copied = [np.repeat(array, times, axis=0) for array in (y_true, y_pred, groups)]
    copies = bootstrap(*copied, LABELS, single_label=True)
    for name, interval in alone.items():
        assert copies[name] == (interval and pytest.approx(interval))


def test_the_random_state_determines_the_intervals() -> None:
    data = simulate(60)
    first, second = (bootstrap(*data, LABELS, single_label=True) for _ in range(2))
    assert first == second
    assert first != bootstrap(*data, LABELS, single_label=True, random_state=1)


def test_the_names_of_groups_do_not_matter() -> None:
    """Intervals depend only on which articles share a group, and on the order of groups."""
    y_true, y_pred, groups = simulate(60)
    first = bootstrap(y_true, y_pred, groups // 3, LABELS, single_label=True)
    renamed = bootstrap(y_true, y_pred, groups // 3 * 1000 + 5, LABELS, single_label=True)
    assert renamed == first


def test_a_resample_holds_as_many_groups_as_the_sample() -> None:
    """This holds for groups with equal and with different counts."""
    resamples = resample(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 5.0]]), random_state=0)
    assert resamples.shape == (1000, 2)
    assert (resamples[:, 0] == 3).all()
    assert set(resamples[:, 1].tolist()) == {6.0, 9.0, 12.0, 15.0}
