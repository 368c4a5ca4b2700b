"""Words that are marked."""

from __future__ import annotations

import numpy as np

from tenor.models.explaining import Explanation
from tenor.workflow.marking import Piece, mark


def explanation(title: str, text: str, weights: dict[str, float]) -> Explanation:
    """Spread what words add over the letters where each stands first."""
    letters = [np.zeros(len(part)) for part in (title, text)]
    for word, weight in weights.items():
        for part, values in zip((title, text), letters, strict=True):
            if word in part:
                start = part.index(word)
                values[start : start + len(word)] += weight / len(word)
    return Explanation((), letters[0], letters[1], np.zeros(0))


def test_words_are_marked_by_how_much_they_say_and_on_which_side() -> None:
    """Weak ones not at all."""
    text = "The ferry, the toll\nand a school bus."
    weights = {"ferry": 1.0, "toll": 0.5, "school": -0.3, "bus": 0.1}
    found = mark("Bus", text, "", explanation("Bus", text, weights))
    assert found.title == [Piece("Bus", "")]
    assert found.claim == []
    assert found.passages == [
        [
            Piece("The ", ""), Piece("ferry", "for3"), Piece(", the ", ""), Piece("toll", "for2"),
            Piece("\nand a ", ""), Piece("school", "against1"), Piece(" bus.", ""),
        ]
    ]  # fmt: skip


def test_of_a_long_text_the_passages_with_strong_words_are_shown() -> None:
    """In the order of the text, none of them twice, none cut inside a word."""
    filler = "nothing here " * 100
    text = f"ferry {filler}toll and tram {filler}"
    weights = {"tram": 1.0, "toll": 0.9, "ferry": 0.8}
    passages = mark("", text, "", explanation("", text, weights)).passages
    assert len(passages) == 2
    shown = ["".join(piece.text for piece in passage) for passage in passages]
    assert shown[0].startswith("ferry nothing")
    assert "toll and tram" in shown[1]
    assert all(part in text for part in shown)
    assert set(" ".join(shown).split()) <= {"ferry", "nothing", "here", "toll", "and", "tram"}


def test_a_text_without_anything_to_mark_is_shown_from_its_beginning() -> None:
    text = "word " * 400
    [passage] = mark("", text, "", explanation("", text, {})).passages
    assert passage == [Piece(text[:1200], "")]


def test_control_characters_are_not_shown() -> None:
    text = "a\x1b[31mb\u202ec"
    [passage] = mark("", text, "", explanation("", text, {})).passages
    assert "".join(piece.text for piece in passage) == "a [31mb c"
