"""The kinds of split of a leak table, and which articles each of them separates."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus import (
    EVAL_SPLIT_TITLES,
    EVAL_SPLITS,
    EvalSplit,
    Split,
    draw_eval_splits,
    split_unseen_target,
)
from tenor.errors import CorpusError
from tenor.labeling import ResolvedLabels

from .examples import DAY, labels_of, table_of


def stances(rows: list[int], gold: list[bool], positions: tuple[str, ...]) -> ResolvedLabels:
    matrix = np.eye(len(positions), dtype=np.uint8)[[i % len(positions) for i in range(len(rows))]]
    return ResolvedLabels(np.array(rows, dtype=np.intp), positions, matrix, np.array(gold))


def test_only_random_splits_let_duplicates_cross() -> None:
    """Of ten pairs of duplicates, a draw of a fifth almost surely separates one."""
    articles = table_of(20, groups=[f"g{i // 2}" for i in range(20)])
    groups = np.arange(20) // 2
    crossing = {
        kind: sum(
            len(set(groups[split.train]) & set(groups[split.test]))
            for split in draw_eval_splits(kind, labels_of([True] * 20), articles, n_draws=5)
        )
        for kind in ("random", "grouped")
    }
    assert crossing["random"] > 0
    assert crossing["grouped"] == 0


def test_each_draw_holds_out_other_articles() -> None:
    articles = table_of(30, outlets=[f"o{i % 6}" for i in range(30)])
    for kind in ("random", "grouped", "outlet"):
        splits = draw_eval_splits(kind, labels_of([True] * 30), articles, n_draws=4)
        assert len({tuple(split.test) for split in splits}) == len(splits) == 4


def test_a_repeated_draw_is_dropped() -> None:
    """Two outlets can be held out in two ways."""
    articles = table_of(4, outlets=[*"AABB"])
    splits = draw_eval_splits("outlet", labels_of([True] * 4), articles, n_draws=20)
    assert sorted(tuple(split.test) for split in splits) == [(0, 1), (2, 3)]


def test_time_gives_one_split() -> None:
    articles = table_of(10, days=[DAY + timedelta(i) for i in range(10)])
    [split] = draw_eval_splits("time", labels_of([True] * 10), articles, n_draws=5)
    assert split.test.tolist() == [8, 9]


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("outlet", "needs labelled articles of at least two outlets"),
        ("time", "needs labelled articles of at least two dates"),
    ],
)
def test_an_impossible_kind_raises_an_error_with_its_reason(kind: EvalSplit, fault: str) -> None:
    with pytest.raises(CorpusError, match=fault):
        draw_eval_splits(kind, labels_of([True] * 6), table_of(6), n_draws=2)


def test_one_gold_article_cannot_be_split_at_random() -> None:
    with pytest.raises(CorpusError, match="at least two articles labelled by people; there are 1"):
        draw_eval_splits("random", labels_of([True, False]), table_of(2), n_draws=1)


def test_other_targets_train_and_the_held_out_one_is_scored() -> None:
    """Positions may come in another order; silver labels of the held-out target are not used."""
    target = stances([0, 1, 2], [True, True, False], ("favor", "against"))
    other = stances([3, 4], [True, False], ("against", "favor"))
    pooled, split = split_unseen_target(target, [other], table_of(5))
    assert pooled.rows[split.test].tolist() == [0, 1]
    assert pooled.rows[split.train].tolist() == [3, 4]
    assert pooled.matrix[split.train].tolist() == [[0, 1], [1, 0]]
    assert split.n_left_out == 0


def test_a_test_article_does_not_train_by_its_stance_towards_another_target() -> None:
    """Nor does a near-duplicate of it."""
    target = stances([0, 1], [True, True], ("favor", "against"))
    other = stances([0, 2, 3], [True, True, True], ("favor", "against"))
    pooled, split = split_unseen_target(target, [other], table_of(4, groups=["a", "b", "b", "c"]))
    assert pooled.rows[split.train].tolist() == [3]
    assert split.n_left_out == 2


def test_without_a_target_with_the_same_positions_none_can_be_held_out() -> None:
    target = stances([0, 1], [True, True], ("favor", "against"))
    leaning = stances([2, 3], [True, True], ("left", "right"))
    for others in ([], [leaning]):
        with pytest.raises(CorpusError, match="another target with the same positions"):
            split_unseen_target(target, others, table_of(4))
    with pytest.raises(CorpusError, match="leaves nothing to train"):
        split_unseen_target(target, [target], table_of(4))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, unique_by=lambda r: r[0]),
    st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, unique_by=lambda r: r[0]),
    st.lists(st.integers(0, 4).map("g{}".format), min_size=10, max_size=10),
)
def test_training_articles_share_no_group_with_those_of_a_held_out_target(
    target: list[tuple[int, bool]], other: list[tuple[int, bool]], groups: list[str]
) -> None:
    """Whichever articles have stances towards both targets; only gold labels are scored."""
    positions = ("favor", "against")
    labels = [
        stances([row for row, _ in rows], [gold for _, gold in rows], positions)
        for rows in (target, other)
    ]
    try:
        pooled, split = split_unseen_target(labels[0], [labels[1]], table_of(10, groups=groups))
    except CorpusError:
        return
    group = np.array(groups)[pooled.rows]
    assert not set(group[split.train]) & set(group[split.test])
    assert pooled.is_gold[split.test].all()
    assert len(split.test) == sum(gold for _, gold in target)


def test_every_kind_has_a_title() -> None:
    assert tuple(EVAL_SPLIT_TITLES) == EVAL_SPLITS


@pytest.mark.parametrize("kind", ["target", "weather"])
def test_a_kind_that_is_not_drawn_raises_an_error(kind: EvalSplit) -> None:
    with pytest.raises((ValueError, AssertionError), match=kind):
        draw_eval_splits(kind, labels_of([True] * 6), table_of(6), n_draws=2)


POOL = pd.DataFrame(
    [
        ("near-duplicate", "g0", "Wire", DAY),
        ("same outlet", "g7", "Herald", DAY),
        ("later", "g8", "Wire", DAY + timedelta(9)),
        ("unrelated", "g9", "Wire", DAY),
    ],
    columns=["article_id", "duplicate_group", "outlet", "published"],
).assign(part="", series="")


def usable(split: Split) -> set[str]:
    return set(POOL["article_id"][split.may_train(POOL)])


@pytest.mark.parametrize(
    ("kind", "excluded"),
    [
        ("random", {"near-duplicate"}),
        ("grouped", {"near-duplicate"}),
        ("outlet", {"near-duplicate", "same outlet"}),
        ("time", {"near-duplicate", "later"}),
    ],
)
def test_unlabelled_articles_may_be_used_unless_the_kind_holds_them_out(
    kind: EvalSplit, excluded: set[str]
) -> None:
    """Even a random split excludes unlabelled near-duplicates of test articles."""
    articles = table_of(
        4,
        groups=["g0", "g1", "g2", "g3"],
        outlets=["Herald", "Herald", "Post", "Post"],
        days=[DAY + timedelta(i) for i in (5, 6, 1, 2)],
    )
    for split in draw_eval_splits(kind, labels_of([True] * 4), articles, n_draws=8, test_size=0.5):
        held_out = articles.iloc[split.test]
        expected = {"near-duplicate", "same outlet", "later", "unrelated"} - excluded
        if "g0" not in set(held_out["duplicate_group"]):
            expected |= {"near-duplicate"}
        if kind == "outlet" and "Herald" not in set(held_out["outlet"]):
            expected |= {"same outlet", "near-duplicate"}
        assert usable(split) == expected


def test_near_duplicates_of_a_held_out_target_may_not_be_used() -> None:
    target = stances([0, 1], [True, True], ("favor", "against"))
    other = stances([2, 3], [True, True], ("favor", "against"))
    _, split = split_unseen_target(target, [other], table_of(4))
    assert usable(split) == {"same outlet", "later", "unrelated"}
