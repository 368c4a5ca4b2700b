"""The highlighted words of an article."""

from __future__ import annotations

import numpy as np

from tenor.models import Explanation
from tenor.workflow.explain.highlighting import HighlightedSpan, highlight


def explanation(title: str, text: str, weights: dict[str, float]) -> Explanation:
    """Distribute the contribution of words over the characters of their first occurrence."""
    characters = [np.zeros(len(part)) for part in (title, text)]
    for word, weight in weights.items():
        for part, values in zip((title, text), characters, strict=True):
            if word in part:
                start = part.index(word)
                values[start : start + len(word)] += weight / len(word)
    return Explanation("a", "", (), 0.0, characters[0], characters[1], np.zeros(0))


def test_words_are_highlighted_by_the_size_and_sign_of_their_contribution() -> None:
    text = "The ferry, the toll\nand a school bus."
    weights = {"ferry": 1.0, "toll": 0.5, "school": -0.3, "bus": 0.1}
    highlighted = highlight("Bus", text, "", explanation("Bus", text, weights))
    assert highlighted.title == [HighlightedSpan("Bus", "")]
    assert highlighted.claim == []
    assert highlighted.passages == [
        [
            HighlightedSpan("The ", ""),
            HighlightedSpan("ferry", "for3"),
            HighlightedSpan(", the ", ""),
            HighlightedSpan("toll", "for2"),
            HighlightedSpan("\nand a ", ""),
            HighlightedSpan("school", "against1"),
            HighlightedSpan(" bus.", ""),
        ]
    ]


def test_a_long_text_is_cut_to_passages_around_the_words_that_contribute_most() -> None:
    """The passages are in the order of the text, without overlaps and incomplete words."""
    filler = "nothing here " * 100
    text = f"ferry {filler}toll and tram {filler}"
    weights = {"tram": 1.0, "toll": 0.9, "ferry": 0.8}
    passages = highlight("", text, "", explanation("", text, weights)).passages
    assert len(passages) == 2
    shown = ["".join(span.text for span in passage) for passage in passages]
    assert shown[0].startswith("ferry nothing")
    assert "toll and tram" in shown[1]
    assert all(part in text for part in shown)
    assert set(" ".join(shown).split()) <= {"ferry", "nothing", "here", "toll", "and", "tram"}


def test_a_long_text_is_shown_in_full_if_it_is_asked_for() -> None:
    text = f"ferry {'nothing here ' * 200}tram"
    shown = highlight("", text, "", explanation("", text, {"tram": 1.0}), whole=True)
    [passage] = shown.passages
    assert passage == [HighlightedSpan(text[:-4], ""), HighlightedSpan("tram", "for3")]


def test_a_long_text_without_highlights_is_shown_from_its_beginning() -> None:
    text = "word " * 400
    [passage] = highlight("", text, "", explanation("", text, {})).passages
    assert passage == [HighlightedSpan(text[:1200], "")]


def test_control_characters_are_replaced() -> None:
    text = "a\x1b[31mb\u202ec"
    [passage] = highlight("", text, "", explanation("", text, {})).passages
    assert (
        "".join(span.text for span in passage)
        == "a\N{REPLACEMENT CHARACTER}[31mb\N{REPLACEMENT CHARACTER}c"
    )
