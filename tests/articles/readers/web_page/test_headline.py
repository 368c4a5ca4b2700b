"""Headlines of web pages."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles.readers.web_page import Metadata, find_headline, page_title
from tenor.articles.readers.web_page.headline import strip_site_name


def title(head: str, body: str) -> str:
    tree = lxml.html.fromstring(f"<html><head>{head}</head><body>{body}</body>")
    metadata = Metadata(tree)
    return page_title(find_headline(tree, metadata), metadata)


SITE = "<meta property=og:site_name content='Quay Post'>"
H1 = "<h1>Ostmere widens its quay</h1>"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("<title>Ostmere widens its quay | Quay Post</title>", H1, "Ostmere widens its quay"),
        (f"<title>Quay Post</title>{SITE}", f"<h1>Quay Post</h1>{H1}", "Ostmere widens its quay"),
        (
            "<title>Quay Post: Ostmere widens its quay</title>",
            "<h1>News of the day</h1><h2>Ostmere widens its quay</h2>",
            "Ostmere widens its quay",
        ),
        (f"{SITE}<title>Quay Post – Ferries run late</title>", "<p>x</p>", "Ferries run late"),
        (f"{SITE}<title>Ferries – a view | Quay Post</title>", "<p>x</p>", "Ferries – a view"),
        ("", "<p>x</p>", ""),
    ],
)
def test_the_headline_is_the_heading_or_the_title_without_the_outlet(
    head: str, body: str, expected: str
) -> None:
    assert title(head, body) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Quay widened | QNN Politics", ["QNN"], "Quay widened"),
        ("QNN - Quay widened - QNN", ["QNN"], "Quay widened"),
        ("Quay widened - and paid for", ["QNN"], "Quay widened - and paid for"),
        ("Quay widened", [], "Quay widened"),
        ("QNN", ["QNN"], "QNN"),
    ],
)
def test_the_name_of_the_outlet_is_taken_off_both_ends(
    text: str, names: list[str], expected: str
) -> None:
    assert strip_site_name(text, names) == expected
