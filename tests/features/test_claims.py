"""Claim beside article: the nearest sentences, and marks of overlap and cues."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tenor.features import field_text
from tenor.features.claims import claim_marks, claim_sentences

TEXT = (
    "The council met on Monday. Ships were counted.\n\n"
    "The dam does not crack, say engineers; the claim is false. It rained."
)


def test_the_sentences_nearest_to_a_claim_stand_in_their_order() -> None:
    """Of those that share a word with it, the three that share most."""
    assert claim_sentences("Council hears dam cracked", TEXT) == (
        "The council met on Monday. The dam does not crack, say engineers; the claim is false."
    )
    assert claim_sentences("Ferry sinks", TEXT) == ""


def test_overlap_is_marked_at_every_step_that_it_reaches() -> None:
    """Two of three words are in the text, and both in its third sentence of four."""
    marks = claim_marks("Dam cracks badly", TEXT).split()
    assert [m for m in marks if m.startswith("best_")] == [
        "best_5", "best_15", "best_25", "best_35", "best_50", "best_65",
    ]  # fmt: skip
    assert [m for m in marks if m.startswith("from_")] == ["from_1", "from_10", "from_30"]


def test_cues_are_marked_by_place_and_number() -> None:
    """Those that refute are `not` and `false`; `say` and `claim` hedge."""
    marks = claim_marks("Dam cracks", TEXT).split()
    assert {"refute_near_1", "refute_near_2", "hedge_near_2", "on_text_refutes"} <= set(marks)
    assert "refute_near_3" not in marks
    assert "refute_claim_1" not in marks
    assert "on_claim_refutes" in claim_marks("The council never met", TEXT).split()


def test_cues_of_an_unrelated_article_are_not_on_the_claim() -> None:
    marks = claim_marks("Ferry sinks", TEXT).split()
    assert "refute_lead_1" in marks
    assert not [m for m in marks if m.startswith("on_")]


def test_nothing_gives_no_marks() -> None:
    assert claim_marks("", "") == claim_sentences("", "") == ""


@given(st.text(), st.text())
def test_any_pair_has_marks_of_letters_and_figures(claim: str, text: str) -> None:
    """Each mark is one token of the word analyzer."""
    for mark in claim_marks(claim, text).split():
        assert mark.replace("_", "").isalnum()
        assert mark.isascii()


@given(st.text(), st.text())
def test_the_nearest_sentences_are_of_the_text(claim: str, text: str) -> None:
    assert set(claim_sentences(claim, text).split()) <= set(text.split())


def test_fields_of_claims_read_the_title_too() -> None:
    """As the first sentence of the article."""
    said = field_text("claim_sentences", title="Dam cracks", text="It rained.", claim="Dam cracked")
    assert said == "Dam cracks"
    marks = field_text("claim_marks", title="Dam cracks", text="It rained.", claim="Dam cracked")
    assert "cover_80" in marks.split()
