"""The codebook as a page for coders."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import get_args

import pytest

from tenor.codebook import Codebook
from tenor.codebook.page import PageFormat, render_codebook

CODEBOOK = Codebook.parse(
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


PAGE_FORMATS: tuple[PageFormat, ...] = get_args(PageFormat)


def test_the_markdown_page_has_every_field_of_the_codebook() -> None:
    """A theme follows its parent, one heading level deeper."""
    page = render_codebook(CODEBOOK, "markdown")
    assert page.startswith("# News & views\n\nVersion 2, fingerprint ")
    assert page.index("### economy") < page.index("#### taxes")
    for text in (
        "An article has no theme, one or several.",
        "What the state takes.\n\nPart of: economy",
        "**Include**\n\n- wages",
        "**Exclude**\n\n- sport\\*",
        "**Examples**\n\n- Wages rise",
        "**IPTC Media Topics**\n\n- medtop:04000000",
        "- `` wages OR `pay` ``",
        "### toll",
        "**Positions**\n\n- favor\n- against\n- neutral",
        "**Rules that vote for against**\n\n- `unfair`",
    ):
        assert text in page


class PageParser(HTMLParser):
    """Collects the tags of a page, and the text of its headings."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.headings: list[tuple[str, str]] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        self._tag = tag

    def handle_data(self, data: str) -> None:
        if re.fullmatch(r"h[1-6]|title", self._tag) and data.strip():
            self.headings.append((self._tag, data))


def test_the_html_page_has_the_headings_of_the_markdown_page() -> None:
    parser = PageParser()
    parser.feed(render_codebook(CODEBOOK, "html"))
    assert parser.headings == [
        ("title", "News & views: version 2"),
        ("h1", "News & views"),
        ("h2", "Themes"),
        ("h3", "economy"),
        ("h4", "taxes"),
        ("h2", "Stance"),
        ("h3", "toll"),
    ]


@pytest.mark.parametrize("codebook", [CODEBOOK, HOSTILE])
def test_the_html_page_is_one_file_without_scripts(codebook: Codebook) -> None:
    """Markup in the codebook is escaped."""
    page = render_codebook(codebook, "html")
    parser = PageParser()
    parser.feed(page)
    assert not parser.tags & {"script", "img", "link", "iframe", "a"}
    assert "default-src 'none'" in page
    assert "color-scheme: light dark" in page
    assert not re.search(r"https?:", page)


@pytest.mark.parametrize("page_format", PAGE_FORMATS)
def test_control_characters_never_reach_a_terminal(page_format: PageFormat) -> None:
    page = render_codebook(HOSTILE, page_format)
    assert "\x1b" not in page
    assert "\N{REPLACEMENT CHARACTER}[31m" in page.replace("\\", "")


def test_markdown_in_a_codebook_is_escaped() -> None:
    """Links, tags and headings."""
    page = render_codebook(HOSTILE, "markdown")
    assert "\\[x\\](javascript:alert)" in page
    assert "\\<script\\>" in page
    assert "\n# top" not in page


@pytest.mark.parametrize("page_format", PAGE_FORMATS)
def test_a_page_ends_with_one_line_break(page_format: PageFormat) -> None:
    page = render_codebook(CODEBOOK, page_format)
    assert page == page.rstrip() + "\n"
