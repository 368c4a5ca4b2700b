"""The index of query terms: where each of them occurs in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.text import fold_word, split_words
from tenor.codebook import parse_query
from tenor.codebook.query import Term
from tenor.labeling import term_index
from tenor.labeling.term_index import TermIndex


def term(text: str) -> Term:
    query = parse_query(text)
    assert isinstance(query, Term)
    return query


def find(terms: list[str], text: str, start: int = 0) -> tuple[dict[str, list[int]], int]:
    """Return the positions of each term that occurs, and the number of words."""
    index = TermIndex()
    numbers = {index.number(term(name)): name for name in terms}
    positions: dict[int, list[int]] = {}
    n_words = index.find(text, start, positions)
    return {numbers[number]: starts for number, starts in positions.items()}, n_words


@pytest.mark.parametrize(
    ("terms", "text", "positions", "n_words"),
    [
        (["tax"], "A tax, the TAX; taxes.", {"tax": [1, 3]}, 5),
        (["tax*"], "A tax, the taxes", {"tax*": [1, 3]}, 4),
        (['"bridge toll"'], "Bridge (toll) of a bridge", {'"bridge toll"': [0]}, 5),
        (['"bridge toll*"', "toll"], "bridge-tolls", {'"bridge toll*"': [0]}, 2),
        (['"bridge toll"', '"bridge tax"'], "the bridge tax", {'"bridge tax"': [1]}, 3),
        (['"a b c"'], "a b", {}, 2),
        (["straße"], "STRASSE", {"straße": [0]}, 1),
        (["tax"], "", {}, 0),
        (["tax"], " \n- ... ", {}, 0),
    ],
)
def test_terms_are_found_at_the_positions_of_their_first_words(
    terms: list[str], text: str, positions: dict[str, list[int]], n_words: int
) -> None:
    """Positions are counted in words, whatever separates these."""
    assert find(terms, text) == (positions, n_words)


def test_positions_count_from_the_start_position() -> None:
    """Positions of title and text go into one table."""
    index = TermIndex()
    number = index.number(term("tax"))
    positions: dict[int, list[int]] = {}
    assert index.find("The tax", 0, positions) == 2
    assert index.find("tax and tax", 100, positions) == 3
    assert positions == {number: [1, 100, 102]}


def test_terms_with_the_same_words_have_the_same_number() -> None:
    """Whatever zone a query looks for them in."""
    index = TermIndex()
    assert index.number(term("tax")) == index.number(term("title:tax")) == 0
    assert index.number(term('"bridge tax"')) == 1
    assert index.lengths == [1, 2]


def test_a_full_cache_is_emptied_and_changes_no_position(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a chunk that is too long to be cached."""
    text = "one tax two three bridge toll four-tax " * 3
    terms = ["tax", '"bridge toll"']
    expected = find(terms, text)
    monkeypatch.setattr(term_index, "MAX_CACHED_CHUNKS", 2)
    assert find(terms, text) == expected
    monkeypatch.setattr(term_index, "MAX_CHUNK_LENGTH", 3)
    assert find(terms, text) == expected


WORDS = ["a", "b", "ab", "abc", "A", "a-b", "b,a", "-", "c\n"]
TERMS = [("a",), ("b",), ("a*",), ("ab*",), ("a", "b"), ("a", "b*"), ("a*", "b*"), ("b", "a", "b")]


@given(
    st.lists(st.sampled_from(TERMS), min_size=1, unique=True),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
)
def test_positions_are_those_of_a_search_word_by_word(
    terms: list[tuple[str, ...]], text: str
) -> None:
    index, words = TermIndex(), list(map(fold_word, split_words(text)))
    expected: dict[int, list[int]] = {}
    for pattern in terms:
        number = index.number(Term(pattern))
        for i in range(len(words) - len(pattern) + 1):
            pairs = zip(pattern, words[i:], strict=False)
            if all(w.startswith(p[:-1]) if p.endswith("*") else w == p for p, w in pairs):
                expected.setdefault(number, []).append(i)
    positions: dict[int, list[int]] = {}
    assert index.find(text, 0, positions) == len(words)
    assert positions == expected
