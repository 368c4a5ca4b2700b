"""The arrays between the steps of the engine: encoded texts, columns of terms, counted rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tenor.features.engine import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_SIZE = 8_500_000
"""Items in a block of an arena: 34 MB, above the 32 MB from which on the GNU C library maps every
block on its own and returns it to the system when it is freed."""


class EncodedTexts(NamedTuple):
    """Texts as token and n-gram numbers.

    Attributes
    ----------
    tokens
        The token numbers of all texts, shape (n_tokens_in_texts,); UNKNOWN where a token has none.
    token_ends
        Where those of each text end, shape (n_texts,).
    ngrams
        The n-gram numbers of all texts, shape (n_ngrams_in_texts,).
    ngram_ends
        Where those of each text end, shape (n_texts,).
    """

    tokens: NDArray[np.int32]
    token_ends: NDArray[np.int64]
    ngrams: NDArray[np.int32]
    ngram_ends: NDArray[np.int64]


class WordTerms(NamedTuple):
    """The terms with a column that each word of a char_wb analysis contains.

    Attributes
    ----------
    numbers
        The terms of all words, each as often as it occurs, shape (n_terms_in_words,), numbered as
        by `kernels.terms_of_words`.
    ends
        Where those of each word end, shape (n_words,).
    """

    numbers: NDArray[np.int32]
    ends: NDArray[np.int64]


class CsrRows(NamedTuple):
    """Rows of a sparse matrix of counts.

    Attributes
    ----------
    ends
        Where each row ends in the other two, shape (n_rows,).
    columns
        Columns, rising within each row, shape (n_entries,).
    counts
        The counts in those columns, shape (n_entries,).
    """

    ends: NDArray[np.int64]
    columns: NDArray[np.int32]
    counts: NDArray[np.int32]


class ColumnMap(NamedTuple):
    """The columns of tokens and n-grams in a matrix.

    Attributes
    ----------
    token_columns
        The column of each token, shape (n_tokens,); UNKNOWN for one without a column.
    ngram_columns
        The column of each n-gram, shape (n_ngrams,); UNKNOWN for one without a column.
    n_columns
        The number of columns.
    """

    token_columns: NDArray[np.int32]
    ngram_columns: NDArray[np.int32]
    n_columns: int

    def count_texts(self, texts: EncodedTexts) -> CsrRows:
        """Return how often each column's term is in each text."""
        return CsrRows(
            *kernels.count_terms(
                texts.tokens,
                texts.token_ends,
                self.token_columns,
                texts.ngrams,
                texts.ngram_ends,
                self.ngram_columns,
                self.n_columns,
            )
        )

    def word_terms(self, words: EncodedTexts) -> WordTerms:
        """Return the terms with a column that each word contains."""
        return WordTerms(
            *kernels.terms_of_words(
                words.tokens,
                words.token_ends,
                self.token_columns,
                words.ngrams,
                words.ngram_ends,
                self.ngram_columns,
            )
        )

    def count_words(
        self, words: NDArray[np.int32], word_ends: NDArray[np.int64], word_terms: WordTerms
    ) -> CsrRows:
        """Return how often each column's term is in each text, from the texts' words.

        Parameters
        ----------
        words
            The word numbers of all texts, shape (n_words_in_texts,).
        word_ends
            Where those of each text end, shape (n_texts,).
        word_terms
            The terms of each word.
        """
        return CsrRows(
            *kernels.count_terms_of_words(
                words,
                word_ends,
                *word_terms,
                self.token_columns,
                self.ngram_columns,
                self.n_columns,
            )
        )

    def renumbered(
        self, token_numbers: NDArray[np.int32], ngram_numbers: NDArray[np.int32]
    ) -> ColumnMap:
        """Return the same columns for another table's numbers.

        Parameters
        ----------
        token_numbers
            The number here of each token of the other table, shape (n_tokens of the other,).
        ngram_numbers
            The number here of each n-gram of the other table, shape (n_ngrams of the other,).
        """
        return ColumnMap(
            self.token_columns[token_numbers], self.ngram_columns[ngram_numbers], self.n_columns
        )

    def subset(self, kept: NDArray[np.bool_]) -> ColumnMap:
        """Return the map without the columns where ``kept`` is false, shape (n_columns,).

        The remaining columns close up.
        """
        # An index of UNKNOWN, which is -1, takes the last item, which is UNKNOWN.
        new_columns = np.append(renumber_columns(kept), np.int32(kernels.UNKNOWN))
        return ColumnMap(
            new_columns[self.token_columns], new_columns[self.ngram_columns], int(kept.sum())
        )


class Arena:
    """Storage for many small arrays in few large blocks.

    A block is returned to the system when its last array is deleted. Small arrays come from the
    heap instead, which rarely shrinks.
    """

    def __init__(self) -> None:
        self._block = np.empty(0, dtype=np.int32)
        self._n_used = 0

    def copy(self, array: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return a copy of an array that lies in the arena."""
        start, stop = self._n_used, self._n_used + len(array)
        if stop > len(self._block):
            self._block = np.empty(max(BLOCK_SIZE, len(array)), dtype=np.int32)
            start, stop = 0, len(array)
        self._n_used = stop
        self._block[start:stop] = array
        return self._block[start:stop]


def sums_of_rows(values: NDArray[Any], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of the integers of each row.

    Parameters
    ----------
    values
        Those of all rows, one after another, shape (n_values,).
    ends
        Where those of each row end, shape (n_rows,).
    """
    totals = np.zeros(len(values) + 1, dtype=np.int64)
    np.cumsum(values, out=totals[1:])
    return np.diff(totals[ends], prepend=0)


def renumber_columns(kept: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Return the new number of each kept column, without gaps, and UNKNOWN for the others.

    Both arrays have shape (n_columns,).
    """
    new_columns = np.full(len(kept), kernels.UNKNOWN, dtype=np.int32)
    new_columns[kept] = np.arange(np.count_nonzero(kept), dtype=np.int32)
    return new_columns
