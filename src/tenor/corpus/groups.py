"""Groups of articles that do not cross a split: near-duplicates, a series, an outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.errors import CorpusError
from tenor.present import plural

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

GroupBy = Literal["duplicate_group", "series", "outlet"]

GROUP_NOUNS: dict[GroupBy, str] = {
    "duplicate_group": "duplicate group",
    "series": "series",
    "outlet": "outlet",
}


@dataclass(frozen=True)
class Groups:
    """The groups of n articles, which do not cross a split.

    Groups of a series or outlet are held out without their near-duplicates in other groups,
    because merging such groups could chain all of them into one. These near-duplicates are
    left out of the split instead.

    Attributes
    ----------
    codes
        The number of the group of each article, shape (n,).
    duplicate_codes
        The number of its duplicate group, shape (n,).
    group_by
        The column that names the groups.
    """

    codes: NDArray[np.intp]
    duplicate_codes: NDArray[np.intp]
    group_by: GroupBy = "duplicate_group"

    @classmethod
    def of(
        cls,
        table: pd.DataFrame | Mapping[str, pd.Series],
        group_by: GroupBy = "duplicate_group",
    ) -> Groups:
        """Return the groups of the rows of a table.

        A row without a value in the column ``group_by`` is grouped by its duplicate group.

        Raises
        ------
        CorpusError
            If no row has a value in the column.
        """
        duplicates = factorize(table["duplicate_group"])
        if group_by == "duplicate_group":
            return cls(duplicates, duplicates)
        named = factorize(table[group_by].where(table[group_by] != ""))
        if len(named) and (named < 0).all():
            raise CorpusError(
                f"group_by = '{group_by}' needs values, and no article has one in the column "
                f"'{group_by}'; map it (--column {group_by}=NAME) or remove the setting"
            )
        codes = np.where(named < 0, duplicates + named.max(initial=-1) + 1, named)
        return cls(codes, duplicates, group_by)

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.codes)

    def take(self, rows: NDArray[np.intp]) -> Groups:
        """Return the groups of the rows at these positions."""
        return Groups(self.codes[rows], self.duplicate_codes[rows], self.group_by)

    def disjoint_from(self, held_out: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Whether each article shares no group and no duplicate group with those held out."""
        disjoint = ~np.isin(self.duplicate_codes, self.duplicate_codes[held_out])
        if self.group_by != "duplicate_group":
            disjoint &= ~np.isin(self.codes, self.codes[held_out])
        return disjoint

    def folds(
        self,
        matrix: NDArray[np.uint8],
        n_folds: int,
        random_state: int,
        candidates: NDArray[np.intp] | None = None,
    ) -> list[NDArray[np.intp]]:
        """Return the test positions of stratified folds that split no group.

        Parameters
        ----------
        matrix
            The labels to stratify by, shape (n, n_labels).
        n_folds
            The number of folds.
        random_state
            The seed of the draw.
        candidates
            Positions that may be in a test fold; default all.

        Raises
        ------
        CorpusError
            If there are fewer groups than folds.

        Notes
        -----
        Duplicate groups, which are small and many, are assigned by iterative stratification:
        Sechidis, Tsoumakas and Vlahavas (2011), On the stratification of multi-label data.
        Groups of other kinds differ in size: the largest are assigned first, each to the fold
        that has the fewest articles with its labels.
        """
        chosen = np.arange(len(self)) if candidates is None else candidates
        _, group = np.unique(self.codes[chosen], return_inverse=True)
        if (n_groups := group.max(initial=-1) + 1) < n_folds:
            advice = "label more articles or ask for fewer folds"
            if self.group_by != "duplicate_group":
                advice = "label more articles, ask for fewer folds (n_folds), or group by "
                advice += "duplicates alone (group_by = 'duplicate_group')"
            several = "series" if self.group_by == "series" else ""
            n = plural(n_groups, GROUP_NOUNS[self.group_by], several)
            raise CorpusError(f"{n} of labelled articles cannot make {n_folds} folds; {advice}")
        if self.group_by != "duplicate_group":
            fold = _assign_folds(group, matrix[chosen], n_folds, random_state)[group]
            return [chosen[fold == number] for number in range(n_folds)]
        from iterstrat.ml_stratifiers import MultilabelStratifiedKFold

        labels = _labels_per_group(group, matrix[chosen])
        folder = MultilabelStratifiedKFold(
            n_splits=n_folds, shuffle=True, random_state=random_state
        )
        return [chosen[np.isin(group, test)] for _, test in folder.split(labels, labels)]

    def draw_test(
        self,
        gold: NDArray[np.intp],
        matrix: NDArray[np.uint8],
        test_size: float,
        random_state: int,
    ) -> NDArray[np.intp]:
        """Return the gold positions to score: all those of the groups drawn.

        Parameters
        ----------
        gold
            Positions of the gold articles.
        matrix
            The labels of all articles, shape (n, n_labels); duplicate groups are stratified
            by them.
        test_size
            The share of the duplicate groups to draw. Groups of other kinds are drawn until
            they contain this share of the gold articles.
        random_state
            The seed of the draw.

        Raises
        ------
        CorpusError
            If there is only one group.
        """
        if self.group_by != "duplicate_group":
            return self._draw_by_size(gold, test_size, random_state)
        from iterstrat.ml_stratifiers import MultilabelStratifiedShuffleSplit

        _, group = np.unique(self.codes[gold], return_inverse=True)
        labels = _labels_per_group(group, matrix[gold])
        if len(labels) < 2:
            raise CorpusError("one duplicate group cannot be split; label more articles")
        n_test = max(1, min(round(test_size * len(labels)), len(labels) - 1))
        draw = MultilabelStratifiedShuffleSplit(1, test_size=n_test, random_state=random_state)
        _, test = next(draw.split(labels, labels))
        if not 0 < len(test) < len(labels):
            # With too few groups for so many labels, stratification fails: draw at random.
            test = np.random.default_rng(random_state).permutation(len(labels))[:n_test]
        return gold[np.isin(group, test)]

    def _draw_by_size(
        self, gold: NDArray[np.intp], test_size: float, random_state: int
    ) -> NDArray[np.intp]:
        codes, sizes = np.unique(self.codes[gold], return_counts=True)
        if len(codes) < 2:
            raise CorpusError(
                f"all labelled articles are of one {self.group_by}, which cannot be split; label "
                "articles of others or choose another group_by"
            )
        order = np.random.default_rng(random_state).permutation(len(codes))
        n_drawn = int(np.searchsorted(np.cumsum(sizes[order]), test_size * len(gold))) + 1
        test = codes[order[: max(1, min(n_drawn, len(codes) - 1))]]
        return gold[np.isin(self.codes[gold], test)]


