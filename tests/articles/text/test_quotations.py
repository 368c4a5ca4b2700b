"""Quotations by their marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.text import blank_quotations, quotation_spans, split_speech


def quotations(text: str) -> list[str]:
    return [text[start:end] for start, end in quotation_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no toll" twice.', ['"no toll"']),
        ("He said “no toll” twice.", ["“no toll”"]),
        ("Er sagte „kein Zoll“, sie «nein».", ["„kein Zoll“", "«nein»"]),
        ("»Ja« war die Antwort.", ["»Ja«"]),
        ("Er sagte ‚kein Zoll‘ und ging.", ["‚kein Zoll‘"]),
        ("Il dit « non » deux fois.", ["« non »"]),
        ("Il dit «\u202fnon\u202f» deux fois.", ["«\u202fnon\u202f»"]),
        ("Hon sa ”nej” och gick.", ["”nej”"]),
        ("他说「不公平」然后走了。", ["「不公平」"]),
        ("彼は『反対』と言った。", ["『反対』"]),
        ("—No lo sé —dijo ella.", ["—No lo sé —"]),
        ("Llegó tarde. —¿Por qué?", ["—¿Por qué?"]),
        ("He said ‘no toll’ to the drivers’ club.", ["‘no toll’"]),
        ("It doesn’t cost the drivers’ club.", []),
        ("It doesn't cost the drivers' club.", []),
        ('A 10" pipe and a "toll" of 5".', ['"toll"']),
        ('A pipe of 5" stays. Nobody quoted it.', []),
        ("“One.\n“Two.” Three.", ["“One.", "“Two.”"]),
        ("The bridge—the old one—is shut.", []),
        ("» Read more about the toll", []),
    ],
)
def test_quotations_are_found_by_their_marks(text: str, expected: list[str]) -> None:
    """An unclosed quotation ends with its line; apostrophes and inch marks open none."""
    assert quotations(text) == expected


def test_a_quotation_of_two_sentences_is_quoted_in_both() -> None:
    [first, second] = split_speech("“All of it. Every crown,” she said.")
    assert [(span.text, span.quoted) for span in first] == [("“All of it. ", True)]
    assert [(s.text, s.quoted) for s in second] == [("Every crown,”", True), (" she said.", False)]


@given(st.text(alphabet='ab. "“”‘’«»„‚「」—?!\n', max_size=60))
def test_the_spans_of_all_sentences_join_to_the_text(text: str) -> None:
    assert "".join(span.text for sentence in split_speech(text) for span in sentence) == text


@given(st.text(alphabet='ab. "“”‘’«»„‚「」—?!\n', max_size=60))
def test_blanking_keeps_every_other_character_in_its_place(text: str) -> None:
    blanked = blank_quotations(text)
    assert len(blanked) == len(text)
    assert all(new in (old, " ") for new, old in zip(blanked, text, strict=True))
    assert "\n".join(map(blank_quotations, text.split("\n"))) == blanked


@pytest.mark.parametrize("mark", ['"', "‘a ", "“", "” ", "« ", "—a ", ". —a", "「"])
def test_the_time_is_linear_in_the_text(mark: str) -> None:
    started = time.process_time()
    for _ in split_speech(mark * 200_000):
        pass
    assert time.process_time() - started < 5
