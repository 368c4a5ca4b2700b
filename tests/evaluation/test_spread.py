"""Means over draws, and how far they could move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.evaluation import score
from tenor.evaluation.spread import Draw, difference, mean_scores


def draw(truth: list[int], given_: list[int], units: list[int] | None = None) -> Draw:
    """A draw of articles with one of two labels each."""
    eye = np.eye(2, dtype=np.uint8)
    codes = np.arange(len(truth)) if units is None else np.array(units)
    return Draw(eye[truth], eye[given_].astype(bool), codes)


def test_a_score_is_the_mean_over_the_draws() -> None:
    right = draw([0, 1, 0, 1], [0, 1, 0, 1])
    half = draw([0, 1, 0, 1], [0, 1, 1, 0])
    scores = mean_scores([right, half])
    assert scores["macro_f1"].per_draw == (1.0, 0.5)
    assert scores["macro_f1"].value == scores["micro_f1"].value == 0.75
    assert scores["macro_f1"].spread == pytest.approx(0.3536, abs=1e-4)


def test_one_draw_has_no_spread() -> None:
    assert mean_scores([draw([0, 1], [0, 1])])["macro_f1"].spread == 0.0


def test_where_everything_is_right_nothing_can_move() -> None:
    assert mean_scores([draw([0, 1, 1], [0, 1, 1])] * 3)["macro_f1"].interval == (1.0, 1.0)


def test_draws_that_differ_widen_the_interval_of_their_mean() -> None:
    """Though each is certain by itself."""
    right = draw([0, 1] * 50, [0, 1] * 50)
    wrong = draw([0, 1] * 50, [1, 0] * 50, list(range(100, 200)))
    low, high = mean_scores([right, wrong])["macro_f1"].interval
    assert (low, high) == (0.0, 1.0)


def test_articles_of_few_outlets_tell_less_than_as_many_of_many() -> None:
    """The unit of resampling is the outlet there."""
    truth = [0, 1] * 40
    given_ = [0, 1] * 30 + [1, 0] * 10
    outlets = [i // 20 for i in range(80)]
    few = mean_scores([draw(truth, given_, outlets)])["macro_f1"].interval
    many = mean_scores([draw(truth, given_)])["macro_f1"].interval
    assert few.high - few.low > 2 * (many.high - many.low)


def test_the_difference_of_two_means_has_an_interval_around_it() -> None:
    easy = mean_scores([draw([0, 1] * 40, [0, 1] * 38 + [1, 0] * 2)])["macro_f1"]
    hard = mean_scores([draw([0, 1] * 40, [0, 1] * 24 + [1, 0] * 16)])["macro_f1"]
    value, interval = difference(easy, hard)
    assert value == pytest.approx(0.35, abs=1e-9)
    assert 0.2 < interval.low < value < interval.high < 0.5


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.integers(0, 5)), min_size=1),
        min_size=1,
        max_size=3,
    )
)
def test_each_draw_has_the_score_that_it_has_alone(
    rows: list[list[tuple[int, int, int]]],
) -> None:
    draws = [draw(*map(list, zip(*own, strict=True))) for own in rows]
    scores = mean_scores(draws)
    alone = [score(d.truth, d.given, ("a", "b"), one_label=True) for d in draws]
    assert scores["macro_f1"].per_draw == pytest.approx([s.macro_f1 for s in alone])
    assert scores["micro_f1"].per_draw == pytest.approx([s.micro_f1 for s in alone])
    for name in ("macro_f1", "micro_f1"):
        assert 0 <= scores[name].interval.low <= scores[name].interval.high <= 1
