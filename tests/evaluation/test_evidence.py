"""Scores that support no conclusion say so and have no interval."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import Interval, bootstrap
from tenor.evaluation.evidence import MIN_GROUPS, weaknesses
from tenor.evaluation.intervals import exact_interval

LABELS = ("rail", "sport", "weather")
EYE = np.eye(3, dtype=np.uint8)


def data(n: int, mistakes: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return n articles of two labels in turn, the first of which are mistaken for the third."""
    true = np.arange(n) % 2
    predicted = np.where(np.arange(n) < mistakes, 2, true)
    return EYE[true], EYE[predicted].astype(bool), np.arange(n)


def test_few_groups_have_no_interval_however_many_articles_they_hold() -> None:
    y_true, y_pred, _ = data(400, mistakes=100)
    groups = np.arange(400) % (MIN_GROUPS - 1)
    intervals = bootstrap(y_true, y_pred, groups, LABELS, single_label=True)
    assert set(intervals.values()) == {None}
    [sentence] = weaknesses(y_true, y_pred, groups, LABELS)
    assert sentence == (
        "Only 19 distinct articles or groups are scored, fewer than 20: the scores have no "
        "interval and support no conclusion. Label more articles."
    )


def test_articles_with_the_same_labels_have_no_interval() -> None:
    y_pred = data(40)[1]
    for single_label, true, named in (
        (True, EYE[[0] * 40], "rail"),
        (False, EYE[[0] * 40] * 0, "none"),
    ):
        intervals = bootstrap(true, y_pred, np.arange(40), LABELS, single_label=single_label)
        assert set(intervals.values()) == {None}
        [sentence] = weaknesses(true, y_pred, np.arange(40), LABELS)
        assert f"All 40 scored articles have the same labels ({named})" in sentence


def test_scores_without_mistakes_have_exact_intervals_where_one_exists() -> None:
    """Of a share; a mean over labels has none."""
    y_true, y_pred, groups = data(40)
    intervals = bootstrap(y_true, y_pred, groups, LABELS, single_label=True)
    assert intervals["macro_f1"] is None
    assert intervals["accuracy"] == intervals["micro_f1"] == exact_interval(1.0, 40)
    assert intervals["f1:rail"] == exact_interval(1.0, 20)
    assert intervals["f1:weather"] is None
    [sentence] = weaknesses(y_true, y_pred, groups, LABELS)
    assert "up to 7.2% of such articles are compatible" in sentence


def test_a_label_that_is_never_found_has_an_exact_interval() -> None:
    y_true = data(40)[0]
    y_pred = np.tile(EYE[1].astype(bool), (40, 1))
    intervals = bootstrap(y_true, y_pred, np.arange(40), LABELS, single_label=True)
    low, high = intervals["f1:rail"] or (1, 1)
    # Of 20 articles: 1 - .025 ** (1 / 20).
    assert (low, high) == (0, pytest.approx(0.16843, abs=1e-5))


def test_labels_of_few_articles_have_no_interval() -> None:
    y_true, y_pred, groups = data(60, mistakes=5)
    y_true[-9:], y_pred[-9:] = EYE[2], EYE[2].astype(bool)
    intervals = bootstrap(y_true, y_pred, groups, LABELS, single_label=True)
    assert intervals["f1:weather"] is None
    assert intervals["f1:rail"] is not None
    y_true[-10] = EYE[2]
    assert bootstrap(y_true, y_pred, groups, LABELS, single_label=True)["f1:weather"] is not None


def test_an_exact_interval_is_that_of_clopper_and_pearson() -> None:
    from scipy.stats import binomtest

    for n in (10, 33):
        for right in (0, n):
            ours = exact_interval(right / n, n)
            theirs = binomtest(right, n).proportion_ci(method="exact")
            assert ours == pytest.approx((theirs.low, theirs.high))
    assert exact_interval(0.5, 10) is None


def test_ordinary_scores_have_no_weakness() -> None:
    assert weaknesses(*data(40, mistakes=3), LABELS) == []
    assert isinstance(Interval.from_resamples(np.arange(1000.0), MIN_GROUPS), Interval)