def factorize(column: pd.Series) -> NDArray[np.intp]:
    """Return the values of a column as numbers from 0 on, missing values as -1, shape (n,)."""
    import pandas as pd

    return np.asarray(pd.factorize(column)[0], dtype=np.intp)


def _labels_per_group(group: NDArray[np.intp], matrix: NDArray[np.uint8]) -> NDArray[np.uint8]:
    labels = np.zeros((group.max(initial=-1) + 1, matrix.shape[1] + 1), dtype=np.uint8)
    np.maximum.at(labels[:, :-1], group, matrix)
    # Groups without any label are a stratum of their own.
    labels[:, -1] = ~labels[:, :-1].any(axis=1)
    return labels


def _assign_folds(
    group: NDArray[np.intp], matrix: NDArray[np.uint8], n_folds: int, random_state: int
) -> NDArray[np.intp]:
    """Return the fold of each group, given the group of each article."""
    labels = np.column_stack([matrix, np.ones(len(matrix))])
    counts = np.zeros((group.max() + 1, labels.shape[1]))
    np.add.at(counts, group, labels)
    shares = counts / np.maximum(counts.sum(axis=0), 1)
    rng = np.random.default_rng(random_state)
    # The order by size is perturbed, so that another random state gives other folds.
    order = np.argsort(-shares.sum(axis=1) * rng.uniform(0.5, 1, len(shares)))
    in_fold = np.zeros((n_folds, shares.shape[1]))
    fold = np.zeros(len(shares), dtype=np.intp)
    for number in order.tolist():
        cost = in_fold @ shares[number]
        fold[number] = rng.choice(np.flatnonzero(cost == cost.min()))
        in_fold[fold[number]] += shares[number]
    return fold
