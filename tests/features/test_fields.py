"""Fields of an article."""

from __future__ import annotations

import pytest

from tenor.features import FIELDS, field_text


def test_a_field_is_the_text_it_names() -> None:
    """Title and body together are a paragraph each."""
    texts = {
        field: field_text(field, title="Title", text="Body.", claim="Claim.") for field in FIELDS
    }
    assert texts == {
        "title": "Title",
        "body": "Body.",
        "title_body": "Title\n\nBody.",
        "claim": "Claim.",
    }


def test_an_unknown_field_is_an_error() -> None:
    """Which names those there are."""
    message = "^field 'lead' is not one of title, body, title_body, claim$"
    with pytest.raises(ValueError, match=message):
        field_text("lead", title="", text="")
