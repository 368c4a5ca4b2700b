"""Groups of articles that stand on one side of a split: near-duplicates, a series, an outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

KeepWhole = Literal["duplicate_group", "series", "outlet"]

UNSEEN: dict[KeepWhole, str] = {
    "duplicate_group": "",
    "series": ", series unseen",
    "outlet": ", outlets unseen",
}
"""What is added to the name of a split that keeps more whole than near-duplicates."""

CALLED: dict[KeepWhole, str] = {
    "duplicate_group": "duplicate group(s)",
    "series": "series",
    "outlet": "outlet(s)",
}


@dataclass(frozen=True)
class Groups:
    """The groups of n articles: what is held out is whole groups of ``whole``.

    Near-duplicates of other groups are not drawn along, which could chain all groups into one:
    they sit out while the articles that they nearly equal are held out.

    Attributes
    ----------
    whole
        The number of each article's group, shape (n,).
    duplicates
        The number of its duplicate group, shape (n,).
    kept
        The column that names the groups.
    """

    whole: NDArray[np.intp]
    duplicates: NDArray[np.intp]
    kept: KeepWhole = "duplicate_group"

    @classmethod
    def of(
        cls,
        table: pd.DataFrame | Mapping[str, pd.Series],
        kept: KeepWhole = "duplicate_group",
    ) -> Groups:
        """Return the groups of a table's rows; where ``kept`` is empty, duplicate groups.

        Raises
        ------
        CorpusError
            If no row has a value in the column ``kept``.
        """
        duplicates = codes(table["duplicate_group"])
        if kept == "duplicate_group":
            return cls(duplicates, duplicates)
        named = codes(table[kept].where(table[kept] != ""))
        if len(named) and (named < 0).all():
            raise CorpusError(
                f"keep_whole = '{kept}' has nothing to keep, as no article has a value in the "
                f"column '{kept}'; map it (--column {kept}=NAME) or take the setting out"
            )
        alone = named < 0
        return cls(np.where(alone, duplicates + named.max(initial=-1) + 1, named), duplicates, kept)

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.whole)

    def take(self, rows: NDArray[np.intp]) -> Groups:
        """Return the groups of the rows at some positions."""
        return Groups(self.whole[rows], self.duplicates[rows], self.kept)

    def apart_from(self, held_out: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which articles are of no group, and of no duplicate group, of those held out."""
        apart = ~np.isin(self.duplicates, self.duplicates[held_out])
        if self.kept != "duplicate_group":
            apart &= ~np.isin(self.whole, self.whole[held_out])
        return apart

    def folds(
        self,
        matrix: NDArray[np.uint8],
        n_folds: int,
        random_state: int,
        only: NDArray[np.intp] | None = None,
    ) -> list[NDArray[np.intp]]:
        """Return the test positions of folds of whole groups, with labels in proportion.

        Parameters
        ----------
        matrix
            The labels to stratify by, shape (n, number of labels).
        only
            Positions that may be in a test fold; default all.

        Raises
        ------
        CorpusError
            If there are fewer groups than folds.

        Notes
        -----
        Duplicate groups, small and many, are dealt by iterative stratification: Sechidis,
        Tsoumakas and Vlahavas (2011), On the stratification of multi-label data. Groups
        of other kinds differ in size, so their articles are counted: a group goes to the
        fold that has least of its labels, large groups first.
        """
        chosen = np.arange(len(self)) if only is None else only
        _, which = np.unique(self.whole[chosen], return_inverse=True)
        if (n_groups := which.max(initial=-1) + 1) < n_folds:
            advice = "label more articles or ask for fewer folds"
            if self.kept != "duplicate_group":
                advice = "label more articles, ask for fewer folds (n_folds), or keep less whole "
                advice += "(keep_whole = 'duplicate_group')"
            raise CorpusError(
                f"{n_groups} {CALLED[self.kept]} of labelled articles cannot make {n_folds} "
                f"folds; {advice}"
            )
        if self.kept != "duplicate_group":
            fold = _dealt(which, matrix[chosen], n_folds, random_state)[which]
            return [chosen[fold == number] for number in range(n_folds)]
        from iterstrat.ml_stratifiers import MultilabelStratifiedKFold

        labels = _per_group(which, matrix[chosen])
        folder = MultilabelStratifiedKFold(
            n_splits=n_folds, shuffle=True, random_state=random_state
        )
        return [chosen[np.isin(which, test)] for _, test in folder.split(labels, labels)]

    def draw(
        self,
        gold: NDArray[np.intp],
        matrix: NDArray[np.uint8],
        test_size: float,
        random_state: int,
    ) -> NDArray[np.intp]:
        """Return the gold positions that score: whole groups.

        Of duplicate groups ``test_size`` is a share, with labels in proportion; groups of
        other kinds are drawn until they hold that share of the gold positions.

        Raises
        ------
        CorpusError
            If there is but one group.
        """
        if self.kept != "duplicate_group":
            return self._drawn_by_size(gold, test_size, random_state)
        from iterstrat.ml_stratifiers import MultilabelStratifiedShuffleSplit

        _, which = np.unique(self.whole[gold], return_inverse=True)
        labels = _per_group(which, matrix[gold])
        if len(labels) < 2:
            raise CorpusError("one duplicate group cannot be split; label more articles")
        n_test = max(1, min(round(test_size * len(labels)), len(labels) - 1))
        draw = MultilabelStratifiedShuffleSplit(1, test_size=n_test, random_state=random_state)
        _, test = next(draw.split(labels, labels))
        if not 0 < len(test) < len(labels):
            # Too few groups for so many labels: a plain draw is then the best there is.
            test = np.random.default_rng(random_state).permutation(len(labels))[:n_test]
        return gold[np.isin(which, test)]

    def _drawn_by_size(
        self, gold: NDArray[np.intp], test_size: float, random_state: int
    ) -> NDArray[np.intp]:
        names, sizes = np.unique(self.whole[gold], return_counts=True)
        if len(names) < 2:
            raise CorpusError(
                f"all labelled articles are of one {self.kept}, which cannot be split; label "
                "articles of others or choose another keep_whole"
            )
        order = np.random.default_rng(random_state).permutation(len(names))
        enough = int(np.searchsorted(np.cumsum(sizes[order]), test_size * len(gold))) + 1
        test = names[order[: max(1, min(enough, len(names) - 1))]]
        return gold[np.isin(self.whole[gold], test)]


