"""The table that numbers terms, against the plain path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.features import Analysis, Vocabulary
from tenor.features.engine.term_table import TermTable

TEXTS = st.lists(st.text("abé İΣ.\n", max_size=20), min_size=1, max_size=4)
ANALYSES = st.sampled_from(
    [
        Analysis(ngram_range=(1, 3)),
        Analysis(ngram_range=(2, 2), stop_words=frozenset({"ab", "bb"})),
        Analysis("char", (1, 2), strip_accents="unicode"),
    ]
)


@given(TEXTS, ANALYSES)
def test_texts_are_encoded_alike_when_terms_are_added_and_when_they_are_known(
    texts: list[str], analysis: Analysis
) -> None:
    table = TermTable(analysis)
    added = table.add_texts(texts)
    table.trim()
    known, words, n_terms = table.encode(texts)
    assert words is None
    for part, other in zip(added, known, strict=True):
        assert part.tolist() == other.tolist()
    assert n_terms.tolist() == [len(analysis.terms(text)) for text in texts]


@given(TEXTS, TEXTS, st.integers(1, 5), st.integers(0, 3))
def test_all_terms_of_texts_are_numbered_also_those_that_the_table_lacks(
    texts: list[str], others: list[str], low: int, more: int
) -> None:
    """Words that are shorter, as long as, and longer than the n-grams."""
    analysis = Analysis("char_wb", (low, low + more))
    table = TermTable(analysis)
    table.add_texts(texts)
    table.add_word_ngrams()
    table.trim()
    *_, n_terms = table.encode(others)
    assert n_terms.tolist() == [len(analysis.terms(text)) for text in others]


@given(TEXTS, TEXTS, ANALYSES)
def test_a_merged_table_has_the_terms_of_both(
    texts: list[str], others: list[str], analysis: Analysis
) -> None:
    together, table, other = TermTable(analysis), TermTable(analysis), TermTable(analysis)
    expected = [part.tolist() for part in together.add_texts([*texts, *others])]
    first, second = table.add_texts(texts), other.add_texts(others)
    token_numbers, ngram_numbers = table.merge(other)
    assert [*first.tokens, *token_numbers[second.tokens]] == expected[0]
    assert [*first.ngrams, *ngram_numbers[second.ngrams]] == expected[2]


@pytest.mark.parametrize(
    ("analysis", "tokens", "ngrams"),
    [
        (Analysis(ngram_range=(1, 2)), [True, False, False, False, False], [1]),
        (Analysis("char", (2, 4)), [False] * 5, [0, 4]),
        (Analysis("char_wb", (2, 4)), [False] * 5, [0, 4]),
    ],
)
def test_terms_of_a_vocabulary_are_single_tokens_or_ngrams_or_impossible(
    analysis: Analysis, tokens: list[bool], ngrams: list[int]
) -> None:
    """Two spaces in a row and spaces at an end are in no term of words, a long term in none."""
    terms = Vocabulary.of(["dam", "dam the", "dam  the", " dam the", "the "])
    single_tokens, found = TermTable(analysis).add_terms(terms)
    assert (single_tokens >= 0).tolist() == tokens
    assert [i for i, number in enumerate(found) if number >= 0] == ngrams
