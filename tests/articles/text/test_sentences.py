"""Sentence boundaries."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.text import sentence_ends, split_sentences


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
        (
            "Die Maut gilt ab dem 5. März. Sie stieg.",
            ["Die Maut gilt ab dem 5. März.", "Sie stieg."],
        ),
        ("Am 3. Tag kam er. Er ging.", ["Am 3. Tag kam er.", "Er ging."]),
        ("We won by 12. Then it rained.", ["We won by 12.", "Then it rained."]),
        (
            "He lives at No. 7 Harbor Lane. No. 8 burned.",
            ["He lives at No. 7 Harbor Lane.", "No. 8 burned."],
        ),
        ("He said no. They left.", ["He said no.", "They left."]),
        ("Siehe Art. 5 und Nr. 12. Das gilt.", ["Siehe Art. 5 und Nr. 12.", "Das gilt."]),
        (
            "Le péage de Mme. Quill est cher. Il monte.",
            ["Le péage de Mme. Quill est cher.", "Il monte."],
        ),
        (
            "La Sra. Vega fue a EE. UU. ayer. Volvió.",
            ["La Sra. Vega fue a EE. UU. ayer.", "Volvió."],
        ),
        ("通行费不公平。市长离开了！为什么？", ["通行费不公平。", "市长离开了！", "为什么？"]),
        ("هل الرسوم عادلة؟ لا نعرف.", ["هل الرسوم عادلة؟", "لا نعرف."]),
    ],
)
def test_sentences_end_at_their_final_punctuation(text: str, expected: list[str]) -> None:
    """And at every line break, but not at abbreviations, initials, ordinals and decimal points."""
    assert split_sentences(text) == expected


@given(st.text(alphabet='ab5. "“”»?!。\n', max_size=60))
def test_the_ends_ascend_to_the_length_of_the_text(text: str) -> None:
    ends = list(sentence_ends(text))
    assert ends == sorted(set(ends))
    assert ends[-1:] == [len(text)] * bool(text)


@pytest.mark.parametrize("mark", [".", '"', "‘a ", ". ", '.".', "\n", "“", "5. ", "。", "no. "])
def test_the_time_is_linear_in_the_text(mark: str) -> None:
    started = time.process_time()
    assert sum(1 for _ in sentence_ends(mark * 200_000)) >= 1
    assert time.process_time() - started < 5
