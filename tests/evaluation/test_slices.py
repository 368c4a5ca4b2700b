"""Scores of slices."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import MetricSet, bootstrap, score
from tenor.evaluation.slices import lowest_slices, score_slices

LABELS = ("left", "right")
METRIC_SET = MetricSet(LABELS, single_label=True)


def three_outlets() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Courier: 27 of 30 articles correct; Herald: 9 of 30; Leaflet: none of 5."""
    true = np.arange(65) % 2
    correct = np.array([i % 10 != 0 for i in range(30)] + [i < 9 for i in range(30)] + [False] * 5)
    eye = np.eye(2, dtype=np.uint8)
    y_pred = eye[np.where(correct, true, 1 - true)].astype(bool)
    rows = {"Courier": range(30), "Herald": range(30, 60), "Leaflet": range(60, 65)}
    return eye[true], y_pred, {name: np.array(positions) for name, positions in rows.items()}


def test_each_slice_is_scored_on_its_own_articles() -> None:
    y_true, y_pred, outlets = three_outlets()
    slices = score_slices(y_true, y_pred, np.arange(65), METRIC_SET, {"outlet": outlets})
    assert [(part.value, part.n_articles) for part in slices] == [
        ("Courier", 30),
        ("Herald", 30),
        ("Leaflet", 5),
    ]
    for part in slices:
        rows = outlets[part.value]
        alone = score(y_true[rows], y_pred[rows], LABELS, single_label=True)
        assert part.micro_f1 == pytest.approx(alone.micro_f1)
        assert part.macro_f1 == pytest.approx(alone.macro_f1)


def test_the_interval_is_the_bootstrap_interval_of_the_slice() -> None:
    y_true, y_pred, outlets = three_outlets()
    groups = np.where(np.arange(65) < 30, 0, np.arange(65))
    slices = score_slices(y_true, y_pred, groups, METRIC_SET, {"outlet": outlets})
    rows = outlets["Herald"]
    alone = bootstrap(y_true[rows], y_pred[rows], groups[rows], LABELS, single_label=True)
    assert slices[1].interval == pytest.approx(alone["micro_f1"])
    assert slices[2].interval is None


def test_copies_of_one_article_are_not_enough_for_an_interval() -> None:
    y_true, y_pred, outlets = three_outlets()
    groups = np.where(np.arange(65) < 30, 0, np.arange(65))
    slices = score_slices(y_true, y_pred, groups, METRIC_SET, {"outlet": outlets})
    assert [part.interval is None for part in slices] == [True, False, True]


def test_the_lowest_slices_are_clearly_below_the_overall_score() -> None:
    """The Leaflet has five articles, too few to be compared."""
    y_true, y_pred, outlets = three_outlets()
    slices = score_slices(y_true, y_pred, np.arange(65), METRIC_SET, {"outlet": outlets})
    low, n_compared = lowest_slices(slices, overall=36 / 65)
    assert [part.value for part in low] == ["Herald"]
    assert n_compared == 2
    assert lowest_slices(slices, overall=0.1) == ([], 2)
