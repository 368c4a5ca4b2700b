"""The text fields of articles, each split into terms and counted once for every analysis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tenor.features import Analysis, text_key

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from tenor.features import TextKey
    from tenor.features.engine.counts import TermCounts
    from tenor.models.spec_tables import ViewSpec


class FieldTexts:
    """The texts of some articles of a table, and their counted terms.

    Selections of the same table share the counts, so that splits, folds and the trials of a
    search count no text twice; vocabularies are still fitted on the selected articles only.

    Parameters
    ----------
    table
        Articles, one a row, with the columns ``title``, ``text`` and ``claim``.
    target_names
        The names of the target of a stance, for fields that need them.

    Attributes
    ----------
    table
        The table.
    rows
        Positions in the table of the selected articles, shape (n,).
    target_names
        As the parameter.
    """

    def __init__(self, table: pd.DataFrame, target_names: tuple[str, ...] = ()) -> None:
        self.table = table
        self.rows: NDArray[np.intp] = np.arange(len(table))
        self.target_names = target_names
        self._counts: dict[tuple[TextKey, Analysis], TermCounts] = {}

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.rows)

    def take(self, chosen: NDArray[np.intp]) -> FieldTexts:
        """Return the articles at some positions of this selection."""
        return self.at(self.rows[chosen])

    def at(self, rows: NDArray[np.intp]) -> FieldTexts:
        """Return the articles at some rows of the table."""
        selection = FieldTexts(self.table, self.target_names)
        selection._counts, selection.rows = self._counts, rows
        return selection

    def with_target_names(self, target_names: tuple[str, ...]) -> FieldTexts:
        """Return the same articles for another target; counts stay shared."""
        selection = self.at(self.rows)
        selection.target_names = target_names
        return selection

    def concatenate(self, others: FieldTexts) -> FieldTexts:
        """Return these articles followed by others of the same table."""
        return self.at(np.concatenate([self.rows, others.rows]))

    def title_text_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield title and text of each article, without copying all of them."""
        titles, texts = self.table["title"], self.table["text"]
        for i in self.rows.tolist():
            yield titles.iloc[i], texts.iloc[i]

    def column(self, name: str) -> pd.Series:
        """Return a column of the selected articles."""
        return self.table[name].iloc[self.rows]

    def counts(self, view: ViewSpec) -> TermCounts:
        """Return the counted terms of a view's field; the table is counted on first use."""
        analysis = view.analysis
        key = text_key(view.field, self.target_names), analysis
        if key not in self._counts:
            from tenor.features.engine.counts import TermCounts
            from tenor.features.field_batches import field_batches

            batches = field_batches(key[0], self.table)
            self._counts[key] = TermCounts.of(batches, analysis, os.cpu_count() or 1)
        return self._counts[key].take(self.rows)
