"""The plain path cuts texts into scikit-learn's terms."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from tenor.features import Analysis

FRAGMENTS = st.sampled_from(
    [
        "The",
        "the dam",
        "of",
        "x",
        "don't",
        "a_b",
        "42",
        "3.5",
        "U.S.",
        "\ufb01x",
        "\u2163",
        "\u00bd",
        "\u00df",
        "\u1e9e",
        "\u0130stanbul",
        "\u03a3\u0391\u03a3",
        "e\u0301te\u0301",
        "\u00e9t\u00e9",
        "A\u030angstro\u0308m",
        "\u0301",
        "\u00a0",
        "\u2028",
        "\u200b",
        "\u200d",
        "\u00ad",
        "\x1c",
        "\x85",
        "\n\n",
        "\t ",
        "  ",
        " ",
        "\u2014",
        "経済",
        "한국어",
        "می\u200cخواهم",
        "हिन्दी",
        "👩\u200d🌾",
        "\U0001d54f\U0001d54f",
        "\ud83d",
        "\udc00",
    ]
)
TEXTS = st.text() | st.lists(FRAGMENTS | st.text(max_size=3), max_size=20).map("".join)
STOP_WORDS = [frozenset(), frozenset({"the", "of", "été", "dam"}), ENGLISH_STOP_WORDS]


@settings(max_examples=400)
@given(
    TEXTS,
    st.sampled_from(["word", "char", "char_wb"]),
    st.tuples(st.integers(1, 5), st.integers(0, 4)).map(lambda pair: (pair[0], sum(pair))),
    st.booleans(),
    st.sampled_from([None, "ascii", "unicode"]),
    st.sampled_from(STOP_WORDS),
)
@example("été", "word", (2, 3), True, "ascii", STOP_WORDS[1])
@example("a  b", "char_wb", (5, 9), False, None, STOP_WORDS[0])
@example("", "char", (1, 1), True, None, STOP_WORDS[0])
def test_terms_are_those_of_scikit_learn(
    text: str,
    analyzer: str,
    ngram_range: tuple[int, int],
    lowercase: bool,
    strip_accents: str | None,
    stop_words: frozenset[str],
) -> None:
    """In the same order, whatever the text."""
    parameters = {
        "analyzer": analyzer,
        "ngram_range": ngram_range,
        "lowercase": lowercase,
        "strip_accents": strip_accents,
    }
    sklearn = TfidfVectorizer(**parameters, stop_words=list(stop_words) or None)
    with warnings.catch_warnings():
        # scikit-learn warns if accents are stripped from texts but not from stop words.
        warnings.filterwarnings("ignore", message="Your stop_words may be inconsistent")
        expected = list(sklearn.build_analyzer()(text))
    assert Analysis(**parameters, stop_words=stop_words).terms(text) == expected


@pytest.mark.parametrize(
    ("analysis", "text", "terms"),
    [
        (Analysis(), "The DAM, a dam.", ["the", "dam", "dam"]),
        (Analysis(lowercase=False), "The DAM", ["The", "DAM"]),
        (Analysis(ngram_range=(2, 2)), "the dam holds", ["the dam", "dam holds"]),
        (
            Analysis(ngram_range=(1, 2), stop_words=frozenset({"of"})),
            "wall of stone",
            ["wall", "stone", "wall stone"],
        ),
        (Analysis(strip_accents="unicode"), "Été 経済", ["ete", "経済"]),
        (Analysis(strip_accents="ascii"), "Été 経済", ["ete"]),
        (Analysis("char", (2, 3)), "a \n b", ["a ", " b", "a b"]),
        (Analysis("char_wb", (2, 3)), "ab", [" a", "ab", "b ", " ab", "ab "]),
    ],
)
def test_small_texts_have_the_terms_that_one_expects(
    analysis: Analysis, text: str, terms: list[str]
) -> None:
    assert analysis.terms(text) == terms
