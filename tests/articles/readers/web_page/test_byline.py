"""Bylines of web pages."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles.readers.web_page import Metadata, article_lines, find_headline, page_byline
from tenor.articles.readers.web_page.dateline import MAX_DATED


def byline(page: str, found: str) -> str:
    tree = lxml.html.fromstring(f"<html>{page}</html>")
    metadata = Metadata(tree)
    headline = find_headline(tree, metadata)
    return page_byline(metadata, [*article_lines(tree, headline)], found)


ARTICLE = "<h1>Quay widened at last</h1>{}<p>The board of the harbor voted on it.</p>"


@pytest.mark.parametrize(
    ("page", "found", "expected"),
    [
        (ARTICLE.format("<div>By Joan Rook May 20, 2019</div>"), "Joan Rook May", "Joan Rook"),
        (ARTICLE.format("<p>Joan Rook</p>"), "Joan Rook; Name", "Joan Rook"),
        (ARTICLE.format("") + "<form><label>Your name</label></form>", "Name", ""),
        (
            ARTICLE.format("") + "<footer>Theme Harbor by xwolf</footer>",
            "Theme Harbor by xwolf",
            "",
        ),
        (ARTICLE.format("") + "<div class=comments>Tom Orme</div>", "Tom Orme", ""),
        (
            "<meta name=author content='Joan Rook and Tom Orme'>",
            "Joan Rook; Tom Orme",
            "Joan Rook; Tom Orme",
        ),
        ("<p>x</p>", "", ""),
    ],
)
def test_names_are_kept_that_stand_in_the_byline_or_the_metadata(
    page: str, found: str, expected: str
) -> None:
    assert byline(page, found) == expected


def test_structured_data_name_authors() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "Article",'
        ' "author": [{"name": "Joan Rook"}, "Tom Orme"]}</script>'
    )
    assert byline(f"<head>{script}</head><body>x</body>", "Joan Rook; Tom Orme; Ann") == (
        "Joan Rook; Tom Orme"
    )


def test_a_name_is_looked_for_in_a_bounded_number_of_lines_with_dates() -> None:
    line = "<p>In 2024</p>"
    last = ARTICLE.format("{}<p>Joan Rook, 20 May 2019</p>")
    assert byline(last.format(line * (MAX_DATED - 1)), "Joan Rook") == "Joan Rook"
    assert byline(last.format(line * MAX_DATED), "Joan Rook") == ""
