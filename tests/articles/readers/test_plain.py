"""Plain text and Markdown files."""

from __future__ import annotations

from datetime import date

import pytest

from tenor.articles.readers.plain import parse_text


def test_a_short_first_line_before_an_empty_line_is_the_title() -> None:
    """And not part of the text."""
    fields = parse_text("Harbor opens\n\nShips came at dawn.\nCrowds waved.\n")
    assert fields == {
        "title": "Harbor opens",
        "text": "\nShips came at dawn.\nCrowds waved.",
        "reader": "plain",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Ships came at dawn.\n\nCrowds waved.",
        "Ships came\nat dawn.",
        "Ships came",
        f"{'Ships came ' * 20}\n\nCrowds waved.",
        "Ships came,\n\nand went.",
    ],
)
def test_other_first_lines_are_text(text: str) -> None:
    """A sentence, a wrapped line, a text of one line, a long line, a line with a comma."""
    fields = parse_text(text)
    assert "title" not in fields
    assert fields["text"] == text


def test_lines_with_labels_at_the_top_are_fields() -> None:
    """In any order, in upper or lower case."""
    fields = parse_text(
        "Title: Harbor opens\nBy: Ana Ruiz and Tom Hale\nDATE: 8 January 2018\n"
        "Outlet: The Paper\nURL: https://paper.example/1\n\n"
        "Ships came: at dawn.\n\nBy noon all left."
    )
    assert fields["title"] == "Harbor opens"
    assert fields["byline"] == "Ana Ruiz; Tom Hale"
    assert fields["published"] == date(2018, 1, 8)
    assert fields["outlet"] == "The Paper"
    assert fields["url"] == "https://paper.example/1"
    assert fields["text"].strip() == "Ships came: at dawn.\n\nBy noon all left."
    assert fields["reader"] == "plain"


def test_a_byline_below_the_title_is_read() -> None:
    """One such field does not make an archive page."""
    fields = parse_text("Harbor opens\nBy Ana Ruiz\n\nShips came at dawn.")
    assert (fields["title"], fields["byline"]) == ("Harbor opens", "Ana Ruiz")
    assert fields["text"].strip() == "Ships came at dawn."
    assert fields["reader"] == "plain"


@pytest.mark.parametrize("first", ["By noon the ships had left.", "By Monday, all ships had left"])
def test_a_sentence_that_begins_like_a_byline_is_text(first: str) -> None:
    fields = parse_text(f"Harbor opens\n\n{first}\nCrowds waved.")
    assert "byline" not in fields
    assert fields["text"].strip() == f"{first}\nCrowds waved."


def test_a_headline_that_begins_like_a_field_is_the_title() -> None:
    assert parse_text("Report: Harbor to open\n\nShips came.")["title"] == "Report: Harbor to open"


def test_a_markdown_heading_is_the_title_and_links_become_their_labels() -> None:
    """Even without an empty line below the heading."""
    fields = parse_text(
        "# Harbor opens\nShips [came](https://a.example).\n## Later\n", markdown=True
    )
    assert fields["title"] == "Harbor opens"
    assert fields["text"] == "Ships came.\nLater"


def test_known_keys_of_the_front_matter_are_fields() -> None:
    """Other keys are ignored."""
    fields = parse_text(
        '---\ntitle: "Harbor opens"\ndate: 2018-01-08\nlayout: post\ntags: [ships, sea]\n---\n'
        "Ships came.",
        markdown=True,
    )
    assert fields["title"] == "Harbor opens"
    assert fields["published"] == date(2018, 1, 8)
    assert fields["publisher_themes"] == ("ships", "sea")
    assert fields["text"] == "Ships came."


def test_a_rule_is_no_title() -> None:
    assert "title" not in parse_text("---\n\nA text.\n\n---\n\nMore.")
