"""Headers of article files."""

from __future__ import annotations

from datetime import date

from tenor.articles.readers.header import read_header


def test_fields_the_heading_and_the_length_of_a_header() -> None:
    header = read_header(
        [
            "Harbor opens",
            "By Ana Ruiz and Tom Hale",
            "The Archive, January 08, 2018",
            "The Paper January 5, 2018",
            "Region: [North, West](#), South",
            "Theme: Ships",
            "",
            "Ships came at dawn.",
        ]
    )
    assert header.fields == {
        "byline": "Ana Ruiz; Tom Hale",
        "outlet": "The Archive",
        "published": date(2018, 1, 8),
        "originally_published": date(2018, 1, 5),
        "regions": ("North, West", "South"),
        "publisher_themes": ("Ships",),
    }
    assert header.heading == ["Harbor opens"]
    assert header.length == 6
    assert header.language == "en"
    assert header.archive_fields == {
        "byline",
        "published",
        "originally_published",
        "regions",
        "publisher_themes",
    }


def test_a_text_without_fields_has_an_empty_header() -> None:
    header = read_header(["Ships came at dawn.", "", "Crowds waved."])
    assert (header.fields, header.heading, header.length) == ({}, [], 0)


def test_a_list_that_ends_in_a_comma_continues_on_the_next_line() -> None:
    header = read_header(["Harbor opens", "Theme: Ships,", "Sea", "Region: North"])
    assert header.fields["publisher_themes"] == ("Ships", "Sea")
    assert header.length == 4


def test_the_language_is_that_of_most_labels() -> None:
    assert read_header(["Titre: Le port", "Région: Sud", "Theme: Mer"]).language == "fr"
    assert read_header(["Titre: Le port", "Theme: Mer"]).language == ""
