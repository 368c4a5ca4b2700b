"""A vocabulary finds the columns that a dictionary finds."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tenor.features import Vocabulary

TERM = st.text(st.characters(codec=None, categories=None), max_size=4) | st.sampled_from(
    [
        "dam",
        "dams",
        "Dam",
        "été",
        "ﬁ",
        "\uffff",
        "\U00010000",
        "\U0001f600",
        "\ud800",
        "経済",
        "a\0",
    ]
)
OTHERS = {f"other {i}" for i in range(1000)}
"""So many terms that the first look-ups are binary searches."""

UNKNOWN = dict.fromkeys((f"unknown {i}" for i in range(100)), 1)


@given(st.sets(TERM), st.dictionaries(TERM, st.integers(1, 5)))
@example({"\uffff", "\U00010000", "z"}, {"\U00010000": 1, "\uffff": 2, "\ue000": 3})
@example({"", "a"}, {"": 4})
@example(set(), {"a": 1})
def test_columns_are_those_of_a_dictionary(terms: set[str], counts: dict[str, int]) -> None:
    """By binary search at first, by a dictionary later; always in rising order of columns."""
    counts |= dict.fromkeys(sorted(terms)[::2], 7)
    terms |= OTHERS
    vocabulary = Vocabulary.of(sorted(terms))
    column = {term: i for i, term in enumerate(sorted(terms))}
    expected = sorted((column[term], n) for term, n in counts.items() if term in column)
    for _ in range(2):
        columns, values = vocabulary.columns(counts)
        assert list(zip(columns.tolist(), values.tolist(), strict=True)) == expected
        assert (columns.dtype, values.dtype) == (np.intp, np.float64)
        unknown, _ = vocabulary.columns(UNKNOWN)
        assert unknown.tolist() == []


@given(st.sets(TERM))
def test_a_vocabulary_is_the_sequence_of_its_terms(terms: set[str]) -> None:
    """In their order, with every character unchanged."""
    vocabulary = Vocabulary.of(sorted(terms))
    assert len(vocabulary) == len(terms)
    assert list(vocabulary) == sorted(terms)
    assert [vocabulary[i] for i in range(len(terms))] == sorted(terms)
    assert list(reversed(vocabulary)) == sorted(terms, reverse=True)


@given(st.sets(TERM), st.data())
def test_the_terms_of_columns_are_those_of_the_sequence(
    terms: set[str], data: st.DataObject
) -> None:
    vocabulary = Vocabulary.of(sorted(terms))
    chosen = st.lists(st.integers(0, len(terms) - 1)) if terms else st.just([])
    columns = data.draw(chosen)
    found = vocabulary.terms(np.array(columns, dtype=np.intp))
    assert found == [sorted(terms)[column] for column in columns]


def test_positions_count_from_the_end_or_raise_an_error_as_in_any_sequence() -> None:
    vocabulary = Vocabulary.of(["dam", "river"])
    with pytest.raises(IndexError):
        vocabulary[2]
    with pytest.raises(IndexError):
        vocabulary[-3]
    assert vocabulary[-1] == "river"


def test_a_vocabulary_can_be_made_of_its_arrays() -> None:
    """A bundle stores these."""
    vocabulary = Vocabulary.of(["dam", "é"])
    assert vocabulary.text.tobytes() == b"dam\xc3\xa9"
    assert vocabulary.offsets.tolist() == [0, 3, 5]
    again = Vocabulary(vocabulary.text, vocabulary.offsets)
    columns, values = again.columns({"é": 2, "e": 1})
    assert (columns.tolist(), values.tolist()) == ([1], [2.0])


def test_a_vocabulary_can_be_pickled() -> None:
    """It is sent to the processes that label in parallel."""
    copy = pickle.loads(pickle.dumps(Vocabulary.of(["dam", "river"])))
    assert list(copy) == ["dam", "river"]
    assert copy.columns({"river": 1})[0].tolist() == [1]
