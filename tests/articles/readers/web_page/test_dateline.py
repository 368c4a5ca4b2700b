"""Dates beside the headline of a page."""

from __future__ import annotations

import time
from datetime import date

import lxml.html
import pytest

from tenor.articles.readers.web_page import Metadata, article_lines, find_headline
from tenor.articles.readers.web_page.dateline import (
    MAX_DATED,
    headline_date,
    iso_dates,
    strip_dates,
)

ARTICLE = "<p>" + "The board of the harbor voted. " * 9 + "</p>"


def date_of(page: str) -> date | None:
    tree = lxml.html.fromstring(page)
    headline = find_headline(tree, Metadata(tree))
    return headline_date(headline, [*article_lines(tree, headline)])


def test_parts_around_the_headline_are_read_whatever_their_names() -> None:
    """Layouts name the column of the article after its sidebar, too."""
    page = (
        f"<div class='right-sidebar'><h1>Quay widened today</h1><i>5 March 2024</i>{ARTICLE}</div>"
    )
    assert date_of(page) == date(2024, 3, 5)
    page = f"<h1>Quay widened today</h1><div class=sidebar><i>5 March 2024</i></div>{ARTICLE}"
    assert date_of(page) is None


def test_the_headline_is_the_heading_that_the_title_names() -> None:
    page = (
        "<html><head><title>Quay widened at last | Post</title></head><body><h1>The Quay Post</h1>"
        f"<p>1 May 2020</p>{ARTICLE}<h1>Quay widened at last</h1><p>5 March 2024</p>{ARTICLE}"
    )
    assert date_of(page) == date(2024, 3, 5)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("am 5.3.2024 um 8", "de", "am 2024-3-5 um 8"),
        ("le 05. 03. 2024", "fr", "le 2024-03-05"),
        ("5.3.2024", "en", "5.3.2024"),
        ("5/3/2024", "de", "5/3/2024"),
    ],
)
def test_full_stops_mean_day_first_in_known_languages(
    text: str, language: str, expected: str
) -> None:
    assert iso_dates(text, language) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Joan Rook, May 20, 2019", "Joan Rook"),
        ("Joan Rook | 20 May 2019 | News", "Joan Rook"),
        ("Joan Rook", "Joan Rook"),
        ("20 May 2019", ""),
    ],
)
def test_a_line_is_cut_before_its_date(line: str, expected: str) -> None:
    assert strip_dates(line) == expected


def test_the_only_date_is_looked_for_in_a_bounded_number_of_lines() -> None:
    line = "<li>5 March 2024</li>"
    assert date_of(f"<ul>{line * MAX_DATED}</ul>") == date(2024, 3, 5)
    assert date_of(f"<ul>{line * (MAX_DATED + 1)}</ul>") is None


def test_many_lines_of_years_do_not_take_long() -> None:
    start = time.process_time()
    assert date_of(f"<h1>Quay</h1>{('<p>' + '5 2024 ' * 22 + '</p>') * 10_000}") is None
    assert time.process_time() - start < 20
