"""HTML pages."""

from __future__ import annotations

import contextlib
import time
from datetime import date

import pytest

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.html import parse_html

PARAGRAPHS = [
    "Ships came to the harbor at dawn on Monday, and the crowd on the pier waved until noon.",
    "The mayor, who had promised the opening for March, said that the cranes had come late.",
    "Traders expect the first grain within a week; the old quay will be a park, the city says.",
]


def parse_page(data: bytes) -> RawArticle:
    (article,) = parse_html(data)
    return article


def page(head: str = "", lang: str = "en-GB", body: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>Harbor opens</title>{head}</head><body>'
        f"<nav><a href='/'>Home</a></nav><article><h1>Harbor opens</h1>{text}</article>"
        f"{body}<footer>About us</footer></body></html>"
    )


def test_the_text_and_the_metadata_of_the_markup_are_read() -> None:
    """Section, tags and keywords are the themes of the publisher, without repetition."""
    fields = parse_page(
        page(
            '<meta name="author" content="Ana Ruiz"><meta property="og:site_name" content="Paper">'
            '<link rel="canonical" href="https://paper.example/harbor">'
            '<meta property="article:published_time" content="2018-01-08T10:00:00Z">'
            '<meta property="article:section" content="City">'
            '<meta property="article:tag" content="Ships">'
            '<meta name="keywords" content="ships, harbor">',
            body="<div id='comments'><p>First comment of a reader, who is not amused.</p></div>",
        ).encode()
    )
    assert fields["title"] == "Harbor opens"
    assert fields["text"] == "\n".join(PARAGRAPHS)
    assert fields["byline"] == "Ana Ruiz"
    assert fields["outlet"] == "Paper"
    assert fields["published"] == date(2018, 1, 8)
    assert fields["url"] == "https://paper.example/harbor"
    assert sorted(theme.lower() for theme in fields["publisher_themes"]) == [
        "city",
        "harbor",
        "ships",
    ]
    assert fields["language"] == "en"


def test_metadata_that_the_markup_lacks_is_empty() -> None:
    """No date is guessed from the text."""
    fields = parse_page(page(lang="").encode())
    assert (fields["published"], fields["byline"], fields["language"]) == (None, "", "")
    assert fields["publisher_themes"] == ()


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "iso8859-2"])
def test_the_declared_encoding_is_used_if_the_bytes_are_not_utf_8(codec: str) -> None:
    data = page(f'<meta charset="{codec}">').replace("mayor", "maör").encode(codec)
    assert "The maör, who" in parse_page(data)["text"]


def test_an_encoding_is_guessed_if_the_declared_one_does_not_exist() -> None:
    data = page('<meta charset="utf-99">').replace("mayor", "maör").encode("cp1252")
    assert "The maör, who" in parse_page(data)["text"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body></body></html>",
        b"<",
        b"<html><body><script>alert(1)</script></body></html>",
    ],
)
def test_a_page_without_an_article_raises_with_the_reason(data: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        parse_page(data)
    assert caught.value.reason is Reason.NO_TEXT


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000,
        "</div>" * 50_000,
        "<b><i>" * 20_000,
        "<table><tr>" * 5000,
        "<!--" * 50_000,
        "&#0;&#xffffffff;" * 5000,
        f"<p {'x' * 500_000}='{'y' * 500_000}'>",
    ],
)
def test_a_hostile_page_gives_an_article_or_raises(body: str) -> None:
    with contextlib.suppress(UnreadableInput):
        assert parse_page(page(body=body).encode())["text"]


def test_forms_and_their_fields_are_elements_like_others() -> None:
    """No class is chosen for them in Python, which takes time, and the article is the same."""
    import trafilatura
    from lxml.html import HtmlElement

    form = '<form action="/s"><label>Find</label><input name="q"><select><option>a</select></form>'
    page = f"<html><body>{form}<article><h1>Ferry</h1><p>{'The ferry ran. ' * 20}</p></article>"
    [article] = parse_html(page.encode())
    assert article["text"] == ("The ferry ran. " * 20).strip()
    tree = trafilatura.load_html(page)
    assert {type(element) for element in tree.iter()} == {HtmlElement}


@pytest.mark.parametrize(
    "unit",
    [
        "<h1>A headline of some words</h1>",
        "<p style='display:none'>a",
        "<p>5 March 2024</p>",
        "<ul><li>The ferry is late</li></ul>",
    ],
)
def test_a_repeated_element_takes_time_in_proportion_to_its_number(unit: str) -> None:
    def seconds(n: int) -> float:
        data = page(body=unit * n).encode()
        start = time.process_time()
        assert PARAGRAPHS[0] in parse_page(data)["text"]
        return time.process_time() - start

    seconds(10)
    # The faster of two: other work on the machine slows down one of them.
    few, many = (min(seconds(n), seconds(n)) for n in (2_000, 8_000))
    assert many < 10 * max(few, 0.05)
