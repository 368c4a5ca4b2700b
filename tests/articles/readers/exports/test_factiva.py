"""Exports of Factiva."""

from __future__ import annotations

from datetime import date

import lxml.html
import pytest

from tenor.articles.readers.exports.factiva import read_factiva, read_factiva_page

SHOWN = """
Quay to be widened
Ana Ruiz
55 {words}
{day}
08:15
The Lantern
LANT
{language}
Copyright 2024 The Lantern
The board of the harbor voted.
Work begins in May.
{document} LANT000020240305ek3500001
"""

CODED = """
HD Quay to be widened
BY Ana Ruiz
WC 55 words
PD 5 March 2024
SN The Lantern
LA English
LP
The board of the harbor voted.
TD
Work begins
in May.
AN Document LANT000020240305ek3500001
"""


@pytest.mark.parametrize(
    ("words", "day", "language", "document"),
    [
        ("words", "5 March 2024", "English", "Document"),
        ("mots", "5 mars 2024", "Français", "Document"),
        ("Wörter", "5. März 2024", "Deutsch", "Dokument"),
        ("palabras", "5 de marzo de 2024", "Español", "Documento"),
        ("слов", "5 марта 2024", "Русский", "Документ"),
    ],
)
def test_displayed_documents_are_read_in_any_language(
    words: str, day: str, language: str, document: str
) -> None:
    text = SHOWN.format(words=words, day=day, language=language, document=document)
    articles = read_factiva([*text.splitlines(), *text.splitlines()])
    assert articles == 2 * [
        {
            "title": "Quay to be widened",
            "byline": "Ana Ruiz",
            "outlet": "The Lantern",
            "published": date(2024, 3, 5),
            "text": "The board of the harbor voted.\n\nWork begins in May.",
        }
    ]


def test_documents_with_codes_are_read() -> None:
    (article,) = read_factiva(CODED.splitlines())
    assert article["title"] == "Quay to be widened"
    assert article["outlet"] == "The Lantern"
    assert article["published"] == date(2024, 3, 5)
    assert article["text"].split() == (
        ["The", "board", "of", "the", "harbor", "voted.", "Work", "begins", "in", "May."]
    )


def test_a_saved_page_is_read_element_by_element() -> None:
    lines = SHOWN.format(words="mots", day="5 mars 2024", language="Français", document="Document")
    parts = "".join(f"<div>{line}</div>" for line in lines.split("\n")[2:] if line)
    element = (
        f"<div class='article frArticle'><div id=hd><b>Quay to be widened</b></div>{parts}</div>"
    )
    articles = read_factiva_page(lxml.html.fromstring(f"<html><body>{element * 2}</body></html>"))
    assert [article["title"] for article in articles] == ["Quay to be widened"] * 2
    assert articles[0]["byline"] == "Ana Ruiz"
    assert articles[1]["text"] == "The board of the harbor voted.\n\nWork begins in May."


def test_other_pages_and_texts_are_no_exports() -> None:
    assert read_factiva(["Document of the day", "5 March 2024"]) == []
    assert read_factiva_page(lxml.html.fromstring("<div class=article>x</div>")) == []
