"""Exports of Nexis."""

from __future__ import annotations

from datetime import date

import pytest

from tenor.articles.article import UnreadableInput
from tenor.articles.readers.exports.nexis import read_nexis, read_nexis_uni

ACADEMIC = """
Download Request: Selected Items: 1-2
Time Of Request: Friday, March 08, 2024  16:51:31

                     1 of 2 DOCUMENTS

                     The Lantern

               March 5, 2024 Tuesday
                  Late Edition

Ferries to run on Sundays

BYLINE: By Ana Ruiz

SECTION: NEWS; Pg. 1

LENGTH: 55 words

The ferry company will run two more boats,
its director said.

NOTE: the council agreed.

LOAD-DATE: March 8, 2024

GRAPHIC: A boat

               Copyright 2024 The Lantern

                     2 of 2 DOCUMENTS

                     Valley Press

               6 mars 2024 mercredi

Le quai rouvre

LONGUEUR: 20 mots

Le quai rouvre lundi.

SUJET: PORTS (90%)

               Copyright 2024 Valley Press
"""

UNI = """
User Name: A Reader
Date and Time: Friday, March 8, 2024
Documents (2)
1. Ferries to run on Sundays

Ferries to run on Sundays
The Lantern
March 5, 2024 Tuesday

Copyright 2024 The Lantern All Rights Reserved
Section: NEWS; Pg. 1
Length: 55 words
Byline: By Ana Ruiz
Body

The ferry company will run two more boats.
It began on 1 March 2024.

Load-Date: March 8, 2024

End of Document

Quay reopens
Valley Press
6 March 2024
Body
The quay reopens.
Classification
Language: ENGLISH
End of Document
"""


def test_documents_of_lexisnexis_are_read_with_their_own_fields() -> None:
    assert read_nexis(ACADEMIC.splitlines()) == [
        {
            "title": "Ferries to run on Sundays",
            "outlet": "The Lantern",
            "byline": "Ana Ruiz",
            "published": date(2024, 3, 5),
            "text": (
                "The ferry company will run two more boats, its director said.\n\n"
                "NOTE: the council agreed."
            ),
        },
        {
            "title": "Le quai rouvre",
            "outlet": "Valley Press",
            "byline": "",
            "published": date(2024, 3, 6),
            "text": "Le quai rouvre lundi.",
        },
    ]


def test_documents_of_nexis_uni_are_read_without_the_cover_page() -> None:
    assert read_nexis_uni(UNI.splitlines()) == [
        {
            "title": "Ferries to run on Sundays",
            "outlet": "The Lantern",
            "byline": "Ana Ruiz",
            "published": date(2024, 3, 5),
            "text": "\nThe ferry company will run two more boats.\nIt began on 1 March 2024.\n",
        },
        {
            "title": "Quay reopens",
            "outlet": "Valley Press",
            "published": date(2024, 3, 6),
            "text": "The quay reopens.",
        },
    ]


def _documents(*counters: str, text: str = "x") -> list[str]:
    body = (
        f"\n\nQuay\n\nMarch 5, 2024\n\nBoats\n\nLENGTH: 1\n\n{text}\n\nLOAD-DATE: May 1, 2024\n\n"
    )
    return "".join(f"{counter}{body}" for counter in counters).splitlines()


@pytest.mark.parametrize(
    "counters",
    [
        ("Dokument 7 von 9", "Dokument 8 von 90"),
        ("3 of 262 DOCUMENTS", "9 of 262 DOCUMENTS"),
        ("1 of 1 DOCUMENTS", "1 of 2 DOCUMENTS", "2 of 2 DOCUMENTS"),
    ],
)
def test_documents_are_found_in_any_language_selection_and_where_exports_are_joined(
    counters: tuple[str, ...],
) -> None:
    assert [a["text"] for a in read_nexis(_documents(*counters))] == ["x"] * len(counters)


def test_a_text_with_keys_is_not_cut() -> None:
    text = "MAYOR: I was first.\n\nUPDATE: it was lost.\n\nNOTES: see below.\n\nThat was all."
    (article,) = read_nexis(_documents("1 of 1 DOCUMENTS", text=text))
    assert article["text"] == text
    (article,) = read_nexis(
        [line for line in _documents("1 of 1 DOCUMENT", text=text) if "LENGTH" not in line]
    )
    assert text in f"{article['title']}\n\n{article['text']}"
    text = "Language is no barrier.\nNotes from the board.\nUpdate: they voted."
    (article,) = read_nexis_uni(f"A\nB\n5 March 2024\nBody\n{text}\nEnd of Document".splitlines())
    assert article["text"] == text


def test_a_document_of_nexis_uni_with_a_month_has_no_date() -> None:
    text = "A\nB\nMarch 2024\nCopyright 2024 B\nBody\nx\nEnd of Document"
    (article,) = read_nexis_uni(text.splitlines())
    assert (article["title"], article["unparsed"]) == ("A", {"published": "March 2024"})


def test_a_document_or_a_text_that_is_not_read_is_an_error() -> None:
    document = "A\nB\n5 March 2024\nBody\nx\nEnd of Document\n"
    for rest in ("C\nBody\nEnd of Document", "A paragraph. " * 10):
        with pytest.raises(UnreadableInput):
            read_nexis_uni(f"{document}{rest}".splitlines())


def test_other_texts_are_no_exports() -> None:
    lines = ["1 of 2 boats", "Document 1 of 3", "Document 2 of 3", "The body", "End of story"]
    assert read_nexis(lines) == read_nexis_uni(lines) == []
