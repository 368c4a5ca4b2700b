"""The labels of each coder, before adjudication."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, CodebookVersions
from tenor.codebook.task import Task
from tenor.labeling.judgment import Origin, judgments_of_task
from tenor.labeling.tally import answered_matrix

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class CoderLabels:
    """The labels of each coder for one task: one cell for each article and coder.

    Attributes
    ----------
    labels
        The themes or positions, in codebook order.
    coders
        The names of the coders, in alphabetical order.
    rows
        The position of the article of each cell in the articles table, shape (n_cells,).
    coder_codes
        The position of the coder of each cell in ``coders``, shape (n_cells,).
    matrix
        Whether the coder gave each label, shape (n_cells, n_labels).
    is_known
        Whether the coder answered each label, shape (n_cells, n_labels). In a cell without any
        label, the coder judged that none of the answered labels applies.
    single_label
        Whether an article has exactly one label, or for themes at most one.
    n_ambiguous
        The number of cells left out because a coder gave an article several labels that
        exclude each other.
    """

    labels: tuple[str, ...]
    coders: tuple[str, ...]
    rows: NDArray[np.intp]
    coder_codes: NDArray[np.intp]
    matrix: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    single_label: bool
    n_ambiguous: int = 0

    def counts_per_label(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the numbers of coders who did not give each label, and who gave it.

        Parameters
        ----------
        rows
            Positions of articles, ascending, shape (n,).

        Returns
        -------
        ndarray
            Shape (n, n_labels, 2).
        """
        n_asked, n_given = self._count(rows)
        return np.stack([n_asked - n_given, n_given], axis=-1)

    def counts(self, rows: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the number of coders who gave each label, and last of those who gave none.

        Parameters
        ----------
        rows
            Positions of articles, ascending, shape (n,).

        Returns
        -------
        ndarray
            Shape (n, 1, n_labels + 1).
        """
        n_asked, n_given = self._count(rows)
        n_none = n_asked.max(axis=1, initial=0) - n_given.sum(axis=1)
        return np.column_stack([n_given, n_none])[:, None, :]

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> CoderLabels:
        """Return the cells at these positions, or where the mask is true."""
        return replace(
            self,
            rows=self.rows[chosen],
            coder_codes=self.coder_codes[chosen],
            matrix=self.matrix[chosen],
            is_known=self.is_known[chosen],
        )

    def rows_of_several_coders(self) -> NDArray[np.intp]:
        """Return the positions of the articles with two coders or more, ascending."""
        rows, n_coders = np.unique(self.rows, return_counts=True)
        return np.asarray(rows[n_coders >= 2], dtype=np.intp)

    def _count(self, rows: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of coders who answered and who gave each label, (n, n_labels)."""
        chosen = np.isin(self.rows, rows)
        position = np.searchsorted(rows, self.rows[chosen])
        n_asked = np.zeros((len(rows), len(self.labels)), dtype=np.int64)
        n_given = np.zeros_like(n_asked)
        np.add.at(n_asked, position, self.is_known[chosen].astype(np.int64))
        np.add.at(n_given, position, self.matrix[chosen].astype(np.int64))
        return n_asked, n_given


def coder_labels(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook | CodebookVersions,
    task: Task,
    *,
    origin: Origin = "coder",
) -> CoderLabels:
    """Return the labels of each coder for a task, before adjudication.

    Only judgements of one origin count: adjudicated ones are not independent of coders, and a
    machine is no person. A cell is left out if its coder gave the article several positions, or
    several themes where the codebook allows one.

    Parameters
    ----------
    judgments
        The labels table of a corpus.
    article_ids
        The ids of the articles table, in its order.
    codebook
        The codebook of the judgements, or its versions if some follow earlier ones.
    task
        The task.
    origin
        The origin of the judgements: ``coder`` for people, or ``machine``.
    """
    versions = codebook if isinstance(codebook, CodebookVersions) else CodebookVersions(codebook)
    labels, single_label = task.labels(versions.current), task.single_label(versions.current)
    chosen = judgments_of_task(judgments, article_ids, task, [origin])
    chosen = chosen.drop_duplicates(["article_id", "label", "coder", "codebook", "asked"])
    answered = answered_matrix(chosen, versions, task)
    still_answers = np.asarray(answered.any(axis=1))
    chosen, answered = chosen.loc[still_answers], answered[still_answers]
    rows = chosen["row"].to_numpy()
    coders = tuple(sorted(set(chosen["coder"])))
    n_coders = max(len(coders), 1)
    code = {name: i for i, name in enumerate(coders)}
    codes = chosen["coder"].map(code).to_numpy(dtype=np.int64)
    cells, cell = np.unique(rows * n_coders + codes, return_inverse=True)
    column = chosen["label"].map({label: i for i, label in enumerate(labels)})
    has_column = column.notna().to_numpy()
    is_known = np.zeros((len(cells), len(labels)), dtype=bool)
    np.logical_or.at(is_known, cell, answered)
    matrix = np.zeros((len(cells), len(labels)), dtype=bool)
    matrix[cell[has_column], column[has_column].to_numpy(dtype=np.intp)] = True
    matrix &= is_known

    clear = matrix.sum(axis=1) <= 1 if single_label else np.ones(len(cells), dtype=bool)
    if task.is_stance:
        # A cell is empty if its position was removed from the codebook.
        clear &= matrix.any(axis=1)
    every_cell = CoderLabels(
        labels,
        coders,
        cells // n_coders,
        cells % n_coders,
        matrix,
        is_known,
        single_label,
        int((~clear).sum()),
    )
    return every_cell.take(clear)
