"""Names of themes, positions and targets."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from tenor.codebook.fields import Alias, Label, MediaTopic, Name, Rule, Slug, fold_name


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Name, "  cafe\u0301  bar ", "café bar"),
        (Label, "a/b", "a/b"),
        (Label, "🚋 trams", "🚋 trams"),
        (Slug, "bridge-toll", "bridge-toll"),
        (MediaTopic, "medtop:04000000", "medtop:04000000"),
        (Alias, "toll*", "toll*"),
        (Rule, "toll NEAR/5 fair", "toll NEAR/5 fair"),
    ],
)
def test_a_field_is_read_in_its_normal_form(kind: object, text: str, value: str) -> None:
    assert TypeAdapter(kind).validate_python(text) == value


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (Name, "", "at least 1 item"),
        (Name, "x" * 121, "at most 120 items"),
        (Label, "semi; colon", "write 'semi, colon'"),
        (Label, "a\u202eb", r"not shown \(U\+202E\); write 'ab'"),
        (Label, "\u0301a", "begins with a mark"),
        (Slug, "Bridge Toll", "pattern"),
        (MediaTopic, "04000000", "write medtop: and eight digits"),
        (Alias, "to*ll", "a '\\*' stands at the beginning or at the end of a word"),
        (Rule, "a OR", "a term is missing"),
    ],
)
def test_other_texts_are_refused_with_what_to_write(kind: object, text: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        TypeAdapter(kind).validate_python(text)


def test_case_spaces_and_the_composition_of_accents_do_not_distinguish_names() -> None:
    assert fold_name(" Cafe\u0301  BAR") == fold_name("café bar")
