"""Exports of Nexis."""

from __future__ import annotations

from datetime import date

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


def test_numbers_are_counted_in_any_language_and_up_to_changing_totals() -> None:
    lines = ["Dokument 7 von 9", "A", "", "x", "Dokument 8 von 90", "B", "", "y", "1 of 9 boats"]
    assert [article["outlet"] for article in read_nexis(lines)] == ["A", "B"]


def test_other_texts_are_no_exports() -> None:
    lines = ["1 of 2 boats", "The body", "End of story"]
    assert read_nexis(lines) == read_nexis_uni(lines) == []
