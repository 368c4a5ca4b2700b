"""Splits: what trains and what scores."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus import Groups, KeepWhole, Kind, Split, make_splits
from tenor.errors import CorpusError
from tenor.labeling import Answers

KINDS: tuple[Kind, ...] = ("random", "folds", "part", "outlet", "time")
KEPT: tuple[KeepWhole, ...] = ("duplicate_group", "series", "outlet")
DAY = date(2020, 1, 1)


GROUPED = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1), st.integers(0, 1)), min_size=1)
"""Of each position its group, and whether it has each of two labels."""


def answered(
    gold: list[bool], matrix: list[list[int]] | None = None, rows: list[int] | None = None
) -> Answers:
    n = len(gold)
    return Answers(
        np.arange(n) if rows is None else np.array(rows),
        ("economy", "sport"),
        np.array(matrix or [[i % 2, (i + 1) % 2] for i in range(n)], dtype=np.uint8),
        np.array(gold, dtype=bool),
    )


def table(
    n: int,
    groups: list[str] | None = None,
    outlets: list[str] | None = None,
    days: list[date | None] | None = None,
    parts: list[str] | None = None,
    series: list[str] | None = None,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "duplicate_group": groups or [f"g{i}" for i in range(n)],
            "outlet": outlets or [""] * n,
            "published": pd.Series(days or [None] * n, dtype=object),
            "part": parts or [""] * n,
            "series": series or [""] * n,
        }
    )


@st.composite
def corpora(draw: st.DrawFn) -> tuple[Answers, pd.DataFrame]:
    """Answers of some of the articles of a table."""
    n = draw(st.integers(1, 16))
    total = n + draw(st.integers(0, 3))

    def column(values: st.SearchStrategy[object], length: int) -> list[object]:
        return draw(st.lists(values, min_size=length, max_size=length))

    rows = sorted(draw(st.permutations(range(total)))[:n])
    articles = table(
        total,
        column(st.integers(0, total).map("g{}".format), total),
        column(st.sampled_from(["", "A", "B", "C", "D"]), total),
        column(st.none() | st.integers(0, 6).map(lambda i: DAY + timedelta(i)), total),
        column(st.sampled_from(["train", "validation", "test", ""]), total),
        column(st.sampled_from(["", "", "S", "T", "U"]), total),
    )  # type: ignore[arg-type]
    gold = column(st.sampled_from([True, True, False]), n)
    matrix = column(st.tuples(st.integers(0, 1), st.integers(0, 1)), n)
    return answered(gold, matrix, rows), articles  # type: ignore[arg-type]


def split_or_refuse(
    kind: Kind,
    answers: Answers,
    articles: pd.DataFrame,
    test_size: float,
    seed: int,
    kept: KeepWhole = "duplicate_group",
) -> list[Split]:
    try:
        return make_splits(
            kind, answers, articles,
            test_size=test_size, n_folds=3, random_state=seed, keep_whole=kept,
        )  # fmt: skip
    except CorpusError as refusal:
        message = str(refusal)
    assert len(message) > 20
    assert "\n" not in message
    return []


@pytest.mark.parametrize("kept", KEPT)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(corpora(), st.sampled_from([0.1, 0.2, 0.5]), st.integers(0, 3))
def test_what_trains_and_what_scores_have_nothing_in_common(
    kind: Kind, kept: KeepWhole, corpus: tuple[Answers, pd.DataFrame], test_size: float, seed: int
) -> None:
    """No article, no duplicate group, no series or outlet that is to be kept whole.

    Only gold scores; the rest is counted; twice the same.
    """
    answers, articles = corpus
    groups = articles["duplicate_group"].to_numpy()[answers.rows]
    values = articles[kept].to_numpy()[answers.rows]
    splits = split_or_refuse(kind, answers, articles, test_size, seed, kept)
    for split in splits:
        assert not (set(values[split.train]) & set(values[split.test])) - {""}
        assert len(split.train)
        assert len(split.test)
        assert not set(split.train) & set(split.test)
        assert not set(groups[split.train]) & set(groups[split.test])
        assert answers.is_gold[split.test].all()
        chosen = np.concatenate([split.train, split.test])
        assert len(set(chosen)) == len(chosen)
        assert set(chosen) <= set(range(len(answers)))
        assert split.left_out == len(answers) - len(chosen)
    again = split_or_refuse(kind, answers, articles, test_size, seed, kept)
    assert [(s.name, *s.train, -1, *s.test) for s in splits] == [
        (s.name, *s.train, -1, *s.test) for s in again
    ]


@settings(max_examples=60)
@given(corpora(), st.integers(0, 3))
def test_folds_score_each_gold_article_once(
    corpus: tuple[Answers, pd.DataFrame], seed: int
) -> None:
    """With its whole duplicate group; silver articles of other groups always train."""
    answers, articles = corpus
    groups = articles["duplicate_group"].to_numpy()[answers.rows]
    splits = split_or_refuse("folds", answers, articles, 0.2, seed)
    if splits:
        scored = np.concatenate([split.test for split in splits])
        assert sorted(scored) == np.flatnonzero(answers.is_gold).tolist()
    for split in splits:
        kept = set(groups[split.test])
        assert split.test.tolist() == [
            i for i in range(len(answers)) if answers.is_gold[i] and groups[i] in kept
        ]
        assert split.train.tolist() == [i for i in range(len(answers)) if groups[i] not in kept]


@pytest.mark.parametrize("kept", ["series", "outlet"])
@settings(max_examples=60)
@given(corpora(), st.integers(0, 3))
def test_folds_that_keep_more_whole_score_each_gold_article_once(
    kept: KeepWhole, corpus: tuple[Answers, pd.DataFrame], seed: int
) -> None:
    """All of a series or outlet in one fold; what has none stays with its near-duplicates."""
    answers, articles = corpus
    splits = split_or_refuse("folds", answers, articles, 0.2, seed, kept)
    if not splits:
        return
    scored = np.concatenate([split.test for split in splits])
    assert sorted(scored) == np.flatnonzero(answers.is_gold).tolist()
    values = articles[kept].where(articles[kept] != "", articles["duplicate_group"])
    whole = values.to_numpy()[answers.rows]
    for split in splits:
        assert len(split.test)
        others = np.setdiff1d(scored, split.test)
        assert not set(whole[split.test]) & set(whole[others])


def test_a_kept_column_that_says_what_duplicate_groups_say_holds_out_the_same_of_each_kind() -> (
    None
):
    """Parts, days and outlets draw nothing, so the setting may only leave training out."""
    days = [DAY + timedelta(i) for i in range(12)]
    groups = [f"g{i // 2}" for i in range(12)]
    articles = table(
        12, groups, [*"AABBCCDDEEFF"], days, ["train"] * 8 + ["test"] * 4, series=groups
    )
    answers = answered([True] * 12)
    for kind in ("part", "time", "outlet"):
        [plain] = make_splits(kind, answers, articles)
        [kept] = make_splits(kind, answers, articles, keep_whole="series")
        assert kept.test.tolist() == plain.test.tolist()
        assert kept.train.tolist() == plain.train.tolist()


@settings(max_examples=60)
@given(corpora(), st.sampled_from([0.1, 0.5]), st.integers(0, 3))
def test_outlets_never_cross(
    corpus: tuple[Answers, pd.DataFrame], test_size: float, seed: int
) -> None:
    """All gold articles of a scored outlet score, and none of its articles trains."""
    answers, articles = corpus
    outlets = articles["outlet"].to_numpy()[answers.rows]
    for split in split_or_refuse("outlet", answers, articles, test_size, seed):
        scored = set(outlets[split.test])
        assert not set(outlets[split.train]) & scored
        assert split.test.tolist() == [
            i for i in range(len(answers)) if answers.is_gold[i] and outlets[i] in scored
        ]


@settings(max_examples=60)
@given(corpora(), st.sampled_from([0.1, 0.5]))
def test_the_past_trains_and_the_future_scores(
    corpus: tuple[Answers, pd.DataFrame], test_size: float
) -> None:
    """Every training date lies before every test date; undated articles do neither."""
    answers, articles = corpus
    days = articles["published"].to_numpy()[answers.rows]
    for split in split_or_refuse("time", answers, articles, test_size, 0):
        assert all(days[i] is not None for i in [*split.train, *split.test])
        assert max(days[split.train]) < min(days[split.test])


@settings(max_examples=60)
@given(GROUPED, st.integers(2, 4), st.integers(0, 3))
def test_grouped_folds_cover_every_position_once(
    rows: list[tuple[int, int, int]], n_folds: int, seed: int
) -> None:
    """With whole groups; too few groups are refused."""
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
    """No fold is empty, and what is apart from a fold has none of its outlets."""
    outlets = np.array([row[0] for row in rows])
    matrix = np.array([row[1:] for row in rows], dtype=np.uint8)
    articles = table(len(rows), outlets=[f"outlet {i}" for i in outlets])
    groups = Groups.of(articles, "outlet")
    if len(set(outlets)) < n_folds:
        with pytest.raises(CorpusError, match=r"outlet\(s\) of labelled articles cannot make"):
            groups.folds(matrix, n_folds, seed)
        return
    folds = groups.folds(matrix, n_folds, seed)
    assert sorted(np.concatenate(folds)) == list(range(len(rows)))
    for fold in folds:
        assert len(fold)
        train = np.flatnonzero(groups.apart_from(fold))
        assert sorted([*fold, *train]) == list(range(len(rows)))
        assert not set(outlets[train]) & set(outlets[fold])


def test_without_the_setting_draws_are_those_of_before_there_was_one() -> None:
    """Figures that were measured on such draws still hold."""
    groups = [f"g{i // 2 if i < 6 else i}" for i in range(20)]
    articles = table(20, groups, [*"AAABBCCCCCDDEEEEFFFG"])

    def drawn(kind: Kind) -> list[list[int]]:
        splits = make_splits(kind, answered([True] * 20), articles, random_state=3)
        return [split.test.tolist() for split in splits]

    assert drawn("random") == [[12, 13, 15, 18]]
    assert drawn("outlet") == [[16, 17, 18, 19]]
    assert drawn("folds") == [
        [4, 5, 8, 19],
        [9, 11, 12, 14],
        [6, 7, 15, 16],
        [0, 1, 2, 3],
        [10, 13, 17, 18],
    ]


def test_folds_of_series_hold_as_much_of_every_label_though_series_differ_in_size() -> None:
    """Ten articles of economy and ten of sport, in series of one to six."""
    sizes = {"A": (6, 0), "B": (0, 5), "C": (3, 0), "D": (0, 3), "E": (1, 1), "F": (0, 1)}
    series = [name for name, counts in sizes.items() for _ in range(sum(counts))]
    matrix = [row for a, b in sizes.values() for row in [[1, 0]] * a + [[0, 1]] * b]
    answers, articles = answered([True] * 20, matrix), table(20, series=series)
    for seed in range(5):
        splits = make_splits(
            "folds", answers, articles, n_folds=2, random_state=seed, keep_whole="series"
        )
        assert [split.name for split in splits] == [
            "fold 1, series unseen",
            "fold 2, series unseen",
        ]
        economy, sport = np.array([answers.matrix[s.test].sum(axis=0) for s in splits]).T
        assert sorted(economy) == [4, 6]
        assert sorted(sport) in ([5, 5], [4, 6])


def test_a_random_draw_of_series_stops_at_the_share_of_articles_asked_for() -> None:
    """Four series of five: the first drawn has a quarter, which is a fifth and more."""
    articles = table(20, series=[*"SSSSSTTTTTUUUUUVVVVV"])
    for seed in range(5):
        [split] = make_splits(
            "random", answered([True] * 20), articles, random_state=seed, keep_whole="series"
        )
        assert len({"SSSSSTTTTTUUUUUVVVVV"[i] for i in split.test}) == 1
        assert (len(split.test), len(split.train)) == (5, 15)
        assert split.name == "random, series unseen"


def test_a_near_duplicate_in_another_series_sits_out() -> None:
    """It is not drawn along, so that reprints do not chain all series into one."""
    articles = table(6, groups=["w", "x", "w", "y", "z", "v"], series=[*"AABBCC"])
    splits = make_splits("folds", answered([True] * 6), articles, n_folds=3, keep_whole="series")
    trains = {(0, 1): [3, 4, 5], (2, 3): [1, 4, 5], (4, 5): [0, 1, 2, 3]}
    assert {tuple(s.test.tolist()): s.train.tolist() for s in splits} == trains


def test_a_random_split_has_the_share_asked_for_of_every_label() -> None:
    """Here exactly: a hundred articles, a tenth with the rare label."""
    matrix = [[1, 0] if i % 10 else [0, 1] for i in range(100)]
    answers = answered([True] * 100, matrix)
    [split] = make_splits("random", answers, table(100), test_size=0.2)
    assert (split.name, split.left_out) == ("random", 0)
    assert answers.matrix[split.test].sum(axis=0).tolist() == [18, 2]
    assert answers.matrix[split.train].sum(axis=0).tolist() == [72, 8]


def test_folds_have_every_label_in_proportion() -> None:
    """A label of five articles has one in each of five folds."""
    matrix = [[1, 0] if i % 10 else [0, 1] for i in range(50)]
    answers = answered([True] * 50, matrix)
    splits = make_splits("folds", answers, table(50), n_folds=5)
    assert [split.name for split in splits] == [f"fold {i}" for i in range(1, 6)]
    assert [answers.matrix[s.test].sum(axis=0).tolist() for s in splits] == [[9, 1]] * 5


def test_another_random_state_gives_another_split() -> None:
    """And the same gives the same, as the law above says."""
    answers = answered([True] * 40)
    tests = {
        tuple(make_splits(kind, answers, table(40), random_state=seed)[0].test)
        for kind in ("random", "folds")
        for seed in range(3)
    }
    assert len(tests) == 6


def test_silver_labels_train_and_never_score() -> None:
    """Those of a scored duplicate group are left out."""
    answers = answered([True, True, False, False, False])
    groups = ["g0", "g1", "g0", "g1", "g2"]
    [split] = make_splits("random", answers, table(5, groups), test_size=0.5)
    [scored] = split.test.tolist()
    trains = {0: [1, 3, 4], 1: [0, 2, 4]}
    assert split.train.tolist() == trains[scored]
    assert split.left_out == 1


@pytest.mark.parametrize("kind", ["random", "folds"])
def test_few_articles_of_many_themes_can_be_split(kind: Kind) -> None:
    """Ten articles of thirty themes are enough for a fifth of them to score."""
    for seed in range(10):
        matrix = (np.random.default_rng(seed).random((10, 30)) < 0.1).astype(np.uint8)
        answers = Answers(
            np.arange(10), tuple(f"t{i}" for i in range(30)), matrix, np.ones(10, dtype=bool)
        )
        for split in make_splits(kind, answers, table(10), random_state=seed):
            assert len(split.test) >= 1
            assert len(split.train) >= 6


@pytest.mark.parametrize("test_size", [0.001, 0.999])
@pytest.mark.parametrize("kind", ["random", "outlet", "time"])
def test_any_share_below_one_gives_a_split_or_a_sentence(kind: Kind, test_size: float) -> None:
    """The spec allows them all."""
    articles = table(2, outlets=["A", "B"], days=[DAY, DAY + timedelta(1)])
    splits = split_or_refuse(kind, answered([True, True]), articles, test_size, 0)
    assert [(len(split.train), len(split.test)) for split in splits] in ([], [(1, 1)])


def test_the_part_test_scores_and_the_others_train() -> None:
    """Validation articles train where there is a test part; articles of no part do neither."""
    parts = ["train", "validation", "test", "test", "", "train"]
    answers = answered([True, True, True, False, True, False])
    [split] = make_splits("part", answers, table(6, parts=parts))
    assert split.name == "part test"
    assert split.train.tolist() == [0, 1, 5]
    assert split.test.tolist() == [2]
    assert split.left_out == 2


def test_without_a_test_part_the_validation_part_scores() -> None:
    """Also where the test part has no gold label; silver test articles do not train then."""
    parts = ["train", "validation", "test", "validation"]
    [split] = make_splits("part", answered([True, True, False, True]), table(4, parts=parts))
    assert split.name == "part validation"
    assert split.train.tolist() == [0]
    assert split.test.tolist() == [1, 3]


def test_a_duplicate_of_a_scored_article_does_not_train() -> None:
    """Though its part says train."""
    parts = ["train", "train", "test"]
    articles = table(3, groups=["g0", "g1", "g0"], parts=parts)
    [split] = make_splits("part", answered([True] * 3), articles)
    assert split.train.tolist() == [1]


def test_the_latest_articles_score() -> None:
    """All those of the border's day, and no undated one."""
    days = [DAY + timedelta(i) for i in (0, 1, 2, 3, 3, 4)] + [None]
    [split] = make_splits("time", answered([True] * 7), table(7, days=days), test_size=0.4)
    assert split.name == "from 2020-01-04 on"
    assert split.train.tolist() == [0, 1, 2]
    assert split.test.tolist() == [3, 4, 5]
    assert split.left_out == 1


