"""Fitted views weigh terms as scikit-learn does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tenor.features import FittedView
from tenor.features.parameters import NoTermsError
from tenor.features.tfidf import TfidfVectorizer

WORDS = ["the", "The", "dam", "dams", "river", "été", "経済", "𝕏𝕏", "ﬁsh", "of", "x", "holds"]
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=12).map(" ".join)
PARAMETERS = st.fixed_dictionaries(
    {
        "analyzer": st.sampled_from(["word", "char", "char_wb"]),
        "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 4), (3, 3)]),
        "lowercase": st.booleans(),
        "strip_accents": st.sampled_from([None, "ascii", "unicode"]),
        "sublinear_tf": st.booleans(),
        "use_idf": st.booleans(),
        "smooth_idf": st.booleans(),
        "norm": st.sampled_from([None, "l1", "l2"]),
        "binary": st.booleans(),
        "max_features": st.sampled_from([None, 3]),
    }
)


def dense(view: FittedView, text: str) -> np.ndarray:
    columns, values = view.vectorize(Counter(view.analysis.terms(text)))
    row = np.zeros(len(view.vocabulary))
    row[columns] = values
    return row


@settings(max_examples=120)
@given(
    st.lists(TEXTS, min_size=1, max_size=6),
    st.lists(TEXTS, min_size=1, max_size=3),
    PARAMETERS,
    st.sampled_from([1.0, 0.25, 3.0]),
)
def test_vectors_are_those_of_scikit_learn(
    training: list[str], texts: list[str], parameters: dict[str, Any], weight: float
) -> None:
    """To twelve digits, for texts seen and unseen."""
    vectorizer = TfidfVectorizer(**parameters)
    try:
        vectorizer.fit(training)
    except ValueError as error:
        assume(not isinstance(error, NoTermsError))
        raise
    view = FittedView.of("body", vectorizer, weight)
    assert list(view.vocabulary) == vectorizer.get_feature_names_out().tolist()
    for text in [*training, *texts]:
        theirs = vectorizer.transform([text]).toarray()[0] * weight
        np.testing.assert_allclose(dense(view, text), theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("stop_words", ["english", ["dam", "river"]])
def test_stop_words_are_taken_over(stop_words: str | list[str]) -> None:
    """A list, or scikit-learn's English ones."""
    vectorizer = TfidfVectorizer(stop_words=stop_words, ngram_range=(1, 2))
    vectorizer.fit(["the wall of stone", "a river dam wall holds"])
    view = FittedView.of("title", vectorizer, 1.0)
    text = "the dam wall holds of river stone"
    theirs = vectorizer.transform([text]).toarray()[0]
    np.testing.assert_allclose(dense(view, text), theirs, rtol=0, atol=1e-12)
    assert np.count_nonzero(theirs) >= 4


def test_a_vector_by_hand() -> None:
    """Two known terms, of which one occurs twice, in a view that weighs three."""
    vectorizer = TfidfVectorizer(use_idf=False).fit(["dam river"])
    view = FittedView.of("title", vectorizer, 3.0)
    columns, values = view.vectorize({"river": 1, "dam": 2, "sea": 5})
    assert columns.tolist() == [0, 1]
    np.testing.assert_allclose(values, [3 * 2 / 5**0.5, 3 / 5**0.5], rtol=0, atol=1e-12)


def test_a_text_of_unknown_terms_is_an_empty_vector() -> None:
    """So is an empty text."""
    view = FittedView.of("title", TfidfVectorizer().fit(["dam river"]), 1.0)
    for counts in ({}, {"sea": 3}):
        columns, values = view.vectorize(counts)
        assert (columns.tolist(), values.tolist()) == ([], [])


@pytest.mark.parametrize("norm", ["l1", "l2", None])
def test_a_vector_of_zeros_stays_one(norm: str | None) -> None:
    """As in scikit-learn and in the compiled path."""
    vectorizer = TfidfVectorizer(norm=norm).fit(["dam river"])
    view = FittedView.of("title_body", vectorizer, 1.0)
    zero = replace(view, idf=np.zeros(2))
    assert dense(zero, "dam river").tolist() == [0.0, 0.0]
