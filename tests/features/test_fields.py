"""Fields of an article."""

from __future__ import annotations

import pytest

from tenor.features import FIELDS, field_text


def test_a_field_is_the_text_it_names() -> None:
    """Title and body together are a paragraph each."""
    texts = {
        field: field_text(field, title="Title", text="Body.", claim="Ferry.") for field in FIELDS
    }
    assert texts == {
        "title": "Title",
        "body": "Body.",
        "title_body": "Title\n\nBody.",
        "lead": "Title\n\nBody.",
        "claim": "Ferry.",
        "claim_sentences": "",
        "claim_marks": "",
    }


def test_an_unknown_field_is_an_error() -> None:
    """Which names those there are."""
    message = "^field 'headline' is not one of title, body, title_body, lead, claim, "
    with pytest.raises(ValueError, match=message):
        field_text("headline", title="", text="")


def test_the_lead_is_the_title_and_the_first_500_characters() -> None:
    assert field_text("lead", title="T", text="a" * 499 + "bcd") == "T\n\n" + "a" * 499 + "b"