def codes(column: pd.Series) -> NDArray[np.intp]:
    """Return the values of a column as numbers from 0 on, absent ones as -1, shape (n,)."""
    import pandas as pd

    # Of all articles, labelled or not: a new silver label must not move a draw.
    return np.asarray(pd.factorize(column)[0], dtype=np.intp)


def _per_group(which: NDArray[np.intp], matrix: NDArray[np.uint8]) -> NDArray[np.uint8]:
    labels = np.zeros((which.max(initial=-1) + 1, matrix.shape[1] + 1), dtype=np.uint8)
    np.maximum.at(labels[:, :-1], which, matrix)
    # Groups without any label are a stratum of their own.
    labels[:, -1] = ~labels[:, :-1].any(axis=1)
    return labels


def _dealt(
    which: NDArray[np.intp], matrix: NDArray[np.uint8], n_folds: int, random_state: int
) -> NDArray[np.intp]:
    """Return the fold of each group, given the group of each article."""
    labels = np.column_stack([matrix, np.ones(len(matrix))])
    counts = np.zeros((which.max() + 1, labels.shape[1]))
    np.add.at(counts, which, labels)
    shares = counts / np.maximum(counts.sum(axis=0), 1)
    rng = np.random.default_rng(random_state)
    # Only roughly by size, so that another random state deals otherwise.
    order = np.argsort(-shares.sum(axis=1) * rng.uniform(0.5, 1, len(shares)))
    held = np.zeros((n_folds, shares.shape[1]))
    fold = np.zeros(len(shares), dtype=np.intp)
    for group in order.tolist():
        cost = held @ shares[group]
        fold[group] = rng.choice(np.flatnonzero(cost == cost.min()))
        held[fold[group]] += shares[group]
    return fold
