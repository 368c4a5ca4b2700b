"""Groups of articles that do not cross a split."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus import GroupBy, Groups
from tenor.corpus.groups import factorize
from tenor.errors import CorpusError

from .examples import table_of

GROUPED = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1), st.integers(0, 1)), min_size=1)
"""For each position its group, and whether it has each of two labels."""


@settings(max_examples=60)
@given(GROUPED, st.integers(2, 4), st.integers(0, 3))
def test_folds_of_groups_cover_every_position_once(
    rows: list[tuple[int, int, int]], n_folds: int, seed: int
) -> None:
    """No group is in two folds; fewer groups than folds raise an error."""
    groups = np.array([row[0] for row in rows])
    matrix = np.array([row[1:] for row in rows], dtype=np.uint8)
    if len(set(groups)) < n_folds:
        with pytest.raises(CorpusError, match="cannot make"):
            Groups(groups, groups).folds(matrix, n_folds, seed)
        return
    folds = Groups(groups, groups).folds(matrix, n_folds, seed)
    assert len(folds) == n_folds
    assert sorted(np.concatenate(folds)) == list(range(len(rows)))
    for i, fold in enumerate(folds):
        others = np.concatenate([other for j, other in enumerate(folds) if j != i])
        assert not set(groups[fold]) & set(groups[others])


@settings(max_examples=60)
@given(GROUPED, st.integers(2, 4), st.integers(0, 3))
def test_folds_of_outlets_cover_every_position_once(
    rows: list[tuple[int, int, int]], n_folds: int, seed: int
) -> None:
    """No fold is empty, and the articles disjoint from a fold share no outlet with it."""
    outlets = np.array([row[0] for row in rows])
    matrix = np.array([row[1:] for row in rows], dtype=np.uint8)
    articles = table_of(len(rows), outlets=[f"outlet {i}" for i in outlets])
    groups = Groups.of(articles, "outlet")
    if len(set(outlets)) < n_folds:
        with pytest.raises(CorpusError, match=r"^\d outlets? of labelled articles cannot make"):
            groups.folds(matrix, n_folds, seed)
        return
    folds = groups.folds(matrix, n_folds, seed)
    assert sorted(np.concatenate(folds)) == list(range(len(rows)))
    for fold in folds:
        assert len(fold)
        train = np.flatnonzero(groups.disjoint_from(fold))
        assert sorted([*fold, *train]) == list(range(len(rows)))
        assert not set(outlets[train]) & set(outlets[fold])


SERIES = table_of(6, groups=["a", "a", "b", "c", "d", "d"], series=["S", "", "S", "", "T", "T"])


def test_without_group_by_a_group_is_a_duplicate_group() -> None:
    groups = Groups.of(SERIES)
    assert groups.codes.tolist() == groups.duplicate_codes.tolist() == [0, 0, 1, 2, 3, 3]
    assert groups.group_by == "duplicate_group"


def test_an_article_without_a_value_is_grouped_by_its_duplicates() -> None:
    groups = Groups.of(SERIES, "series")
    assert len(groups) == 6
    assert groups.duplicate_codes.tolist() == [0, 0, 1, 2, 3, 3]
    first, its_duplicate, same, single, other, same_other = groups.codes.tolist()
    assert (first, other) == (same, same_other)
    assert len({first, other, single, its_duplicate}) == 4


def test_a_column_without_any_value_raises_an_error() -> None:
    with pytest.raises(CorpusError, match="group_by = 'outlet' needs values, and no article has"):
        Groups.of(SERIES, "outlet")
    assert len(Groups.of(SERIES.iloc[:0], "outlet")) == 0


@pytest.mark.parametrize(
    ("group_by", "disjoint"),
    [
        ("duplicate_group", [False, False, True, True, True, True]),
        ("series", [False, False, False, True, True, True]),
    ],
)
def test_disjoint_articles_share_neither_group_nor_duplicate_group(
    group_by: GroupBy, disjoint: list[bool]
) -> None:
    held_out = np.array([0])
    assert Groups.of(SERIES, group_by).disjoint_from(held_out).tolist() == disjoint


def test_a_selection_keeps_the_groups_of_its_articles() -> None:
    groups = Groups.of(SERIES, "series").take(np.array([2, 0, 5]))
    assert groups.group_by == "series"
    assert groups.duplicate_codes.tolist() == [1, 0, 3]
    assert groups.disjoint_from(np.array([0])).tolist() == [False, False, True]


@pytest.mark.parametrize("group_by", ["duplicate_group", "series"])
@pytest.mark.parametrize("test_size", [0.01, 0.5, 0.99])
def test_a_draw_takes_some_groups_with_all_their_gold_articles(
    group_by: GroupBy, test_size: float
) -> None:
    """Silver articles are not drawn; at least one group is, and one is not."""
    groups, gold = Groups.of(SERIES, group_by), np.array([0, 2, 3, 4])
    matrix = np.eye(6, 2, dtype=np.uint8)
    for seed in range(5):
        test = groups.draw_test(gold, matrix, test_size, seed)
        assert 0 < len(test) < len(gold)
        assert set(test.tolist()) <= set(gold.tolist())
        others = np.setdiff1d(gold, test)
        assert not set(groups.codes[test]) & set(groups.codes[others])


def test_folds_of_some_positions_hold_no_others() -> None:
    candidates = np.array([0, 3, 4])
    folds = Groups.of(SERIES).folds(np.ones((6, 1), dtype=np.uint8), 3, 0, candidates=candidates)
    assert sorted(np.concatenate(folds).tolist()) == [0, 3, 4]


def test_values_are_numbered_in_order_of_appearance() -> None:
    """Missing values are -1."""
    assert factorize(pd.Series(["b", None, "a", "b"])).tolist() == [0, -1, 1, 0]
