"""Pages in place of articles."""

from __future__ import annotations

import time

import pytest

from tenor.articles.readers.web_page import block_page_kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Page not found", "Sorry, try the search.", "a page that was not found"),
        ("Oops", "Seite nicht gefunden", "a page that was not found"),
        ("Just a moment...", "Checking the connection.", "a bot check"),
        ("quay.example", "Please verify you are human.", "a bot check"),
        ("Quay", "Please enable JavaScript to read this.", "a notice about scripts"),
        ("Quay", "Bitte JavaScript aktivieren.", "a notice about scripts"),
        ("Quay", "We and our partners value your privacy.", "a consent wall"),
        ("Quay", "Wir verwenden Cookies, um Ihnen zu helfen.", "a consent wall"),
        ("Access Denied", "You have no permission.", "a refusal of access"),
        ("Quay", "Please sign in to continue.", "a request to log in"),
        ("Quay widened", "The board voted on Thursday.", ""),
        ("Robots at work", "Are you human? " + "The board voted again. " * 9, ""),
        ("Page not found", "x" * 2000, ""),
    ],
)
def test_what_stands_in_place_of_an_article(title: str, text: str, kind: str) -> None:
    assert block_page_kind(title, text) == kind


def test_the_time_is_linear() -> None:
    start = time.perf_counter()
    block_page_kind("we " * 500, "we and our " * 130)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "Swimming is forbidden at the quay, the board said.",
        "The ferry is temporarily unavailable after a security check on route 404.",
        "Police saw unusual activity; attention required the mayor to act.",
    ],
)
def test_short_articles_with_common_words_are_articles(text: str) -> None:
    assert (
        block_page_kind("Harbor: swimming forbidden", f"{text} {'It was late. ' * 5}{'x' * 99}")
        == ""
    )
    assert block_page_kind("403 Forbidden", text)
    assert block_page_kind("Error 404", text)