def test_positions_are_those_of_the_answers() -> None:
    """Not those of the articles, of which some have no answer."""
    days = [DAY + timedelta(9 - i) for i in range(10)]
    articles = table(10, days=days, outlets=[*"AAAAABBBBB"], parts=["test"] * 5 + ["train"] * 5)
    answers = answered([True] * 4, rows=[1, 3, 6, 8])
    [by_time] = make_splits("time", answers, articles, test_size=0.5)
    [by_part] = make_splits("part", answers, articles)
    assert by_time.train.tolist() == by_part.train.tolist() == [2, 3]
    assert by_time.test.tolist() == by_part.test.tolist() == [0, 1]
    [by_outlet] = make_splits("outlet", answers, articles)
    assert sorted([by_outlet.train.tolist(), by_outlet.test.tolist()]) == [[0, 1], [2, 3]]


def test_what_an_unseen_outlet_reprints_does_not_train() -> None:
    """B prints what A prints: that copy is left out, the rest of B trains when A scores."""
    articles = table(6, groups=["w", "x", "w", "y", "z", "v"], outlets=[*"AABBCC"])
    for seed in range(10):
        [split] = make_splits("outlet", answered([True] * 6), articles, random_state=seed)
        trains = {(0, 1): [3, 4, 5], (2, 3): [1, 4, 5], (4, 5): [0, 1, 2, 3]}
        assert split.train.tolist() == trains[tuple(split.test.tolist())]
        assert split.left_out == 6 - len(split.train) - len(split.test)


