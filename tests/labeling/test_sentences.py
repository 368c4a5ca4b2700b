"""Sentences, and who speaks in them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.labeling.sentences import sentences


def cut(text: str) -> list[str]:
    return ["".join(piece.text for piece in sentence).strip() for sentence in sentences(text)]


def quoted(text: str) -> list[str]:
    return [piece.text for sentence in sentences(text) for piece in sentence if piece.quoted]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. Nobody paid. Why?", ["It rose.", "Nobody paid.", "Why?"]),
        ("Mr. Orme and Gov. Lind met. They spoke.", ["Mr. Orme and Gov. Lind met.", "They spoke."]),
        ("J. R. Orme left. He ran.", ["J. R. Orme left.", "He ran."]),
        ("At 5 p.m. on Monday. Then not.", ["At 5 p.m. on Monday.", "Then not."]),
        ("It cost 4.50 crowns. Too much.", ["It cost 4.50 crowns.", "Too much."]),
        ('"It is a tax." She left.', ['"It is a tax."', "She left."]),
        ("A title\nA paragraph", ["A title", "A paragraph"]),
        ("No end", ["No end"]),
        ("", []),
    ],
)
def test_sentences_end_where_readers_would_end_them(text: str, expected: list[str]) -> None:
    """Not at abbreviations, initials and decimal points; always at a line's end."""
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no toll" twice.', ['"no toll']),
        ("He said “no toll” twice.", ["“no toll"]),
        ("Er sagte „kein Zoll“, sie «nein».", ["„kein Zoll", "«nein"]),
        ("»Ja« war die Antwort.", ["»Ja"]),
        ("He said ‘no toll’ to the drivers’ club.", ["‘no toll"]),
        ("It doesn’t cost the drivers’ club.", []),
        ("It doesn't cost the drivers' club.", []),
        ('A 10" pipe and a "toll" of 5".', ['"toll']),
        ("“One.\n“Two.” Three.", ["“One.", "“Two."]),
        ("“All of it. Every crown,” she said.", ["“All of it. ", "Every crown,"]),
    ],
)
def test_speech_is_what_stands_in_quotation_marks(text: str, expected: list[str]) -> None:
    """Unclosed speech ends with its paragraph; an apostrophe opens none."""
    assert quoted(text) == expected


@given(st.text(alphabet='ab. "“”‘’«»„?!\n', max_size=60))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    """The pieces are the text again."""
    assert "".join(piece.text for sentence in sentences(text) for piece in sentence) == text


@pytest.mark.parametrize("mark", [".", '"', "‘a ", ". ", '.".', "\n", "“"])
def test_long_runs_of_marks_take_no_longer_than_other_text(mark: str) -> None:
    """A text that was made to hang a pattern cannot."""
    started = time.process_time()
    assert sum(1 for _ in sentences(mark * 200_000)) >= 1
    assert time.process_time() - started < 5
