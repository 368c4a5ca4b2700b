"""Counting the terms of a vocabulary in texts, by compiled loops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis
from tenor.features.columns import Columns, Rows
from tenor.features.terms import Terms
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Counter:
    """Counts terms in texts.

    Parameters
    ----------
    terms
        The tokens and n-grams.
    columns
        The columns of those that are counted.
    """

    def __init__(self, terms: Terms, columns: Columns) -> None:
        terms.close()
        self._terms = terms
        self._columns = columns

    @classmethod
    def of(cls, vocabulary: Vocabulary, analysis: Analysis) -> Counter:
        """Make a counter of a vocabulary's terms; their positions are their columns."""
        terms = Terms(analysis)
        tokens, grams = terms.add_terms(vocabulary)
        columns = Columns(
            np.full(terms.n_tokens, kernels.UNKNOWN, dtype=np.int32),
            np.full(len(terms.gram_keys), kernels.UNKNOWN, dtype=np.int32),
            len(vocabulary),
        )
        for of, numbers in ((columns.of_token, tokens), (columns.of_gram, grams)):
            known = np.flatnonzero(numbers >= 0)
            of[numbers[known]] = known
        return cls(terms, columns)

    @property
    def n_columns(self) -> int:
        """The number of columns."""
        return self._columns.n

    def keeping(self, kept: NDArray[np.bool_]) -> Counter:
        """Return the counter of some of the terms, whose columns go on without gaps."""
        return Counter(*self._terms.keeping(self._columns.kept(kept)))

    def vocabulary(self) -> Vocabulary:
        """Return the terms in the order of their columns."""
        return self._terms.spelled(self._columns)

    def ready(self) -> Counter:
        """Make what counting needs, before threads share it; returns itself."""
        self._terms.make_slots()
        return self

    def count(self, texts: Sequence[str]) -> Rows:
        """Return the rows of texts."""
        entries, words = self._terms.find(texts)
        if words is None:
            return self._columns.rows(entries)
        known = self._columns.known(words)
        return self._columns.rows_of_words(entries.ids, entries.ends, known)


def united(
    vocabularies: Sequence[Vocabulary],
) -> tuple[Vocabulary, list[NDArray[np.int32]]]:
    """Put vocabularies together.

    Returns
    -------
    tuple
        A vocabulary of all terms, in no certain order, and for each given one the
        column there of each of its terms, UNKNOWN for terms that it lacks.
    """
    if len(vocabularies) == 1:
        return vocabularies[0], [np.arange(len(vocabularies[0]), dtype=np.int32)]
    everything = Terms(Analysis())
    numbers = [everything.add_tokens(vocabulary) for vocabulary in vocabularies]
    columns = [np.full(everything.n_tokens, kernels.UNKNOWN, dtype=np.int32) for _ in numbers]
    for column_of, ids in zip(columns, numbers, strict=True):
        column_of[ids] = np.arange(len(ids))
    return everything.spelled_tokens(), columns
