"""Fields of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.features import FIELDS, field_text
from tenor.features.fields import target_sentences, without_quotes


def test_a_field_is_the_text_it_names() -> None:
    """Title and body together are a paragraph each."""
    texts = {
        field: field_text(field, title="Title", text="Body.", claim="Ferry.", names=("body",))
        for field in FIELDS
    }
    assert texts == {
        "title": "Title",
        "body": "Body.",
        "title_body": "Title\n\nBody.",
        "lead": "Title\n\nBody.",
        "narration": "Title\n\nBody.",
        "target_sentences": f"{' ' * 7}Body.",
        "claim": "Ferry.",
        "claim_sentences": "",
        "claim_marks": "",
    }


def test_an_unknown_field_is_an_error() -> None:
    """Which names those there are."""
    message = "^field 'headline' is not one of title, body, title_body, lead, narration, "
    with pytest.raises(ValueError, match=message):
        field_text("headline", title="", text="")


def test_the_lead_is_the_title_and_the_first_500_characters() -> None:
    assert field_text("lead", title="T", text="a" * 499 + "bcd") == "T\n\n" + "a" * 499 + "b"


@pytest.mark.parametrize(
    ("text", "narrated"),
    [
        ('She said "no" and left.', "She said      and left."),
        ("She said “no” and left.", "She said      and left."),
        ("Er sagte „nein“ und ging.", "Er sagte        und ging."),
        ("Elle dit « non » hier.", "Elle dit         hier."),
        ("“Of two paragraphs.\n“Closed here,” he said.", f"{' ' * 19}\n{' ' * 14} he said."),
        ("“Not closed “closed” here", "“Not closed          here"),
        ("It's the mayors' “plan", f"It's the mayors' {' ' * 5}"),
        ("A ” that closes nothing", "A ” that closes nothing"),
    ],
)
def test_narration_leaves_room_where_somebody_is_quoted(text: str, narrated: str) -> None:
    """A mark that is not closed opens a quotation to the end of its paragraph."""
    assert field_text("narration", title="“T”", text=text) == f"“T”\n\n{narrated}"


@given(st.text(alphabet='ab \n"“”„«»', max_size=60))
def test_narration_keeps_every_other_letter_in_its_place(text: str) -> None:
    narrated = without_quotes(text)
    assert len(narrated) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, narrated, strict=True))
    assert "\n".join(map(without_quotes, text.split("\n"))) == narrated


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The levy fell. It rained.", "The levy fell."),
        ("It rained. Mr. Orme likes the New  Levy. It rained.", "Mr. Orme likes the New  Levy."),
        ("“A LEVY,” she said, “is due.” He left.", "“A LEVY,” she said, “is due.”"),
        ("The levying goes on. Levies rise.", ""),
        ("Levy!\nThe levy?\n\nNothing", "Levy!\nThe levy?"),
    ],
)
def test_target_sentences_are_those_that_name_the_target(text: str, kept: str) -> None:
    """By whole words in any case; quoted or not."""
    found = target_sentences(("new levy", "levy"), text)
    assert found.strip() == kept
    assert found.index(kept) == text.index(kept)


@given(st.text(alphabet='a .!?\n“”"xX', max_size=60))
def test_target_sentences_keep_their_letters_in_their_places(text: str) -> None:
    """None that names the target is lost, and none is kept that does not."""
    found = target_sentences(("x",), text)
    assert len(found) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, found, strict=True))
    assert target_sentences(("x",), found).split() == found.split()
    names = [i for i, letter in enumerate(text) if letter in "xX"]
    alone = [i for i in names if {*text[max(i - 1, 0) : i], *text[i + 1 : i + 2]}.isdisjoint("axX")]
    assert all(found[i] == text[i] for i in alone)
