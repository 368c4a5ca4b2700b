"""What each coder answered: the cells of a reliability table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class CoderAnswers:
    """The answers of coders to one task and target, a cell for each article that one judged.

    Attributes
    ----------
    labels
        The themes or positions, in codebook order.
    coders
        The coders' names, in alphabetical order.
    row, coder
        Of each cell: the position of its article in the articles table, and
        of its coder in ``coders``; both of shape (n_cells,).
    given
        The labels that the coder gave there, none where no theme applies,
        shape (n_cells, n_labels).
    one_label
        Whether an article has exactly one label, or for themes at most one.
    ambiguous
        Cells left out because a coder gave an article several labels of which
        only one can hold.
    """

    labels: tuple[str, ...]
    coders: tuple[str, ...]
    row: NDArray[np.intp]
    coder: NDArray[np.intp]
    given: NDArray[np.bool_]
    one_label: bool
    ambiguous: int = 0

    def counts_per_label(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Count who did not give each label and who did, shape (n, n_labels, 2).

        Parameters
        ----------
        rows
            Positions of articles, rising, shape (n,).
        """
        judges, yes = self._per_row(rows)
        return np.stack([judges[:, None] - yes, yes], axis=-1)

    def counts(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Count who gave each label, and last who gave none, shape (n, 1, n_labels + 1)."""
        judges, yes = self._per_row(rows)
        none = judges - yes.sum(axis=1)
        return np.column_stack([yes, none])[:, None, :]

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> CoderAnswers:
        """Return the answers in the chosen cells."""
        return CoderAnswers(
            self.labels, self.coders, self.row[chosen], self.coder[chosen], self.given[chosen],
            self.one_label, self.ambiguous,
        )  # fmt: skip

    def judged_by_several(self) -> NDArray[np.intp]:
        """Return the positions of the articles that two coders or more judged, rising."""
        rows, judges = np.unique(self.row, return_counts=True)
        return np.asarray(rows[judges >= 2], dtype=np.intp)

    def _per_row(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        found = np.isin(self.row, rows)
        place = np.searchsorted(rows, self.row[found])
        judges = np.bincount(place, minlength=len(rows)).astype(np.int64)
        yes = np.zeros((len(rows), len(self.labels)), dtype=np.int64)
        np.add.at(yes, place, self.given[found].astype(np.int64))
        return judges, yes


def coder_answers(
    judgments: pd.DataFrame, article_ids: pd.Index, codebook: Codebook, task: str, target: str = ""
) -> CoderAnswers:
    """Return what each coder answered, before anything is adjudicated.

    Only judgements of origin ``coder`` count: adjudicated ones are no longer
    independent. Where a coder gave an article several positions, or several
    themes of which the codebook allows one, that cell is left out.
    """
    import pandas as pd

    labels = codebook.theme_names if task == "theme" else codebook.target(target).positions
    one_label = task == "stance" or codebook.themes_per_article == "one"
    asked = (judgments["task"] == task) & (judgments["target"] == target)
    chosen = judgments[asked & (judgments["origin"] == "coder")]
    chosen = chosen.drop_duplicates(["article_id", "label", "coder"])
    row = article_ids.get_indexer(pd.Index(chosen["article_id"])).astype(np.int64)
    chosen, row = chosen[row >= 0], row[row >= 0]

    coders = tuple(sorted(set(chosen["coder"])))
    number = {name: i for i, name in enumerate(coders)}
    coder = chosen["coder"].map(number).to_numpy(dtype=np.int64)
    cells, cell = np.unique(row * max(len(coders), 1) + coder, return_inverse=True)
    column = {label: i for i, label in enumerate(labels)}
    held = chosen["label"].map(column)
    counted = held.notna().to_numpy()
    given = np.zeros((len(cells), len(labels)), dtype=bool)
    given[cell[counted], held[counted].to_numpy(dtype=np.intp)] = True

    # A position that the codebook no longer names leaves a cell without an answer.
    clear = given.sum(axis=1) <= 1 if one_label else np.ones(len(cells), dtype=bool)
    if task == "stance":
        clear &= given.any(axis=1)
    found = CoderAnswers(
        labels, coders, cells // max(len(coders), 1), cells % max(len(coders), 1), given,
        one_label, int((~clear).sum()),
    )  # fmt: skip
    return found.take(clear)
