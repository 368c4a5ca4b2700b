"""Exports of any form."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles.article import UnreadableInput
from tenor.articles.readers.exports import read_page_export, read_text_export


def test_articles_of_an_export_are_numbered() -> None:
    lines = (
        "1 of 2 DOCUMENTS\nA\n\nLENGTH: 1\n\nx\n2 of 2 DOCUMENTS\nB\n\nLENGTH: 1\n\ny".splitlines()
    )
    assert [article["row"] for article in read_text_export(lines)] == [1, 2]
    page = "".join(f"<p>{line}</p>" for line in lines)
    tree = lxml.html.fromstring(f"<div>{page}</div>")
    assert [article["row"] for article in read_page_export(tree, page)] == [1, 2]


def test_numbered_pictures_of_a_page_are_no_documents() -> None:
    page = "<p>Picture 1 of 2</p><p>x</p><p>Picture 2 of 2</p>"
    assert read_page_export(lxml.html.fromstring(page), page) == []


def test_several_documents_of_no_known_form_are_counted() -> None:
    lines = "Record 1 of 2\nx\nRecord 2 of 2\ny".splitlines()
    with pytest.raises(UnreadableInput, match="it seems to hold 2 documents in a form that is not"):
        read_text_export(lines)


def test_a_text_is_no_export() -> None:
    assert read_text_export(["A headline", "", "A text."]) == []


def test_exports_of_two_forms_in_a_file_are_an_error() -> None:
    lines = "1 of 1 DOCUMENTS\nA\n\nLENGTH: 1\n\nx\n\nDocument QNN0000020240305ek3500012"
    with pytest.raises(UnreadableInput, match="different forms"):
        read_text_export(lines.splitlines())
