"""Checks of a vectorizer's parameters and input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenor.features.parameters import document_frequency_bounds, fixed_vocabulary
from tenor.features.tfidf import TfidfVectorizer


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"token_pattern": r"\S+"}, r"token_pattern '\\S\+' is not the default; use sklearn"),
        ({"ngram_range": (2, 1)}, r"ngram_range '\(2, 1\)' is not a pair \(low, high\)"),
        ({"analyzer": "sentence"}, "analyzer 'sentence' is not one of word, char, char_wb"),
        ({"strip_accents": "all"}, "strip_accents 'all' is not one of ascii, unicode, None"),
        ({"dtype": np.int64}, "dtype .* is not one of float32, float64"),
        ({"min_df": 5, "max_df": 2}, "max_df '2' of 2 texts is below min_df '5'"),
        ({"norm": "l3"}, "norm 'l3' is not one of l1, l2, None"),
        ({"stop_words": "german"}, "stop_words 'german' is neither 'english' nor a list"),
        ({"vocabulary": ["a", "b", "a"]}, "contains the term 'a' more than once"),
        ({"vocabulary": []}, "empty vocabulary passed to fit"),
        ({"vocabulary": {"a": 0, "b": 2}}, "columns of the vocabulary are not 0 to 1, each once"),
    ],
)
def test_an_invalid_parameter_raises_an_error_that_names_it(
    parameters: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        TfidfVectorizer(**parameters).fit(["the dam", "the river"])


def test_a_single_string_in_place_of_texts_raises_an_error() -> None:
    with pytest.raises(ValueError, match="string object received"):
        TfidfVectorizer().fit("the dam")


def test_an_item_that_is_no_text_raises_an_error() -> None:
    with pytest.raises(ValueError, match="text 3 is of type 'int', not str"):
        TfidfVectorizer().fit(["the dam", 3])


def test_document_frequencies_are_numbers_or_shares_of_texts() -> None:
    assert document_frequency_bounds(2, 0.5, 10) == (2.0, 5.0)
    assert document_frequency_bounds(0.1, 8, 10) == (1.0, 8.0)
    assert document_frequency_bounds(1, 1.0, 10) == (1.0, 10.0)


def test_a_fixed_vocabulary_is_in_the_order_of_its_columns() -> None:
    assert list(fixed_vocabulary({"the": 1, "dam": 0})) == ["dam", "the"]
    assert list(fixed_vocabulary(["the", "dam"])) == ["the", "dam"]
    assert list(fixed_vocabulary({"the", "dam"})) == ["dam", "the"]
