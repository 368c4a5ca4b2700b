"""Counted rows."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from tenor.features.engine import kernels

NONE = np.empty(0, dtype=np.int32)


@pytest.mark.parametrize("n_columns", [1, 2000, 2049, 5_000_000])
def test_columns_are_counted_and_rise_in_each_row(n_columns: int) -> None:
    """For as many columns as one, two and three passes of the sort order."""
    rng = np.random.default_rng(0)
    columns = rng.permutation(min(n_columns, 3000)).astype(np.int32)
    columns[-1] = n_columns - 1
    texts = [rng.integers(0, len(columns), size).astype(np.int32) for size in (400, 0, 3)]
    ends, no_ngrams = np.cumsum([len(text) for text in texts]), np.zeros(3, dtype=np.int64)
    row_ends, out, counts = kernels.count_terms(
        np.concatenate(texts), ends, columns, NONE, no_ngrams, NONE, n_columns
    )
    starts = [0, *row_ends[:-1]]
    for text, start, stop in zip(texts, starts, row_ends, strict=True):
        expected = sorted(Counter(columns[text].tolist()).items())
        assert list(zip(out[start:stop].tolist(), counts[start:stop].tolist(), strict=True)) == (
            expected
        )


def test_unknown_tokens_and_terms_without_a_column_are_not_counted() -> None:
    tokens, token_columns = np.array([0, -1, 1, 0], np.int32), np.array([2, -1], np.int32)
    ngrams, ngram_columns = np.array([1, 0], np.int32), np.array([-1, 0], np.int32)
    ends, ngram_ends = np.array([4]), np.array([2])
    row_ends, columns, counts = kernels.count_terms(
        tokens, ends, token_columns, ngrams, ngram_ends, ngram_columns, 3
    )
    assert (row_ends.tolist(), columns.tolist(), counts.tolist()) == ([2], [0, 2], [1, 2])


def test_counts_by_words_are_the_counts_of_their_terms() -> None:
    """The words 0 and 1 hold the tokens 0, 1 and 1, 1, and the n-grams 0, 1 and 1."""
    tokens, ends = np.array([0, 1, 1, 1], np.int32), np.array([2, 4])
    ngrams, ngram_ends = np.array([0, 1, 1], np.int32), np.array([2, 3])
    token_columns, ngram_columns = np.array([3, 0], np.int32), np.array([-1, 1], np.int32)
    word_terms = kernels.terms_of_words(
        tokens, ends, token_columns, ngrams, ngram_ends, ngram_columns
    )
    assert [part.tolist() for part in word_terms] == [[2, 3, 1, 3, 3, 1], [3, 6]]
    words, word_ends = np.array([0, 1, 1, 0], np.int32), np.array([3, 4])
    rows = kernels.count_terms_of_words(
        words, word_ends, *word_terms, token_columns, ngram_columns, 4
    )
    assert [part.tolist() for part in rows] == [[3, 6], [0, 1, 3, 0, 1, 3], [5, 3, 1, 1, 1, 1]]
