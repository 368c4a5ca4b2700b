"""Positions of terms in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.features import Analysis
from tenor.features.term_spans import term_spans

ANALYSES = st.builds(
    Analysis,
    st.sampled_from(["word", "char", "char_wb"]),
    st.tuples(st.integers(1, 3), st.integers(0, 3)).map(lambda t: (t[0], t[0] + t[1])),
    st.booleans(),
    st.sampled_from([None, "ascii", "unicode"]),
    st.sampled_from([frozenset(), frozenset({"the", "and"})]),
)
TEXTS = st.text() | st.text("aB İΣςßﬁé\u0301\n\t각").map(str)


@given(TEXTS, ANALYSES)
def test_the_terms_are_those_of_the_analysis_and_their_spans_are_inside_the_text(
    text: str, analysis: Analysis
) -> None:
    """In the same order, whatever the script."""
    spans = list(term_spans(text, analysis))
    assert [term for term, _, _ in spans] == analysis.terms(text)
    assert all(0 <= start < stop <= len(text) for _, start, stop in spans)


@pytest.mark.parametrize(
    ("analysis", "expected"),
    [
        (Analysis(), ["Über", "ﬁne", "Dam"]),
        (Analysis(strip_accents="ascii"), ["Über", "ﬁne", "Dam"]),
        (Analysis(ngram_range=(2, 2)), ["Über  ﬁne", "ﬁne Dam"]),
        (Analysis("char_wb", (4, 4)), ["Übe", "Über", "ber", "ﬁne", "ﬁne", "Dam", "Dam"]),
        (Analysis("char", (11, 11), lowercase=False), ["Über  ﬁne Da", "ber  ﬁne Dam"]),
    ],
)
def test_a_span_is_what_the_term_was_cut_from(analysis: Analysis, expected: list[str]) -> None:
    """Even though a letter can become two, and a run of spaces one."""
    text = "Über  ﬁne Dam"
    assert [text[start:stop] for _, start, stop in term_spans(text, analysis)] == expected
