"""The order of tokens and of all columns, against sorted strings."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenor.features import Analysis, Vocabulary
from tenor.features.engine.char_tables import N_CODE_POINTS
from tenor.features.engine.term_order import ordered_columns, token_ranks
from tenor.features.engine.term_table import TermTable

# Words that are equal in their first eight or sixteen bytes, and of every length around these.
WORDS = st.text("abé𝐀", min_size=1, max_size=20) | st.text("ab", max_size=4).map(
    "a".ljust(15, "b").__add__
)


@given(st.sets(WORDS, min_size=1, max_size=30))
def test_ranks_are_the_places_of_the_sorted_words(words: set[str]) -> None:
    table = TermTable(Analysis())
    numbers = table.add_tokens(Vocabulary.of(words))
    place = {word: i for i, word in enumerate(sorted(words))}
    assert token_ranks(table)[numbers].tolist() == [place[word] for word in words]


def test_code_points_are_their_own_ranks() -> None:
    assert token_ranks(TermTable(Analysis("char"))).tolist() == list(range(N_CODE_POINTS))


@given(
    st.lists(st.text("ab cé", max_size=30), min_size=1, max_size=4),
    st.sampled_from(
        [Analysis(ngram_range=(1, 3)), Analysis(ngram_range=(2, 3)), Analysis("char", (1, 3))]
    ),
)
def test_columns_are_the_places_of_the_sorted_terms(texts: list[str], analysis: Analysis) -> None:
    table = TermTable(analysis)
    columns = ordered_columns(table, [table.add_texts(texts)])
    expected = sorted({term for text in texts for term in analysis.terms(text)})
    assert columns.n_columns == len(expected)
    assert list(table.vocabulary_of(columns)) == expected


def test_only_characters_of_the_texts_have_columns() -> None:
    table = TermTable(Analysis("char"))
    columns = ordered_columns(table, [table.add_texts(["ba"])])
    assert np.flatnonzero(columns.token_columns >= 0).tolist() == [ord("a"), ord("b")]
    assert columns.token_columns[[ord("a"), ord("b")]].tolist() == [0, 1]
