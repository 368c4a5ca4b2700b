"""Kinds of held-out articles: what each lets through, and what none does."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus import HeldOut, held_out_splits, unseen_target
from tenor.errors import CorpusError
from tenor.labeling import Answers

from .test_splits import DAY, answered, table


def stances(rows: list[int], gold: list[bool], positions: tuple[str, ...]) -> Answers:
    matrix = np.eye(len(positions), dtype=np.uint8)[[i % len(positions) for i in range(len(rows))]]
    return Answers(np.array(rows, dtype=np.intp), positions, matrix, np.array(gold))


def test_random_alone_lets_duplicates_cross() -> None:
    """Ten pairs of duplicates: a draw of a fifth that splits none of them is not to be had."""
    articles = table(20, groups=[f"g{i // 2}" for i in range(20)])
    groups = np.arange(20) // 2
    crossing = {
        kind: sum(
            len(set(groups[split.train]) & set(groups[split.test]))
            for split in held_out_splits(kind, answered([True] * 20), articles, n_draws=5)
        )
        for kind in ("random", "grouped")
    }
    assert crossing["random"] > 0
    assert crossing["grouped"] == 0


def test_draws_hold_out_other_articles_each() -> None:
    articles = table(30, outlets=[f"o{i % 6}" for i in range(30)])
    for kind in ("random", "grouped", "outlet"):
        splits = held_out_splits(kind, answered([True] * 30), articles, n_draws=4)
        assert len({tuple(split.test) for split in splits}) == len(splits) == 4


def test_a_draw_that_another_repeats_is_left_out() -> None:
    """Two outlets can be held out in two ways."""
    articles = table(4, outlets=[*"AABB"])
    splits = held_out_splits("outlet", answered([True] * 4), articles, n_draws=20)
    assert sorted(tuple(split.test) for split in splits) == [(0, 1), (2, 3)]


def test_time_is_held_out_once() -> None:
    articles = table(10, days=[DAY + timedelta(i) for i in range(10)])
    [split] = held_out_splits("time", answered([True] * 10), articles, n_draws=5)
    assert split.test.tolist() == [8, 9]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("outlet", "needs labelled articles of at least two outlets"),
        ("time", "needs labelled articles of at least two dates"),
    ],
)
def test_an_impossible_kind_says_why(kind: HeldOut, fault: str) -> None:
    with pytest.raises(CorpusError, match=fault):
        held_out_splits(kind, answered([True] * 6), table(6), n_draws=2)


def test_one_article_that_people_labelled_cannot_be_drawn_from() -> None:
    with pytest.raises(CorpusError, match="at least two articles that people labelled; here are 1"):
        held_out_splits("random", answered([True, False]), table(2), n_draws=1)


def test_other_targets_train_and_the_held_one_scores() -> None:
    """Its positions may stand in another order; silver answers about it do neither."""
    own = stances([0, 1, 2], [True, True, False], ("favor", "against"))
    other = stances([3, 4], [True, False], ("against", "favor"))
    pooled, split = unseen_target(own, [other], table(5))
    assert pooled.rows[split.test].tolist() == [0, 1]
    assert pooled.rows[split.train].tolist() == [3, 4]
    assert pooled.matrix[split.train].tolist() == [[0, 1], [1, 0]]
    assert split.left_out == 0


def test_an_article_that_scores_does_not_train_by_its_answer_about_another_target() -> None:
    """Nor does a near-duplicate of it."""
    own = stances([0, 1], [True, True], ("favor", "against"))
    other = stances([0, 2, 3], [True, True, True], ("favor", "against"))
    pooled, split = unseen_target(own, [other], table(4, groups=["a", "b", "b", "c"]))
    assert pooled.rows[split.train].tolist() == [3]
    assert split.left_out == 2


def test_without_a_target_like_it_none_can_be_held_out() -> None:
    own = stances([0, 1], [True, True], ("favor", "against"))
    leaning = stances([2, 3], [True, True], ("left", "right"))
    for others in ([], [leaning]):
        with pytest.raises(CorpusError, match="another target with the same positions"):
            unseen_target(own, others, table(4))
    with pytest.raises(CorpusError, match="leaves nothing to train"):
        unseen_target(own, [own], table(4))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, unique_by=lambda r: r[0]),
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, unique_by=lambda r: r[0]),
    st.lists(st.integers(0, 4).map("g{}".format), min_size=10, max_size=10),
)
def test_a_held_out_target_shares_no_group_with_what_trains(
    own: list[tuple[int, bool]], other: list[tuple[int, bool]], groups: list[str]
) -> None:
    """Whatever the articles that are judged about both, only gold scores."""
    positions = ("favor", "against")
    answers = [
        stances([row for row, _ in rows], [gold for _, gold in rows], positions)
        for rows in (own, other)
    ]
    try:
        pooled, split = unseen_target(answers[0], [answers[1]], table(10, groups=groups))
    except CorpusError:
        return
    of = np.array(groups)[pooled.rows]
    assert not set(of[split.train]) & set(of[split.test])
    assert pooled.is_gold[split.test].all()
    assert len(split.test) == sum(gold for _, gold in own)
