"""Splits: which labelled articles train and which are scored.

A duplicate group never crosses a split, nor does a group of ``group_by``; only labels by
people are scored; and no article of a scored group trains. Test articles are drawn among
the gold articles alone, so that further silver labels do not change what is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, assert_never

import numpy as np

from tenor.corpus.groups import GroupBy, Groups, factorize
from tenor.errors import CorpusError
from tenor.labeling import ResolvedLabels
from tenor.present import plural

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

SplitKind = Literal["random", "folds", "part", "outlet", "time"]
"""The kinds of split that a spec can name."""

SplitCriterion = Literal["random", "part", "outlet", "time"]
"""The criterion that test articles are chosen by: at random, or by part, outlet or date."""

TEST_PARTS = ("test", "validation")
"""The parts that can be scored, in order of preference."""

LEFT_OUT_REASONS: dict[SplitKind, str] = {
    "random": "left out of training and scores: near-duplicates of scored articles",
    "folds": "left out of training in the fold that scores a near-duplicate",
    "part": "left out of training and scores: of no part, near-duplicates, or silver",
    "outlet": "left out of training and scores: of no named outlet, near-duplicates, or silver",
    "time": "left out of training and scores: undated, near-duplicates, or late and silver",
}
"""Why some labelled articles neither train nor are scored, by kind of split."""

UNSEEN_SUFFIX: dict[GroupBy, str] = {
    "duplicate_group": "",
    "series": ", series unseen",
    "outlet": ", outlets unseen",
}
"""Appended to the name of a split, by the column of its groups."""


@dataclass(frozen=True)
class Split:
    """One way of holding labelled articles out.

    Attributes
    ----------
    train, test
        Positions in the resolved labels, ascending: the training and the test articles.
    name
        The split in a few words.
    test_articles
        The test articles: rows of the articles table, shape (n_test, n_columns).
    criterion
        The criterion that the test articles are chosen by.
    group_by
        The column whose groups do not cross the split, besides duplicate groups.
    """

    train: NDArray[np.intp]
    test: NDArray[np.intp]
    name: str
    test_articles: pd.DataFrame
    criterion: SplitCriterion = "random"
    group_by: GroupBy = "duplicate_group"
    n_left_out: int = 0
    """The number of labelled articles that neither train nor are scored."""

    def may_train(self, articles: pd.DataFrame) -> NDArray[np.bool_]:
        """Whether unlabelled articles are as far from the test articles as training ones.

        Features (a vocabulary, LSA components) and self-training may use such articles. Not
        used are articles of held-out or unknown outlets, of a later or unknown time, or of a
        test part. An article of no part may be used, as those of other corpora are.

        Parameters
        ----------
        articles
            Articles of this or another corpus, n rows with the columns ``duplicate_group``,
            ``outlet``, ``series``, ``published`` and ``part``.

        Returns
        -------
        ndarray
            Shape (n,).
        """
        import pandas as pd

        allowed = ~articles["duplicate_group"].isin(self.test_articles["duplicate_group"])
        of_group = articles[self.group_by].isin(self.test_articles[self.group_by])
        allowed &= ~of_group | (articles[self.group_by] == "")
        match self.criterion:
            case "random":
                pass
            case "part":
                allowed &= ~articles["part"].isin(TEST_PARTS)
            case "outlet":
                known = articles["outlet"] != ""
                allowed &= known & ~articles["outlet"].isin(self.test_articles["outlet"])
            case "time":
                first = pd.to_datetime(self.test_articles["published"]).min()
                allowed &= pd.to_datetime(articles["published"]) < first
            case _:
                assert_never(self.criterion)
        return np.asarray(allowed, dtype=bool)


def make_splits(
    kind: SplitKind,
    labels: ResolvedLabels,
    articles: pd.DataFrame,
    *,
    test_size: float = 0.2,
    n_folds: int = 5,
    random_state: int = 0,
    group_by: GroupBy = "duplicate_group",
) -> list[Split]:
    """Return the splits of the labelled articles of a task: one, or several for ``folds``.

    Parameters
    ----------
    kind
        The kind of split.
    labels
        The labels of n articles; their ``rows`` are positions in ``articles``.
    articles
        The articles table, with ``duplicate_group``, ``outlet``, ``published`` and ``part``.
    test_size
        The share of the gold articles to score (``random``, ``outlet``, ``time``).
    n_folds
        The number of folds (``folds``).
    random_state
        The seed of the draw.
    group_by
        A column whose groups do not cross the split, besides duplicate groups: ``random`` and
        ``folds`` draw such groups; for the other kinds, no article of a scored group trains.

    Raises
    ------
    CorpusError
        If the corpus cannot be split in this way.
    """
    if not labels.is_gold.any():
        raise CorpusError(
            "no article has a label by a person, so nothing can be scored; "
            "draw articles to code with 'tenor codings sheet' and add them with 'tenor "
            "codings import', or give 'tenor prep' a label column (--label)"
        )
    groups = Groups.of(articles, group_by).take(labels.rows)
    maker = _SplitMaker(labels, articles, groups)
    match kind:
        case "part":
            return [maker.by_part()]
        case "time":
            return [maker.by_time(test_size)]
        case "outlet":
            return [maker.by_outlet(test_size, random_state)]
        case "random":
            return [maker.random(test_size, random_state)]
        case "folds":
            return maker.folds(n_folds, random_state)
        case _:
            assert_never(kind)


class _SplitMaker:
    """Makes the splits of n labelled articles."""

    def __init__(self, labels: ResolvedLabels, articles: pd.DataFrame, groups: Groups) -> None:
        self._labels, self._groups = labels, groups
        self._articles = articles
        self._table = articles.iloc[labels.rows]
        self._gold = np.flatnonzero(labels.is_gold)

    def random(self, test_size: float, random_state: int) -> Split:
        test = self._groups.draw_test(self._gold, self._labels.matrix, test_size, random_state)
        return self._apart(test, "random")

    def folds(self, n_folds: int, random_state: int) -> list[Split]:
        tests = self._groups.folds(
            self._labels.matrix, n_folds, random_state, candidates=self._gold
        )
        return [self._apart(test, f"fold {number}") for number, test in enumerate(tests, start=1)]

    def by_part(self) -> Split:
        part = self._table["part"].to_numpy(dtype=str)
        scored = part_to_score(part[self._labels.is_gold])
        if not scored:
            raise CorpusError(
                "split 'part' needs gold labels in a part 'test' or 'validation'; "
                "map the column that names it (--column part=NAME) or choose another split"
            )
        test = np.flatnonzero((part == scored) & self._labels.is_gold)
        training_parts = ("train",) if scored == "validation" else ("train", "validation")
        train = np.isin(part, training_parts) & self._groups.disjoint_from(test)
        return self._split(train, test, f"part {scored}", "part")

    def by_outlet(self, test_size: float, random_state: int) -> Split:
        # An article of an unknown outlet may be of a test outlet, so it is left out.
        has_outlet = (self._table["outlet"] != "").to_numpy()
        gold = np.flatnonzero(self._labels.is_gold & has_outlet)
        outlets = factorize(self._articles["outlet"])[self._labels.rows]
        n_outlets = len(np.unique(outlets[gold]))
        if n_outlets < 2:
            raise CorpusError(
                "split 'outlet' needs labelled articles of at least two outlets; this corpus has "
                f"{n_outlets}: map the outlet column (--column outlet=NAME) or choose another split"
            )
        by_outlet = Groups.of(self._articles, "outlet").take(self._labels.rows)
        test = by_outlet.draw_test(gold, self._labels.matrix, test_size, random_state)
        train = has_outlet & by_outlet.disjoint_from(test) & self._groups.disjoint_from(test)
        return self._split(train, test, "outlets unseen", "outlet")

    def by_time(self, test_size: float) -> Split:
        import pandas as pd

        days = pd.to_datetime(self._table["published"]).to_numpy().astype("datetime64[D]")
        has_date = ~np.isnat(days)
        gold = np.flatnonzero(self._labels.is_gold & has_date)
        if len(np.unique(days[gold])) < 2:
            raise CorpusError(
                "split 'time' needs labelled articles of at least two dates; "
                "map the date column (--column published=NAME) or choose another split"
            )
        sorted_days = np.sort(days[gold])
        first = sorted_days[min(int(len(gold) * (1 - test_size)), len(gold) - 1)]
        if first == sorted_days[0]:
            first = sorted_days[sorted_days > first][0]
        test = gold[days[gold] >= first]
        train = has_date & (days < first) & self._groups.disjoint_from(test)
        return self._split(train, test, f"from {first} on", "time")

    def _apart(self, test: NDArray[np.intp], name: str) -> Split:
        suffix = UNSEEN_SUFFIX[self._groups.group_by]
        return self._split(self._groups.disjoint_from(test), test, name + suffix, "random")

    def _split(
        self,
        train: NDArray[np.bool_],
        test: NDArray[np.intp],
        name: str,
        criterion: SplitCriterion,
    ) -> Split:
        positions = np.flatnonzero(train)
        if not len(positions) or not len(test):
            raise CorpusError(
                f"split '{name}' leaves {plural(len(positions), 'article')} to train and "
                f"{len(test)} to score; choose another split or label more articles"
            )
        n_left_out = len(self._labels) - len(positions) - len(test)
        return Split(
            positions,
            test,
            name,
            self._table.iloc[test],
            criterion,
            self._groups.group_by,
            n_left_out,
        )


def part_to_score(parts: NDArray[np.str_]) -> str:
    """Return the part to score, ``test`` or ``validation``; empty if no gold article is in one.

    Parameters
    ----------
    parts
        The parts of the gold articles, shape (n_gold,).
    """
    return next((part for part in TEST_PARTS if (parts == part).any()), "")
