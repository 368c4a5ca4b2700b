"""Dates that web pages declare."""

from __future__ import annotations

import lxml.html
import pytest

from tenor.articles.readers.web_page import Metadata, article_lines, find_headline, page_date
from tenor.articles.readers.web_page.published import address_date

TEXT = "<h1>Quay widened</h1><p>" + "The board of the harbor voted. " * 9 + "</p>"


def published(head: str, body: str = TEXT, url: str = "", lang: str = "en") -> str:
    head = f"<title>Quay widened</title><link rel=canonical href='{url}'>{head}"
    tree = lxml.html.fromstring(f"<html lang='{lang}'><head>{head}</head><body>{body}</body>")
    metadata = Metadata(tree)
    headline = find_headline(tree, metadata)
    return str(page_date(tree, metadata, headline, [*article_lines(tree, headline)]))


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


META = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    "head",
    [
        META.format("2024-03-05T08:00:00+01:00"),
        META.format("Tue, 05 Mar 2024 08:00:00 GMT"),
        '<meta name="DC.date.issued" content="5 March 2024">',
        '<meta itemprop="datePublished" content="20240305">',
        json_ld('{"@type": "NewsArticle", "datePublished": "2024-03-05"}'),
        json_ld(
            '{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"},'
            ' {"@type": ["BlogPosting"], "datePublished": "2024-03-05"}]}'
        ),
        json_ld('<!-- {"@type": "Article", "datePublished": "2024-03-05", "x": "a\nb"} -->'),
    ],
)
def test_a_declared_date_is_found(head: str) -> None:
    assert published(head) == "2024-03-05"


@pytest.mark.parametrize(
    "head",
    [
        META.format("03/04/2020"),
        '<meta property="article:modified_time" content="2024-03-05">',
        '<meta property="og:updated_time" content="2024-03-05">',
        '<meta http-equiv="last-modified" content="2024-03-05">',
        json_ld('{"@type": "NewsArticle", "dateModified": "2024-03-05"}'),
        json_ld('{"@type": "Article", "comment": [{"datePublished": "2024-03-05"}]}'),
        "<script>var ad = {datePublished: '2024-03-05'}</script>",
        json_ld("[" * 3000),
    ],
)
def test_updates_ads_and_ambiguous_dates_are_none(head: str) -> None:
    assert published(head) == "None"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>{date}</p>" + TEXT, "2024-03-05"),
        (TEXT.replace("<p>", "<div class=meta>By Ana Ruiz | {date}</div><p>"), "2024-03-05"),
        (TEXT.replace("<p>", "<p>{date} – "), "2024-03-05"),
        (TEXT + "<time class='entry-date'>{date}</time>", "2024-03-05"),
        (TEXT.replace("<p>", "<p>Updated {date}</p><p>"), "None"),
        (TEXT.replace("<p>", "<figcaption>The quay on {date}</figcaption><p>"), "None"),
        (TEXT + "<div id=comments><time>{date}</time></div>", "None"),
        (TEXT + "<footer>Template of {date}</footer>", "None"),
        (TEXT + "<p>It began on {date}.</p>", "None"),
        (TEXT.replace("<p>", "<p>{date}</p><p>6 March 2024</p><p>"), "2024-03-05"),
        (TEXT.replace("<p>", "<p>By Ana</p><p>{date}</p><p>6 March 2024</p><p>"), "None"),
        (TEXT + "<p>Posted on {date}</p>", "2024-03-05"),
        (TEXT + "<p>Posted on {date}</p><p>Answered on 6 March 2024</p>", "None"),
        (TEXT + "<h3>Concerts on {date}</h3>", "None"),
        (TEXT + "<ul class=related><li class=date>{date}</li></ul>", "None"),
    ],
)
def test_a_dateline_is_found_beside_the_headline_only(body: str, expected: str) -> None:
    assert published("", body.format(date="5 March 2024")) == expected


@pytest.mark.parametrize(("lang", "expected"), [("de", "2024-03-05"), ("en", "None")])
def test_the_language_of_a_page_decides_the_order_of_day_and_month(
    lang: str, expected: str
) -> None:
    body = TEXT.replace("<p>", "<p>Stadt, 05.03.2024</p><p>")
    assert published("", body, lang=lang) == expected


def test_a_time_in_utc_gives_way_to_the_day_at_the_place_of_the_outlet() -> None:
    head = META.format("2024-03-06T02:25:54Z")
    assert published(head) == "2024-03-06"
    assert published(head, url="https://quay.example/2024/03/05/quay") == "2024-03-05"
    assert published(head, TEXT.replace("<p>", "<p>March 5, 2024</p><p>")) == "2024-03-05"


def test_a_page_that_states_two_days_has_no_date_unless_its_address_decides() -> None:
    body = TEXT.replace("<p>", "<p>March 9, 2024</p><p>")
    head = META.format("2024-03-05")
    assert published(head, body) == "None"
    assert published(head, body, url="https://quay.example/2024/03/05/quay") == "2024-03-05"
    assert published(head, body, url="https://quay.example/2024/03/06/quay") == "None"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<div class=post-footer><abbr class=published title=2024-03-05>5 Mar</abbr></div>", True),
        ("<footer><time itemprop=datePublished datetime=2024-03-05>5 Mar</time></footer>", True),
        ("<div class='comment footer'><time class=published>2024-03-05</time></div>", False),
        ("<aside class=footer><time class=published>2024-03-05</time></aside>", False),
        (
            "<p><span property='dc:date dc:created' content='2024-03-05T18:44:31Z'>a</span>",
            True,
        ),
        ("<p><span property='dc:modified' content='2024-03-05'>a</span>", False),
    ],
)
def test_a_marked_date_may_stand_in_a_footer(after: str, expected: bool) -> None:
    assert (published("", TEXT + after) == "2024-03-05") is expected
    # One in the article comes first.
    before = "<time class=published>2024-03-01</time>"
    assert published("", TEXT + before + after) in ("2024-03-01", "None")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://quay.example/2023/10/31/quay", "2023-10-31"),
        ("https://quay.example/news/2023-10-31-quay.html", "2023-10-31"),
        ("https://quay.example/news/20231031/quay", "2023-10-31"),
        ("https://quay.example/2023/10/3-questions", "None"),
        ("https://quay.example/2023/10/quay", "None"),
        ("https://quay.example/2023/13/31/quay", "None"),
        ("https://quay.example/id/20231399", "None"),
    ],
)
def test_an_address_has_a_date_of_three_whole_parts(url: str, expected: str) -> None:
    assert str(address_date(url)) == expected


def test_dates_of_events_and_of_other_parts_are_not_of_the_article() -> None:
    assert published(json_ld('{"@type": "Event", "datePublished": "2019-01-01"}')) == "None"
    time = '<time pubdate datetime="2019-01-01">x</time>'
    assert published("", f"{TEXT}<aside>{time}</aside>") == "None"
    assert published("", f"{TEXT}<div class=related><p>{time}</p></div>") == "None"
    assert published("", f"{time}{TEXT}") == "2019-01-01"
