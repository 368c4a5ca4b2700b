"""The text fields of articles, each cut and counted once for every way of cutting."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.features import Analysis, names_for

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from tenor.features import Reads
    from tenor.features.axes import Axes, Digest
    from tenor.features.counts import Counts
    from tenor.models.spec_parts import ViewSpec


@dataclass(frozen=True)
class Lending:
    """Articles that lend axes: what words stand together in is learned of them, unlabelled.

    Attributes
    ----------
    texts
        The articles of a corpus and, after them, those of archives.
    rows
        Where among them a table's own articles are, a position for each.
    own, archive
        The positions of those that lend: of the corpus, and of the archives.
    fingerprints
        Of the archives.
    digests, axes
        What was learned: of archives, whatever else lends; and of just these lenders.
    """

    texts: FieldTexts
    rows: NDArray[np.intp]
    own: NDArray[np.intp]
    archive: NDArray[np.intp]
    fingerprints: tuple[str, ...] = ()
    digests: dict[tuple[str, tuple[str, ...], bytes], Digest] = field(default_factory=dict)
    axes: dict[str, Axes] = field(default_factory=dict)

    @property
    def key(self) -> bytes:
        """What tells the articles that lend from any others of the same corpus."""
        told = (*self.fingerprints, self.own.tobytes().hex(), self.archive.tobytes().hex())
        return "|".join(told).encode()


class FieldTexts:
    """The texts of articles, and how often each has each term.

    What is taken of it shares the counts, so that splits, folds and the trials of
    a search cut no text again; each still learns from its own articles only.

    Parameters
    ----------
    articles
        A table with the columns ``title``, ``text`` and ``claim``.

    Attributes
    ----------
    lending
        Whose words lend axes to views that have them; None where these articles do.
    names
        What a stance's target is called, for fields that are made from that.
    """

    def __init__(
        self,
        articles: pd.DataFrame,
        lending: Lending | None = None,
        names: tuple[str, ...] = (),
    ) -> None:
        self._articles = articles
        self.lending = lending
        self.names = names
        self._counts: dict[tuple[Reads, Analysis], Counts] = {}
        self._chosen = np.arange(len(articles))

    def __len__(self) -> int:
        """The number of articles."""
        return len(self._chosen)

    def take(self, chosen: NDArray[np.intp]) -> FieldTexts:
        """Return some of the articles, by position."""
        return self._with(self._chosen[chosen])

    def at(self, rows: NDArray[np.intp]) -> FieldTexts:
        """Return other articles of the same table, by their positions in it."""
        return self._with(rows)

    def followed_by(self, others: FieldTexts) -> FieldTexts:
        """Return these articles and, after them, others of the same table."""
        return self._with(np.concatenate([self._chosen, others._chosen]))

    def lent_by(self, own: NDArray[np.intp], archive: NDArray[np.intp]) -> FieldTexts:
        """Return the same articles, with others that lend axes."""
        assert self.lending is not None
        taken = self._with(self._chosen)
        taken.lending = replace(self.lending, own=own, archive=archive, axes={})
        return taken

    def wider(self) -> FieldTexts:
        """Return the same articles as texts of the table that lends."""
        lending = self.lending
        return self if lending is None else self.lenders().at(lending.rows[self._chosen])

    def lenders(self) -> FieldTexts:
        """Return the texts of the table that lends, as they are read here."""
        assert self.lending is not None
        lenders = self.lending.texts.take(np.arange(len(self.lending.texts)))
        lenders.names = self.names
        return lenders

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield title and text of each article, without copying all of them at once."""
        titles, texts = self._articles["title"], self._articles["text"]
        for i in self._chosen.tolist():
            yield titles.iloc[i], texts.iloc[i]

    @property
    def table(self) -> pd.DataFrame:
        """The table that these articles are some of."""
        return self._articles

    def column(self, name: str) -> pd.Series:
        """Return a column of the table."""
        return self._articles[name].iloc[self._chosen]

    def _with(self, chosen: NDArray[np.intp]) -> FieldTexts:
        taken = FieldTexts(self._articles, self.lending, self.names)
        taken._counts, taken._chosen = self._counts, chosen
        return taken

    def counts(self, field: str, analysis: Analysis) -> Counts:
        """Return the counts of a field, cut in one way."""
        names = names_for(field, self.names)
        key = (field, names), analysis
        if key not in self._counts:
            from tenor.features.counts import Counts
            from tenor.features.utf8 import field_batches

            texts = field_batches(field, self._articles, names)
            self._counts[key] = Counts.of(texts, analysis, os.cpu_count() or 1)
        return self._counts[key].take(self._chosen)

    def count(self, views: Iterable[ViewSpec]) -> None:
        """Count what some views read now, which else is done when it is first asked for."""
        for view in views:
            (self.wider() if view.n_components else self).counts(view.field, analysis_of(view))


def analysis_of(view: ViewSpec) -> Analysis:
    """Return how a view cuts its field."""
    return Analysis.of(
        view.analyzer, view.ngram_range, view.lowercase, view.strip_accents, view.stop_words
    )
