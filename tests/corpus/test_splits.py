"""Splits: which labelled articles train and which are scored."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenor.corpus import GroupBy, Split, SplitKind, make_splits, part_to_score
from tenor.errors import CorpusError
from tenor.labeling import ResolvedLabels

from .examples import DAY, GROUP_BYS, KINDS, corpora, labels_of, table_of


def split_or_error(
    kind: SplitKind,
    labels: ResolvedLabels,
    articles: pd.DataFrame,
    test_size: float,
    seed: int,
    group_by: GroupBy = "duplicate_group",
) -> list[Split]:
    try:
        return make_splits(
            kind,
            labels,
            articles,
            test_size=test_size,
            n_folds=3,
            random_state=seed,
            group_by=group_by,
        )
    except CorpusError as error:
        message = str(error)
    assert len(message) > 20
    assert "\n" not in message
    return []


@pytest.mark.parametrize("group_by", GROUP_BYS)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60)
@given(corpora(), st.sampled_from([0.1, 0.2, 0.5]), st.integers(0, 3))
def test_training_and_test_articles_share_no_article_and_no_group(
    kind: SplitKind,
    group_by: GroupBy,
    corpus: tuple[ResolvedLabels, pd.DataFrame],
    test_size: float,
    seed: int,
) -> None:
    """No article, duplicate group, series or outlet; only gold labels are scored.

    The articles left out are counted, and equal arguments give equal splits.
    """
    labels, articles = corpus
    groups = articles["duplicate_group"].to_numpy()[labels.rows]
    values = articles[group_by].to_numpy()[labels.rows]
    splits = split_or_error(kind, labels, articles, test_size, seed, group_by)
    for split in splits:
        assert not (set(values[split.train]) & set(values[split.test])) - {""}
        assert len(split.train)
        assert len(split.test)
        assert not set(split.train) & set(split.test)
        assert not set(groups[split.train]) & set(groups[split.test])
        assert labels.is_gold[split.test].all()
        chosen = np.concatenate([split.train, split.test])
        assert len(set(chosen)) == len(chosen)
        assert set(chosen) <= set(range(len(labels)))
        assert split.n_left_out == len(labels) - len(chosen)
    again = split_or_error(kind, labels, articles, test_size, seed, group_by)
    assert [(s.name, *s.train, -1, *s.test) for s in splits] == [
        (s.name, *s.train, -1, *s.test) for s in again
    ]


@settings(max_examples=60)
@given(corpora(), st.integers(0, 3))
def test_folds_score_each_gold_article_once(
    corpus: tuple[ResolvedLabels, pd.DataFrame], seed: int
) -> None:
    """With its duplicate group; silver articles of other groups train in every fold."""
    labels, articles = corpus
    groups = articles["duplicate_group"].to_numpy()[labels.rows]
    splits = split_or_error("folds", labels, articles, 0.2, seed)
    if splits:
        scored = np.concatenate([split.test for split in splits])
        assert sorted(scored) == np.flatnonzero(labels.is_gold).tolist()
    for split in splits:
        test_groups = set(groups[split.test])
        assert split.test.tolist() == [
            i for i in range(len(labels)) if labels.is_gold[i] and groups[i] in test_groups
        ]
        assert split.train.tolist() == [
            i for i in range(len(labels)) if groups[i] not in test_groups
        ]


@pytest.mark.parametrize("group_by", ["series", "outlet"])
@settings(max_examples=60)
@given(corpora(), st.integers(0, 3))
def test_folds_of_series_or_outlets_score_each_gold_article_once(
    group_by: GroupBy, corpus: tuple[ResolvedLabels, pd.DataFrame], seed: int
) -> None:
    """A group is in one fold; an article without a value is grouped with its near-duplicates."""
    labels, articles = corpus
    splits = split_or_error("folds", labels, articles, 0.2, seed, group_by)
    if not splits:
        return
    scored = np.concatenate([split.test for split in splits])
    assert sorted(scored) == np.flatnonzero(labels.is_gold).tolist()
    values = articles[group_by].where(articles[group_by] != "", articles["duplicate_group"])
    codes = values.to_numpy()[labels.rows]
    for split in splits:
        assert len(split.test)
        others = np.setdiff1d(scored, split.test)
        assert not set(codes[split.test]) & set(codes[others])


def test_group_by_a_column_that_equals_the_duplicate_groups_changes_no_split() -> None:
    """Parts, dates and outlets draw no groups, so group_by can only leave training articles out."""
    days = [DAY + timedelta(i) for i in range(12)]
    groups = [f"g{i // 2}" for i in range(12)]
    articles = table_of(
        12, groups, [*"AABBCCDDEEFF"], days, ["train"] * 8 + ["test"] * 4, series=groups
    )
    labels = labels_of([True] * 12)
    for kind in ("part", "time", "outlet"):
        [plain] = make_splits(kind, labels, articles)
        [grouped] = make_splits(kind, labels, articles, group_by="series")
        assert grouped.test.tolist() == plain.test.tolist()
        assert grouped.train.tolist() == plain.train.tolist()


@settings(max_examples=60)
@given(corpora(), st.sampled_from([0.1, 0.5]), st.integers(0, 3))
def test_no_outlet_is_in_both_parts(
    corpus: tuple[ResolvedLabels, pd.DataFrame], test_size: float, seed: int
) -> None:
    """All gold articles of a test outlet are scored, and none of its articles trains."""
    labels, articles = corpus
    outlets = articles["outlet"].to_numpy()[labels.rows]
    for split in split_or_error("outlet", labels, articles, test_size, seed):
        scored = set(outlets[split.test])
        assert not set(outlets[split.train]) & scored
        assert split.test.tolist() == [
            i for i in range(len(labels)) if labels.is_gold[i] and outlets[i] in scored
        ]


@settings(max_examples=60)
@given(corpora(), st.sampled_from([0.1, 0.5]))
def test_every_training_date_is_before_every_test_date(
    corpus: tuple[ResolvedLabels, pd.DataFrame], test_size: float
) -> None:
    """Undated articles are in neither part."""
    labels, articles = corpus
    days = articles["published"].to_numpy()[labels.rows]
    for split in split_or_error("time", labels, articles, test_size, 0):
        assert all(days[i] is not None for i in [*split.train, *split.test])
        assert max(days[split.train]) < min(days[split.test])


def test_draws_with_a_fixed_seed_do_not_change() -> None:
    """Scores measured on these draws stay comparable."""
    groups = [f"g{i // 2 if i < 6 else i}" for i in range(20)]
    articles = table_of(20, groups, [*"AAABBCCCCCDDEEEEFFFG"])

    def drawn(kind: SplitKind) -> list[list[int]]:
        splits = make_splits(kind, labels_of([True] * 20), articles, random_state=3)
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


def test_folds_of_series_of_different_sizes_are_balanced_by_label() -> None:
    """Ten articles of economy and ten of sport, in series of one to six."""
    sizes = {"A": (6, 0), "B": (0, 5), "C": (3, 0), "D": (0, 3), "E": (1, 1), "F": (0, 1)}
    series = [name for name, counts in sizes.items() for _ in range(sum(counts))]
    matrix = [row for a, b in sizes.values() for row in [[1, 0]] * a + [[0, 1]] * b]
    labels, articles = labels_of([True] * 20, matrix), table_of(20, series=series)
    for seed in range(5):
        splits = make_splits(
            "folds", labels, articles, n_folds=2, random_state=seed, group_by="series"
        )
        assert [split.name for split in splits] == [
            "fold 1, series unseen",
            "fold 2, series unseen",
        ]
        economy, sport = np.array([labels.matrix[s.test].sum(axis=0) for s in splits]).T
        assert sorted(economy) == [4, 6]
        assert sorted(sport) in ([5, 5], [4, 6])


def test_a_random_draw_of_series_stops_at_the_test_size() -> None:
    """The first of four series has a quarter of the articles, which exceeds a fifth."""
    articles = table_of(20, series=[*"SSSSSTTTTTUUUUUVVVVV"])
    for seed in range(5):
        [split] = make_splits(
            "random", labels_of([True] * 20), articles, random_state=seed, group_by="series"
        )
        assert len({"SSSSSTTTTTUUUUUVVVVV"[i] for i in split.test}) == 1
        assert (len(split.test), len(split.train)) == (5, 15)
        assert split.name == "random, series unseen"


def test_a_near_duplicate_in_another_series_is_left_out() -> None:
    """It is not drawn with the test series, so that reprints do not chain all series into one."""
    articles = table_of(6, groups=["w", "x", "w", "y", "z", "v"], series=[*"AABBCC"])
    splits = make_splits("folds", labels_of([True] * 6), articles, n_folds=3, group_by="series")
    trains = {(0, 1): [3, 4, 5], (2, 3): [1, 4, 5], (4, 5): [0, 1, 2, 3]}
    assert {tuple(s.test.tolist()): s.train.tolist() for s in splits} == trains


def test_a_random_split_is_stratified_by_label() -> None:
    """Here exactly: of a hundred articles, a tenth have the rare label."""
    matrix = [[1, 0] if i % 10 else [0, 1] for i in range(100)]
    labels = labels_of([True] * 100, matrix)
    [split] = make_splits("random", labels, table_of(100), test_size=0.2)
    assert (split.name, split.n_left_out) == ("random", 0)
    assert labels.matrix[split.test].sum(axis=0).tolist() == [18, 2]
    assert labels.matrix[split.train].sum(axis=0).tolist() == [72, 8]


def test_folds_are_stratified_by_label() -> None:
    """A label of five articles has one in each of five folds."""
    matrix = [[1, 0] if i % 10 else [0, 1] for i in range(50)]
    labels = labels_of([True] * 50, matrix)
    splits = make_splits("folds", labels, table_of(50), n_folds=5)
    assert [split.name for split in splits] == [f"fold {i}" for i in range(1, 6)]
    assert [labels.matrix[s.test].sum(axis=0).tolist() for s in splits] == [[9, 1]] * 5


def test_another_random_state_gives_another_split() -> None:
    """That the same one gives the same split is tested above."""
    labels = labels_of([True] * 40)
    tests = {
        tuple(make_splits(kind, labels, table_of(40), random_state=seed)[0].test)
        for kind in ("random", "folds")
        for seed in range(3)
    }
    assert len(tests) == 6


def test_silver_labels_train_and_are_never_scored() -> None:
    """Those of a test duplicate group are left out."""
    labels = labels_of([True, True, False, False, False])
    groups = ["g0", "g1", "g0", "g1", "g2"]
    [split] = make_splits("random", labels, table_of(5, groups), test_size=0.5)
    [scored] = split.test.tolist()
    trains = {0: [1, 3, 4], 1: [0, 2, 4]}
    assert split.train.tolist() == trains[scored]
    assert split.n_left_out == 1


@pytest.mark.parametrize("kind", ["random", "folds"])
def test_few_articles_of_many_themes_can_be_split(kind: SplitKind) -> None:
    """Ten articles of thirty themes suffice to score a fifth of them."""
    for seed in range(10):
        matrix = (np.random.default_rng(seed).random((10, 30)) < 0.1).astype(np.uint8)
        labels = ResolvedLabels(
            np.arange(10), tuple(f"t{i}" for i in range(30)), matrix, np.ones(10, dtype=bool)
        )
        for split in make_splits(kind, labels, table_of(10), random_state=seed):
            assert len(split.test) >= 1
            assert len(split.train) >= 6


@pytest.mark.parametrize("test_size", [0.001, 0.999])
@pytest.mark.parametrize("kind", ["random", "outlet", "time"])
def test_any_test_size_below_one_gives_a_split_or_a_one_line_error(
    kind: SplitKind, test_size: float
) -> None:
    """A spec may name any of them."""
    articles = table_of(2, outlets=["A", "B"], days=[DAY, DAY + timedelta(1)])
    splits = split_or_error(kind, labels_of([True, True]), articles, test_size, 0)
    assert [(len(split.train), len(split.test)) for split in splits] in ([], [(1, 1)])


def test_the_part_test_is_scored_and_the_other_parts_train() -> None:
    """Validation articles train where there is a test part; articles of no part are left out."""
    parts = ["train", "validation", "test", "test", "", "train"]
    labels = labels_of([True, True, True, False, True, False])
    [split] = make_splits("part", labels, table_of(6, parts=parts))
    assert split.name == "part test"
    assert split.train.tolist() == [0, 1, 5]
    assert split.test.tolist() == [2]
    assert split.n_left_out == 2


def test_without_a_test_part_the_validation_part_is_scored() -> None:
    """Also where the test part has no gold label; its silver articles do not train then."""
    parts = ["train", "validation", "test", "validation"]
    [split] = make_splits("part", labels_of([True, True, False, True]), table_of(4, parts=parts))
    assert split.name == "part validation"
    assert split.train.tolist() == [0]
    assert split.test.tolist() == [1, 3]


def test_a_near_duplicate_of_a_test_article_does_not_train() -> None:
    """Although its part is train."""
    parts = ["train", "train", "test"]
    articles = table_of(3, groups=["g0", "g1", "g0"], parts=parts)
    [split] = make_splits("part", labels_of([True] * 3), articles)
    assert split.train.tolist() == [1]


def test_the_latest_articles_are_scored() -> None:
    """All those of the first test day, and no undated one."""
    days = [DAY + timedelta(i) for i in (0, 1, 2, 3, 3, 4)] + [None]
    [split] = make_splits("time", labels_of([True] * 7), table_of(7, days=days), test_size=0.4)
    assert split.name == "from 2020-01-04 on"
    assert split.train.tolist() == [0, 1, 2]
    assert split.test.tolist() == [3, 4, 5]
    assert split.n_left_out == 1


def test_positions_refer_to_the_labels() -> None:
    """Not to the articles table, in which some articles have no label."""
    days = [DAY + timedelta(9 - i) for i in range(10)]
    articles = table_of(10, days=days, outlets=[*"AAAAABBBBB"], parts=["test"] * 5 + ["train"] * 5)
    labels = labels_of([True] * 4, rows=[1, 3, 6, 8])
    [by_time] = make_splits("time", labels, articles, test_size=0.5)
    [by_part] = make_splits("part", labels, articles)
    assert by_time.train.tolist() == by_part.train.tolist() == [2, 3]
    assert by_time.test.tolist() == by_part.test.tolist() == [0, 1]
    [by_outlet] = make_splits("outlet", labels, articles)
    assert sorted([by_outlet.train.tolist(), by_outlet.test.tolist()]) == [[0, 1], [2, 3]]


def test_a_reprint_of_a_test_article_in_another_outlet_does_not_train() -> None:
    """B reprints A: that copy is left out, the rest of B trains when A is scored."""
    articles = table_of(6, groups=["w", "x", "w", "y", "z", "v"], outlets=[*"AABBCC"])
    for seed in range(10):
        [split] = make_splits("outlet", labels_of([True] * 6), articles, random_state=seed)
        trains = {(0, 1): [3, 4, 5], (2, 3): [1, 4, 5], (4, 5): [0, 1, 2, 3]}
        assert split.train.tolist() == trains[tuple(split.test.tolist())]
        assert split.n_left_out == 6 - len(split.train) - len(split.test)


def test_articles_without_an_outlet_are_left_out_of_an_outlet_split() -> None:
    """They may be of the held-out outlet."""
    articles = table_of(4, outlets=["A", "", "B", ""])
    [split] = make_splits("outlet", labels_of([True] * 4), articles)
    assert sorted([*split.train, *split.test]) == [0, 2]
    assert split.n_left_out == 2


@pytest.mark.parametrize(
    ("kind", "labels", "articles", "message"),
    [
        *(
            (
                kind,
                labels_of([False, False]),
                table_of(2),
                (
                    "no article has a label by a person, so nothing can be scored; "
                    "draw articles to code with 'tenor codings sheet' and add them with 'tenor "
                    "codings import', or give 'tenor prep' a label column (--label)"
                ),
            )
            for kind in KINDS
        ),
        (
            "random",
            labels_of([True, True]),
            table_of(2, groups=["g", "g"]),
            "one duplicate group cannot be split; label more articles",
        ),
        (
            "folds",
            labels_of([True, True, False]),
            table_of(3),
            (
                "2 duplicate groups of labelled articles cannot make 5 folds; "
                "label more articles or ask for fewer folds"
            ),
        ),
        (
            "outlet",
            labels_of([True, True]),
            table_of(2),
            (
                "split 'outlet' needs labelled articles of at least two outlets; this corpus "
                "has 0: map the outlet column (--column outlet=NAME) or choose another split"
            ),
        ),
        (
            "outlet",
            labels_of([True, True]),
            table_of(2, groups=["g", "g"], outlets=["A", "B"]),
            (
                "split 'outlets unseen' leaves 0 articles to train and 1 to score; "
                "choose another split or label more articles"
            ),
        ),
        (
            "time",
            labels_of([True, True, True]),
            table_of(3, days=[DAY, DAY, None]),
            (
                "split 'time' needs labelled articles of at least two dates; "
                "map the date column (--column published=NAME) or choose another split"
            ),
        ),
        (
            "part",
            labels_of([True, False]),
            table_of(2, parts=["train", "test"]),
            (
                "split 'part' needs gold labels in a part 'test' or 'validation'; "
                "map the column that names it (--column part=NAME) or choose another split"
            ),
        ),
        (
            "part",
            labels_of([True, True]),
            table_of(2, parts=["", "test"]),
            (
                "split 'part test' leaves 0 articles to train and 1 to score; "
                "choose another split or label more articles"
            ),
        ),
    ],
)
def test_a_split_that_cannot_be_made_raises_one_sentence(
    kind: SplitKind, labels: ResolvedLabels, articles: pd.DataFrame, message: str
) -> None:
    """With what is missing and what to do."""
    with pytest.raises(CorpusError) as caught:
        make_splits(kind, labels, articles)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("kind", "series", "message"),
    [
        (
            "random",
            [""] * 4,
            (
                "group_by = 'series' needs values, and no article has one in the column "
                "'series'; map it (--column series=NAME) or remove the setting"
            ),
        ),
        (
            "random",
            ["S"] * 4,
            (
                "all labelled articles are of one series, which cannot be split; label articles of "
                "others or choose another group_by"
            ),
        ),
        (
            "folds",
            [*"SSTT"],
            (
                "2 series of labelled articles cannot make 5 folds; label more articles, ask for "
                "fewer folds (n_folds), or group by duplicates alone "
                "(group_by = 'duplicate_group')"
            ),
        ),
    ],
)
def test_series_that_cannot_be_split_raise_one_sentence(
    kind: SplitKind, series: list[str], message: str
) -> None:
    """With what is missing and what to do."""
    with pytest.raises(CorpusError) as caught:
        make_splits(kind, labels_of([True] * 4), table_of(4, series=series), group_by="series")
    assert str(caught.value) == message


POOL = pd.DataFrame(
    [
        ("same group as a test article", "g0", "Wire", DAY, "train", ""),
        ("same outlet", "g7", "Herald", DAY, "train", ""),
        ("same day", "g8", "Wire", DAY + timedelta(8), "train", ""),
        ("later", "g9", "Wire", DAY + timedelta(20), "train", ""),
        ("undated", "g10", "Wire", None, "train", ""),
        ("test part", "g11", "Wire", DAY, "test", ""),
        ("validation part", "g12", "Wire", DAY, "validation", ""),
        ("same series", "g13", "Wire", DAY, "train", "flood"),
        ("other series", "g14", "Wire", DAY, "train", "strike"),
        ("no outlet", "g16", "", DAY, "train", ""),
        ("unrelated", "g15", "Wire", DAY, "train", ""),
    ],
    columns=["article_id", "duplicate_group", "outlet", "published", "part", "series"],
)
"""Unlabelled articles, each with an id that says what it has in common with `TEST_ARTICLES`."""

TEST_ARTICLES = pd.DataFrame(
    [
        ("g0", "Herald", DAY + timedelta(8), "test", "flood"),
        ("g1", "Herald", DAY + timedelta(9), "test", ""),
    ],
    columns=["duplicate_group", "outlet", "published", "part", "series"],
)


def excluded(criterion: str, group_by: GroupBy = "duplicate_group") -> set[str]:
    """Return the ids of the pool's articles that a split of this kind excludes."""
    rows = np.arange(2)
    split = Split(rows, rows, "", TEST_ARTICLES, criterion, group_by)  # type: ignore[arg-type]
    return set(POOL["article_id"][~split.may_train(POOL)])


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ("random", set()),
        ("part", {"test part", "validation part"}),
        ("outlet", {"same outlet", "no outlet"}),
        ("time", {"same day", "later", "undated"}),
    ],
)
def test_unlabelled_articles_like_the_test_articles_may_not_be_used(
    criterion: str, expected: set[str]
) -> None:
    """Near-duplicates of test articles never; other articles by the criterion of the split."""
    assert excluded(criterion) == {"same group as a test article", *expected}


