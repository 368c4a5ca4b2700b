"""Exports of Factiva."""

from __future__ import annotations

from datetime import date

import lxml.html
import pytest

from tenor.articles.article import UnreadableInput
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


ID = "QNN0000020240305ek3500012"


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


def _coded(text: str) -> list[str]:
    head = "HD Quay\nWC 3 words\nPD 5 March 2024\nSN Post\nSC QNN\nLP\nx\nTD\n"
    return f"{head}{text}\nCO qnn : Quay\nIN i1 : Ports\nAN\nDocument {ID}".splitlines()


def test_a_paragraph_that_begins_as_a_code_is_text() -> None:
    text = "AN OLD man fell.\nIN THE town.\nBY noon.\nRE the quay."
    (article,) = read_factiva(_coded(text))
    assert article["text"] == f"\nx\n\n\n{text}"


def test_a_text_without_copyright_begins_below_code_page_and_language() -> None:
    for head in ("QNN\n\n3\n\nEnglish", "QNN\n\nEnglish", "QNN"):
        text = f"Quay\n\n3 words\n\n5 March 2024\n\nPost\n\n{head}\n\nIt was so.\n\nDocument {ID}"
        assert read_factiva(text.splitlines())[0]["text"] == "It was so."


def test_a_document_that_is_not_read_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match="1 of its 2 documents"):
        read_factiva([*_coded("y"), "Another", f"Document {ID}"])
