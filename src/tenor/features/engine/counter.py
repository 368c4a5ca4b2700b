"""Counting the terms of a vocabulary in texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tenor.features.analysis import Analysis
from tenor.features.engine import kernels
from tenor.features.engine.arrays import ColumnMap, CsrRows, WordTerms
from tenor.features.engine.term_table import TermTable
from tenor.features.engine.utf8 import TextBatch
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray


class TermCounter:
    """Counts the terms of a vocabulary in texts.

    Parameters
    ----------
    table
        The numbers of tokens and n-grams, which the counter takes over and trims.
    columns
        The columns of those that are counted.
    """

    def __init__(self, table: TermTable, columns: ColumnMap) -> None:
        table.trim()
        self._table = table
        self._columns = columns

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        analysis: Analysis,
        order: NDArray[np.intp] | None = None,
    ) -> TermCounter:
        """Return the counter of a vocabulary, in which a term's position is its column.

        Parameters
        ----------
        vocabulary
            The terms.
        analysis
            How texts are cut into terms.
        order
            The columns in the order in which their terms are numbered, by default that of the
            vocabulary. With frequent terms first, counters of a text are close in memory.
        """
        table = TermTable(analysis)
        if order is None:
            order = np.arange(len(vocabulary))
        else:
            vocabulary = vocabulary.reordered(order)
        tokens, ngrams = table.add_terms(vocabulary)
        columns = ColumnMap(
            np.full(table.n_tokens, kernels.UNKNOWN, dtype=np.int32),
            np.full(len(table.ngram_keys), kernels.UNKNOWN, dtype=np.int32),
            len(vocabulary),
        )
        for column_of, numbers in (
            (columns.token_columns, tokens),
            (columns.ngram_columns, ngrams),
        ):
            known = np.flatnonzero(numbers >= 0)
            column_of[numbers[known]] = order[known]
        return cls(table, columns)

    @property
    def n_columns(self) -> int:
        """The number of columns."""
        return self._columns.n_columns

    def subset(self, kept: NDArray[np.bool_]) -> TermCounter:
        """Return the counter without the columns where ``kept`` is false, shape (n_columns,).

        The remaining columns close up.
        """
        return TermCounter(*self._table.subset(self._columns.subset(kept)))

    def vocabulary(self) -> Vocabulary:
        """Return the terms in the order of their columns."""
        return self._table.vocabulary_of(self._columns)

    def prepare(self) -> TermCounter:
        """Build the index of n-grams unless it is there; returns the counter itself.

        The counters of `subset` and of `TermCounts` have none at first: many are never used to
        count. It must be built before threads share the counter.
        """
        self._table.index_ngrams()
        return self

    def count(self, texts: TextBatch) -> CsrRows:
        """Return how often each column's term is in each text; needs the index of `prepare`."""
        return self.count_all(texts)[0]

    def count_all(self, texts: TextBatch) -> tuple[CsrRows, NDArray[np.int64]]:
        """Return the same, and how many terms each text has, with those that have no column."""
        if self.counts_words:
            words, ends, word_terms, n_terms = self.words(texts)
            return self._columns.count_words(words, ends, word_terms), n_terms
        encoded, _, n_terms = self._table.encode(texts)
        return self._columns.count_texts(encoded), n_terms

    @property
    def counts_words(self) -> bool:
        """Whether texts are cut into words first, as in the char_wb analysis."""
        return self._table.analysis.analyzer == "char_wb"

    def words(
        self, texts: TextBatch
    ) -> tuple[NDArray[np.int32], NDArray[np.int64], WordTerms, NDArray[np.int64]]:
        """Return the words of texts, where those of each end, and the terms of each word.

        The last array is how many terms each text has, with those that have no column.
        """
        encoded, words, n_terms = self._table.encode(texts)
        assert words is not None, "the analysis has no words"
        return encoded.tokens, encoded.token_ends, self._columns.word_terms(words), n_terms

    @property
    def term_columns(self) -> NDArray[np.int32]:
        """The column of each term by its number in `WordTerms`, UNKNOWN for one without."""
        return np.concatenate([self._columns.ngram_columns, self._columns.token_columns])


def vocabulary_union(
    vocabularies: Sequence[Vocabulary],
) -> tuple[Vocabulary, list[NDArray[np.int32]]]:
    """Return the union of vocabularies.

    Returns
    -------
    union
        The terms of all vocabularies, each once, in no particular order.
    columns
        For each vocabulary its column of each term of the union, shape (n_terms of the union,);
        UNKNOWN for terms that it lacks.
    """
    if len(vocabularies) == 1:
        return vocabularies[0], [np.arange(len(vocabularies[0]), dtype=np.int32)]
    # `add_tokens` does not cut terms: each is one token of this table, whatever analysis it is of.
    table = TermTable(Analysis())
    numbers = [table.add_tokens(vocabulary) for vocabulary in vocabularies]
    columns = [np.full(table.n_tokens, kernels.UNKNOWN, dtype=np.int32) for _ in numbers]
    for column_of, tokens in zip(columns, numbers, strict=True):
        column_of[tokens] = np.arange(len(tokens))
    return table.token_vocabulary(), columns