def test_unlabelled_articles_of_a_test_group_may_not_be_used() -> None:
    """Articles of no series may, whether or not a test article has none either."""
    near = "same group as a test article"
    assert excluded("random", "series") == {near, "same series"}
    assert excluded("random", "outlet") == {near, "same outlet"}
    assert excluded("time", "series") == {near, "same series", "same day", "later", "undated"}


def test_a_split_by_an_unknown_criterion_raises_an_error() -> None:
    with pytest.raises(AssertionError, match="weather"):
        excluded("weather")


@pytest.mark.parametrize("group_by", GROUP_BYS)
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15)
@given(corpora(), st.integers(0, 3))
def test_articles_that_may_be_used_meet_the_criterion_of_the_split(
    kind: SplitKind,
    group_by: GroupBy,
    corpus: tuple[ResolvedLabels, pd.DataFrame],
    seed: int,
) -> None:
    """No test article may be used; every training article may, unless its part validates."""
    labels, articles = corpus
    for split in split_or_error(kind, labels, articles, 0.2, seed, group_by):
        allowed = split.may_train(articles)
        assert allowed.shape == (len(articles),)
        training = articles.iloc[labels.rows[split.train]]
        is_spared = (training["part"] == "validation").to_numpy() & (kind == "part")
        assert (allowed[labels.rows[split.train]] | is_spared).all()
        assert not allowed[labels.rows[split.test]].any()
        usable = articles[allowed]
        for column in {"duplicate_group", group_by, *(["outlet"] if kind == "outlet" else [])}:
            assert not (set(usable[column]) & set(split.test_articles[column])) - {""}
        if kind == "part":
            assert not set(usable["part"]) & {"test", "validation"}
        if kind == "time" and len(usable):
            assert usable["published"].max() < split.test_articles["published"].min()


def test_articles_of_another_corpus_are_checked_by_outlet_and_date() -> None:
    """They have no ids, groups and parts there."""
    external = POOL.assign(article_id="", duplicate_group="", part="")
    rows = np.arange(2)
    for criterion, expected in (("random", 0), ("part", 0), ("outlet", 2), ("time", 3)):
        split = Split(rows, rows, "", TEST_ARTICLES, criterion)  # type: ignore[arg-type]
        assert int((~split.may_train(external)).sum()) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["train", "validation", "test"], "test"),
        (["train", "validation"], "validation"),
        (["train", ""], ""),
        ([], ""),
    ],
)
def test_the_test_part_is_scored_rather_than_the_validation_part(
    parts: list[str], expected: str
) -> None:
    assert part_to_score(np.array(parts, dtype=str)) == expected
