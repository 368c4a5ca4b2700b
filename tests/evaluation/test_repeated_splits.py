"""Mean scores over repeated splits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.evaluation import score
from tenor.evaluation.repeated_splits import ScoredSplit, mean_scores, score_difference


def scored(true: list[int], predicted: list[int], groups: list[int] | None = None) -> ScoredSplit:
    """Return a split whose articles have one of two labels; each is a group by default."""
    eye = np.eye(2, dtype=np.uint8)
    codes = np.arange(len(true)) if groups is None else np.array(groups)
    return ScoredSplit(eye[true], eye[predicted].astype(bool), codes)


def test_a_score_is_the_mean_over_the_splits() -> None:
    correct = scored([0, 1, 0, 1], [0, 1, 0, 1])
    half = scored([0, 1, 0, 1], [0, 1, 1, 0])
    scores = mean_scores([correct, half])
    assert scores["macro_f1"].per_split == (1.0, 0.5)
    assert scores["macro_f1"].value == scores["micro_f1"].value == 0.75
    assert scores["macro_f1"].std == pytest.approx(0.3536, abs=1e-4)


def test_the_standard_deviation_of_one_split_is_zero() -> None:
    assert mean_scores([scored([0, 1], [0, 1])])["macro_f1"].std == 0.0


def test_perfect_predictions_and_few_groups_have_no_interval() -> None:
    perfect = mean_scores([scored([0, 1] * 20, [0, 1] * 20)] * 3)
    assert (perfect["macro_f1"].value, perfect["macro_f1"].interval) == (1.0, None)
    few = mean_scores([scored([0, 1] * 9, [0] * 18)])
    assert few["macro_f1"].interval is few["micro_f1"].interval is None
    enough = mean_scores([scored([0, 1] * 20, [0, 1] * 15 + [0] * 10)])["macro_f1"]
    assert enough.interval is not None
    assert score_difference(enough, few["macro_f1"])[1] is None


def test_splits_that_differ_widen_the_interval_of_their_mean() -> None:
    """The score of each split has no variation of its own here."""
    correct = scored([0, 1] * 50, [0, 1] * 50)
    wrong = scored([0, 1] * 50, [1, 0] * 50, list(range(100, 200)))
    assert mean_scores([correct, wrong])["macro_f1"].interval == (0.0, 1.0)


def test_the_interval_is_wider_with_few_groups() -> None:
    """Groups are resampled, here outlets of 20 articles each."""
    true = [0, 1] * 200
    predicted = [0, 1] * 150 + [1, 0] * 50
    outlets = [i // 20 for i in range(400)]
    few = mean_scores([scored(true, predicted, outlets)])["macro_f1"].interval
    many = mean_scores([scored(true, predicted)])["macro_f1"].interval
    assert few is not None
    assert many is not None
    assert few.high - few.low > 2 * (many.high - many.low)


def test_the_difference_of_two_means_has_an_interval_around_it() -> None:
    easy = mean_scores([scored([0, 1] * 40, [0, 1] * 38 + [1, 0] * 2)])["macro_f1"]
    hard = mean_scores([scored([0, 1] * 40, [0, 1] * 24 + [1, 0] * 16)])["macro_f1"]
    value, interval = score_difference(easy, hard)
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
def test_each_split_has_the_score_that_it_has_alone(
    rows: list[list[tuple[int, int, int]]],
) -> None:
    splits = [scored(*map(list, zip(*articles, strict=True))) for articles in rows]
    scores = mean_scores(splits)
    alone = [score(s.y_true, s.y_pred, ("a", "b"), single_label=True) for s in splits]
    assert scores["macro_f1"].per_split == pytest.approx([s.macro_f1 for s in alone])
    assert scores["micro_f1"].per_split == pytest.approx([s.micro_f1 for s in alone])
    for name in ("macro_f1", "micro_f1"):
        assert scores[name].resamples.min() >= 0
        assert scores[name].resamples.max() <= 1
