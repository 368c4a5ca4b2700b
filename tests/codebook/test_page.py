"""The codebook as a page for coders."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from tenor.codebook import Codebook
from tenor.codebook.page import page

BOOK = Codebook.parse(
    """version = "2"
title = "News & views"
[[themes]]
name = "taxes"
parent = "economy"
definition = "What the state takes."
[[themes]]
name = "economy"
include = ["wages"]
exclude = ["sport*"]
examples = ["Wages rise"]
iptc = ["medtop:04000000"]
rules = ["wages OR `pay`"]
[[targets]]
name = "toll"
aliases = ["toll"]
[targets.rules]
against = ["unfair"]
"""
)
HOSTILE = Codebook.parse(
    'version = "1"\ntitle = "<script>alert(1)</script>"\n[[themes]]\n'
    'name = "[x](javascript:alert)"\ndefinition = "\\u001b[31m<img src=x onerror=y>\\n# top"\n'
)


def test_the_markdown_page_holds_all_that_coders_need() -> None:
    """A theme stands below its parent."""
    text = page(BOOK, "markdown")
    assert text.startswith("# News & views\n\nVersion 2, fingerprint ")
    assert text.index("### economy") < text.index("#### taxes")
    for line in (
        "An article has no theme, one or several.",
        "**Include**\n\n- wages",
        "**Exclude**\n\n- sport\\*",
        "**Examples**\n\n- Wages rise",
        "**IPTC Media Topics**\n\n- medtop:04000000",
        "- `` wages OR `pay` ``",
        "### toll",
        "**Positions**\n\n- favor\n- against\n- neutral",
        "**Rules that vote for against**\n\n- `unfair`",
    ):
        assert line in text


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.found.add(tag)


@pytest.mark.parametrize("book", [BOOK, HOSTILE])
def test_the_html_page_stands_alone_and_runs_nothing(book: Codebook) -> None:
    """Whatever a codebook holds is text there."""
    text = page(book, "html")
    tags = Tags()
    tags.feed(text)
    assert not tags.found & {"script", "img", "link", "iframe", "a"}
    assert "default-src 'none'" in text
    assert "color-scheme: light dark" in text
    assert not re.search(r"https?:", text)


def test_hostile_text_is_no_markdown_and_drives_no_terminal() -> None:
    """Links, tags, headings and escape sequences are shown as they stand."""
    text = page(HOSTILE, "markdown")
    assert "\x1b" not in text
    assert "\\[x\\](javascript:alert)" in text
    assert "\\<script\\>" in text
    assert "\n# top" not in text
