"""The date of publication of a web page, from what the page declares.

In order: structured data (JSON-LD, then meta elements, then elements with a property of
schema.org), the address, and elements that are marked as the date of the article. Dates in
captions, comments, lists of other articles, footers and running text are not used, nor those of
updates.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from tenor.articles.readers.date_lines import headline_date, iso_dates
from tenor.articles.readers.dates import parse_date

META_NAMES = (
    *("article:published_time", "og:article:published_time", "article:published"),
    *("datepublished", "date_published", "datecreated", "dc.date.issued", "dcterms.issued"),
    *("dc.date.created", "dcterms.created", "dc.date", "dcterms.date", "citation_publication_date"),
    *("citation_online_date", "citation_date", "prism.publicationdate", "sailthru.date"),
    *("parsely-pub-date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime"),
    *("shareaholic:article_published_time", "vr:published_time", "vr:published-time"),
    *("article_date_original", "originalpublicationdate", "bt:pubdate", "rnews:datepublished"),
    *("og:pubdate", "og:published_time", "og:publish_date", "published_time", "pubdate"),
    *("pub_date", "publishdate", "publish-date", "publish_date", "publication_date"),
    *("publication-date", "published-date", "published_date", "published", "release:date"),
    *("release_date", "displaydate", "news_date", "date"),
)
"""Names and properties of meta elements that hold the date of publication, the surest first."""

ARTICLE_TYPES = re.compile(
    r"(?:\w*(?:article|posting|report|review|liveblog)\w*|report|opinion\w*)", re.IGNORECASE
)
"""Types of schema.org that are articles."""

_PARTS_OF_PAGE = ("mainEntityOfPage", "mainEntity", "@graph")
"""The keys of objects that are searched too, the last one first."""
_MARKED_TAGS = ("time", "abbr", "span", "div", "p", "a", "meta", "li")
_JSON_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>)\s*;?\s*$"
)

MAX_JSON = 400_000
"""Characters of a script of structured data that are read."""

_ADDRESS_DATE = re.compile(
    r"(?<![\d])(?P<year>(?:19|20)\d{2})(?P<sep>[/_-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?![\d])(?P<end>[/_.?&#-]|$)"
    r"|/(?P<year2>(?:19|20)\d{2})(?P<month2>[01]\d)(?P<day2>[0-3]\d)(?=[/_.?&#-]|$)"
)
_UTC = re.compile(r"(?:z|\+00:?00|gmt|utc)\s*$", re.IGNORECASE)


def page_date(tree: Any, url: str = "") -> date | None:
    """Return the date of publication of a page, or None if it declares none.

    A time in UTC may be of the day before or after at the outlet's place. If the address or the
    dateline has that other day, it counts.

    Parameters
    ----------
    tree
        The page, as lxml parses it.
    url
        Its address.
    """
    language = (tree.get("lang") or "").split("-")[0].lower()
    in_address, in_line = address_date(url), headline_date(tree, language)
    texts = ((text, parse_date(iso_dates(text, language))) for text in _declared(tree))
    declared = {day: text for text, day in reversed([*texts]) if day}
    if not declared:
        return in_address or in_line
    *_, (day, text) = declared.items()
    for local in filter(None, (in_address, in_line)):
        if abs(local - day) == timedelta(days=1) and (_UTC.search(text) or local == in_line):
            return local
    return None if in_line and in_line != day else day


def page_address(tree: Any) -> str:
    """Return the address that a page gives as its own; empty if it gives none."""
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return str(link.get("href") or "")
    for meta in tree.iter("meta"):
        if (meta.get("property") or "").lower() == "og:url":
            return str(meta.get("content") or "")
    return ""


def address_date(url: str) -> date | None:
    """Return the date in an address; it needs a whole year, month and day.

    Examples
    --------
    >>> address_date("https://quay.example/2023/10/31/quay")
    datetime.date(2023, 10, 31)
    >>> address_date("https://quay.example/2023/10/3-questions") is None
    True
    """
    for match in _ADDRESS_DATE.finditer(url):
        parts = match.groupdict()
        if parts["sep"] == "/" and parts["end"] not in ("/", "", "?", "#"):
            continue
        year, month, day = (parts[name] or parts[f"{name}2"] for name in ("year", "month", "day"))
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _declared(tree: Any) -> Iterator[str]:
    """Yield the declared dates of publication, the surest first."""
    yield from _of_structured_data(tree)
    by_name: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        by_name.setdefault(name.strip().lower(), meta.get("content") or "")
    yield from filter(None, (by_name.get(name, "") for name in META_NAMES))
    marked = [
        element
        for element in tree.iter("time", "abbr", "span", "div", "p", "a", "meta", "li")
        if _is_marked(element)
    ]
    texts = dict.fromkeys(_value(element) for element in marked)
    if len(texts) == 1:
        yield from texts


def _is_marked(element: Any) -> bool:
    return (
        "datePublished" in (element.get("itemprop") or "")
        or (element.tag == "time" and element.get("pubdate") is not None)
        or (
            element.tag in ("time", "abbr")
            and not {"published", "entry-date", "pubdate"}.isdisjoint(
                (element.get("class") or "").split()
            )
        )
    )


def _value(element: Any) -> str:
    named: str = element.get("content") or element.get("datetime") or ""
    title: str = element.get("title") or "" if element.tag == "abbr" else ""
    return named or title or str(element.text_content())[:100]


def _of_structured_data(tree: Any) -> Iterator[str]:
    articles: list[str] = []
    others: list[str] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        for item in _items(_parse(script.text or "")):
            published = item.get("datePublished")
            if isinstance(published, str):
                types = item.get("@type")
                types = types if isinstance(types, list) else [types]
                is_article = any(isinstance(t, str) and ARTICLE_TYPES.fullmatch(t) for t in types)
                (articles if is_article else others).append(published)
    yield from articles
    yield from others


def _parse(text: str) -> Any:
    if len(text) > MAX_JSON:
        return None
    # Scripts are often wrapped in comments, and hold line breaks in strings.
    text = _JSON_WRAPPING.sub("", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of structured data that are the page or a part of its graph."""
    queue = deque([value])
    while queue:
        item = queue.popleft()
        if isinstance(item, list):
            queue.extendleft(reversed(item))
        elif isinstance(item, dict):
            yield item
            queue.extendleft(item.get(key) for key in _PARTS_OF_PAGE)
