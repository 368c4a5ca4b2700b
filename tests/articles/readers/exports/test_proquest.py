"""Exports of ProQuest."""

from __future__ import annotations

from datetime import date

from tenor.articles.readers.exports.proquest import read_proquest

RULE = "_" * 60
DOCUMENT = """
Quay to be widened

Author: Ruiz, Ana

Publication info: The Lantern ; Ostmere [Ostmere]05 Mar 2024: A1.

Full text: The board of the harbor voted.
Note: it was late.

Subject: Harbors; Fishing;

Title: Quay to be widened

Publication title: The Lantern

Publication date: {day}

ProQuest document ID: 29
"""


def test_documents_between_rules_are_read_by_their_keys() -> None:
    text = f"{RULE}{DOCUMENT.format(day='Mar 5, 2024')}{RULE}{DOCUMENT.format(day='spring')}{RULE}"
    first, second = read_proquest([*text.splitlines(), "Contact us at: x"])
    assert first == {
        "title": "Quay to be widened",
        "outlet": "The Lantern",
        "byline": "Ruiz, Ana",
        "text": "The board of the harbor voted.\nNote: it was late.\n",
        "url": "",
        "language": "",
        "published": date(2024, 3, 5),
    }
    assert second["unparsed"] == {"published": "spring"}


def test_the_date_is_taken_from_the_publication_info_if_it_stands_nowhere_else() -> None:
    lines = [line for line in DOCUMENT.splitlines() if not line.startswith("Publication date")]
    (article,) = read_proquest(lines)
    assert article["published"] == date(2024, 3, 5)


def test_keys_in_a_text_and_titles_without_key_are_kept() -> None:
    text = f"Location: the hall\n\n{'The board voted again. ' * 5}\n"
    lines = [line for line in DOCUMENT.splitlines() if not line.startswith("Title:")]
    document = "\n".join(lines).replace("Subject:", f"{text}\nSubject:")
    (article,) = read_proquest(document.splitlines())
    assert article["title"] == "Quay to be widened"
    assert "Location: the hall" in article["text"]
    assert "Subject" not in article["text"]


def test_documents_in_other_languages_and_without_a_text_are_read() -> None:
    spanish = DOCUMENT.replace("Full text", "Texto completo").replace("Title", "Título")
    (article,) = read_proquest(spanish.splitlines())
    assert article["text"].startswith("The board")
    (article,) = read_proquest(DOCUMENT.replace("Full text", "Abstract").splitlines())
    assert article["text"] == ""


def test_other_texts_are_no_exports() -> None:
    assert read_proquest(["Title: A", "Full text: B"]) == []