def test_articles_of_no_named_outlet_neither_train_nor_score_as_an_outlet() -> None:
    """They may be of the outlet that is held out."""
    articles = table(4, outlets=["A", "", "B", ""])
    [split] = make_splits("outlet", answered([True] * 4), articles)
    assert sorted([*split.train, *split.test]) == [0, 2]
    assert split.left_out == 2


@pytest.mark.parametrize(
    ("kind", "answers", "articles", "message"),
    [
        *(
            (
                kind,
                answered([False, False]),
                table(2),
                (
                    "no article has a label from a person, so nothing can be scored; "
                    "give 'tenor prep' codings (--codings) or a label column (--label)"
                ),
            )
            for kind in KINDS
        ),
        (
            "random",
            answered([True, True]),
            table(2, groups=["g", "g"]),
            "one duplicate group cannot be split; label more articles",
        ),
        (
            "folds",
            answered([True, True, False]),
            table(3),
            (
                "2 duplicate group(s) of labelled articles cannot make 5 folds; "
                "label more articles or ask for fewer folds"
            ),
        ),
        (
            "outlet",
            answered([True, True]),
            table(2),
            (
                "split 'outlet' needs labelled articles of at least two outlets; this corpus "
                "has 0: map the outlet column (--column outlet=NAME) or choose another split"
            ),
        ),
        (
            "outlet",
            answered([True, True]),
            table(2, groups=["g", "g"], outlets=["A", "B"]),
            (
                "split 'outlets unseen' leaves 0 article(s) to train and 1 to score; "
                "choose another split or label more articles"
            ),
        ),
        (
            "time",
            answered([True, True, True]),
            table(3, days=[DAY, DAY, None]),
            (
                "split 'time' needs labelled articles of at least two dates; "
                "map the date column (--column published=NAME) or choose another split"
            ),
        ),
        (
            "part",
            answered([True, False]),
            table(2, parts=["train", "test"]),
            (
                "split 'part' needs gold labels in a part 'test' or 'validation'; "
                "map the column that names it (--column part=NAME) or choose another split"
            ),
        ),
        (
            "part",
            answered([True, True]),
            table(2, parts=["", "test"]),
            (
                "split 'part test' leaves 0 article(s) to train and 1 to score; "
                "choose another split or label more articles"
            ),
        ),
    ],
)
def test_a_split_that_cannot_be_made_is_one_sentence(
    kind: Kind, answers: Answers, articles: pd.DataFrame, message: str
) -> None:
    """What is lacking, and what to do."""
    with pytest.raises(CorpusError) as caught:
        make_splits(kind, answers, articles)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("kind", "series", "message"),
    [
        (
            "random",
            [""] * 4,
            (
                "keep_whole = 'series' has nothing to keep, as no article has a value in the "
                "column 'series'; map it (--column series=NAME) or take the setting out"
            ),
        ),
        (
            "random",
            ["S"] * 4,
            (
                "all labelled articles are of one series, which cannot be split; label articles of "
                "others or choose another keep_whole"
            ),
        ),
        (
            "folds",
            [*"SSTT"],
            (
                "2 series of labelled articles cannot make 5 folds; label more articles, ask for "
                "fewer folds (n_folds), or keep less whole (keep_whole = 'duplicate_group')"
            ),
        ),
    ],
)
def test_series_that_cannot_be_kept_whole_are_one_sentence(
    kind: Kind, series: list[str], message: str
) -> None:
    """What is lacking, and what to do."""
    with pytest.raises(CorpusError) as caught:
        make_splits(kind, answered([True] * 4), table(4, series=series), keep_whole="series")
    assert str(caught.value) == message
