"""The text fields of an article."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles import Article
from tenor.features import CLAIM_FIELDS, FIELDS, TARGET_FIELDS, field_text, text_key
from tenor.features.fields import target_sentences


def text_of(
    field: str, title: str, text: str, claim: str = "", target_names: tuple[str, ...] = ()
) -> str:
    """Return the text of a field of an article with these parts."""
    article = Article(article_id="1", title=title, text=text, claim=claim)
    return field_text(text_key(field, target_names), article)


def test_a_field_has_the_parts_of_the_article_that_it_names() -> None:
    texts = {field: text_of(field, "Title", "Body.", "Ferry.", ("body",)) for field in FIELDS}
    assert texts == {
        "title": "Title",
        "body": "Body.",
        "title_body": "Title\n\nBody.",
        "lead": "Title\n\nBody.",
        "unquoted": "Title\n\nBody.",
        "target_sentences": f"{' ' * 7}Body.",
        "claim": "Ferry.",
        "claim_sentences": "",
        "claim_features": "",
    }


def test_an_unknown_field_has_no_text() -> None:
    with pytest.raises(KeyError, match="headline"):
        text_of("headline", "", "")


def test_fields_that_need_a_claim_or_a_target_are_known() -> None:
    assert {"claim", "claim_sentences", "claim_features"} == CLAIM_FIELDS
    assert {"target_sentences"} == TARGET_FIELDS


def test_only_fields_that_need_a_target_are_computed_for_each_target() -> None:
    names = ("levy", "tax")
    assert text_key("target_sentences", names) == ("target_sentences", names)
    assert text_key("title_body", names) == text_key("title_body", ()) == ("title_body", ())


def test_joined_columns_are_the_text_that_a_field_computes() -> None:
    """The vectorizer joins columns as bytes and does not call ``compute``."""
    parts = {"title": "Title", "text": "Body.", "claim": "Ferry."}
    for name, field in FIELDS.items():
        if field.joins:
            expected = "\n\n".join(parts[part] for part in field.joins)
            assert text_of(name, parts["title"], parts["text"], parts["claim"]) == expected


def test_the_lead_is_the_title_and_the_first_500_characters() -> None:
    assert text_of("lead", "T", "a" * 499 + "bcd") == "T\n\n" + "a" * 499 + "b"


@pytest.mark.parametrize(
    ("text", "unquoted"),
    [
        ('She said "no" and left.', "She said      and left."),
        ("She said “no” and left.", "She said      and left."),
        ("Er sagte „nein“ und ging.", "Er sagte        und ging."),
        ("Elle dit « non » hier.", "Elle dit         hier."),
        ("“Of two paragraphs.\n“Closed here,” he said.", f"{' ' * 19}\n{' ' * 14} he said."),
        ("“Not closed “closed” here", f"{' ' * 20} here"),
        ("It's the mayors' “plan", f"It's the mayors' {' ' * 5}"),
        ("A ” that closes nothing", "A ” that closes nothing"),
    ],
)
def test_unquoted_text_has_spaces_in_place_of_quotations(text: str, unquoted: str) -> None:
    """Those of the title stay."""
    assert text_of("unquoted", "“T”", text) == f"“T”\n\n{unquoted}"


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
def test_target_sentences_are_those_that_contain_a_name_of_the_target(text: str, kept: str) -> None:
    """Names are whole words, in any case."""
    sentences = target_sentences(("new levy", "levy"), text)
    assert sentences.strip() == kept
    assert sentences.index(kept) == text.index(kept)


@given(st.text(alphabet='a .!?\n“”"xX', max_size=60))
def test_target_sentences_keep_the_positions_of_their_characters(text: str) -> None:
    """Every sentence with a name is kept, and no other."""
    sentences = target_sentences(("x",), text)
    assert len(sentences) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, sentences, strict=True))
    # A mark at the beginning of a line ends no sentence, but it can where the line breaks are gone.
    if not re.search(r"(?:^|\n)\W*[.!?]", text):
        assert target_sentences(("x",), sentences).split() == sentences.split()
    names = [i for i, character in enumerate(text) if character in "xX"]
    words = [i for i in names if {*text[max(i - 1, 0) : i], *text[i + 1 : i + 2]}.isdisjoint("axX")]
    assert all(sentences[i] == text[i] for i in words)
