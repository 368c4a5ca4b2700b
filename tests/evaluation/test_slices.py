"""Scores of slices."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.evaluation import Scoring, bootstrap, score
from tenor.evaluation.slices import score_slices, worst

LABELS = ("left", "right")
SCORING = Scoring(LABELS, one_label=True)


def three_outlets() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Courier: 30 articles of which 27 are right; Herald: 30, 9 right; Leaflet: 5, none right."""
    true = np.arange(65) % 2
    right = np.array([i % 10 != 0 for i in range(30)] + [i < 9 for i in range(30)] + [False] * 5)
    eye = np.eye(2, dtype=np.uint8)
    given = eye[np.where(right, true, 1 - true)].astype(bool)
    places = {"Courier": range(30), "Herald": range(30, 60), "Leaflet": range(60, 65)}
    return eye[true], given, {name: np.array(rows) for name, rows in places.items()}


def test_each_slice_is_scored_on_its_own_articles() -> None:
    truth, given, outlets = three_outlets()
    found = score_slices(truth, given, np.arange(65), SCORING, {"outlet": outlets})
    assert [(part.value, part.n) for part in found] == [
        ("Courier", 30), ("Herald", 30), ("Leaflet", 5),
    ]  # fmt: skip
    for part in found:
        rows = outlets[part.value]
        whole = score(truth[rows], given[rows], LABELS, one_label=True)
        assert part.micro_f1 == pytest.approx(whole.micro_f1)
        assert part.macro_f1 == pytest.approx(whole.macro_f1)


def test_the_interval_is_the_bootstrap_of_the_slice() -> None:
    truth, given, outlets = three_outlets()
    groups = np.where(np.arange(65) < 30, 0, np.arange(65))
    found = score_slices(truth, given, groups, SCORING, {"outlet": outlets})
    rows = outlets["Herald"]
    alone = bootstrap(truth[rows], given[rows], groups[rows], LABELS, one_label=True)
    assert found[1].interval == pytest.approx(alone["micro_f1"])
    assert found[2].interval is None


def test_copies_of_one_article_are_not_enough_for_an_interval() -> None:
    truth, given, outlets = three_outlets()
    groups = np.where(np.arange(65) < 30, 0, np.arange(65))
    found = score_slices(truth, given, groups, SCORING, {"outlet": outlets})
    assert [part.interval is None for part in found] == [True, False, True]


def test_the_worst_slices_lie_clearly_below_the_whole_and_are_large_enough() -> None:
    """The Leaflet has five articles: too few to be blamed."""
    truth, given, outlets = three_outlets()
    found = score_slices(truth, given, np.arange(65), SCORING, {"outlet": outlets})
    low, n_possible = worst(found, overall=36 / 65)
    assert [part.value for part in low] == ["Herald"]
    assert n_possible == 2
    assert worst(found, overall=0.1) == ([], 2)
