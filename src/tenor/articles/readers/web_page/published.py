"""The date of publication of a web page, from what the page declares.

In order: structured data (JSON-LD, then meta elements, then elements with a property of
schema.org), the address, and elements that are marked as the date of the article. Dates in
captions, comments, lists of other articles and running text are not used, nor those of updates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.web_page.dateline import headline_date, iso_dates
from tenor.articles.readers.web_page.lines import is_footer, is_other_part
from tenor.articles.readers.web_page.metadata import ARTICLE_TYPES, Metadata

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

_MARKED_TAGS = ("time", "abbr", "span", "div", "p", "a", "meta", "li")
_ADDRESS_DATE = re.compile(
    r"(?<![\d])(?P<year>(?:19|20)\d{2})(?P<sep>[/_-])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?![\d])(?P<end>[/_.?&#-]|$)"
    r"|/(?P<year2>(?:19|20)\d{2})(?P<month2>[01]\d)(?P<day2>[0-3]\d)(?=[/_.?&#-]|$)"
)
_RDFA = frozenset(("schema:datePublished", "schema:dateCreated", "dc:date", "dc:created"))
_PAGE_TYPES = re.compile(rf"{ARTICLE_TYPES.pattern}|\w*page|creativework", re.IGNORECASE)
_UTC = re.compile(r"(?:z|\+00:?00|gmt|utc)\s*$", re.IGNORECASE)


def page_date(
    tree: Any, metadata: Metadata, headline: Any, lines: Sequence[tuple[Any, str]]
) -> date | None:
    """Return the date of publication of a page, or None if it declares none, or two.

    A time in UTC may be of the day before or after at the outlet's place. If the address or the
    dateline has that other day, it counts.

    Parameters
    ----------
    tree
        The page, as lxml parses it.
    metadata
        Its metadata.
    headline
        The element of its headline, or None.
    lines
        Its lines, see `article_lines`.
    """
    language = metadata.language
    in_address = address_date(metadata.address)
    in_line = headline_date(headline, lines, language)
    for text in _declared(tree, metadata, headline):
        if day := parse_date(iso_dates(text, language)):
            for local in filter(None, (in_address, in_line)):
                is_next_day = abs(local - day) == timedelta(days=1)
                if is_next_day and (_UTC.search(text) or local == in_line):
                    return local
            return None if in_line and day not in (in_line, in_address) else day
    return in_address or in_line


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


def _declared(tree: Any, metadata: Metadata, headline: Any) -> Iterator[str]:
    """Yield the declared dates of publication, the surest first."""
    items = (item for item in metadata.articles if _is_page(item))
    in_data = (item.get("datePublished") for item in items)
    yield from (text for text in in_data if isinstance(text, str))
    yield from filter(None, map(metadata.meta.get, META_NAMES))
    around = set() if headline is None else {headline, *headline.iterancestors()}
    marked = filter(_is_marked, tree.iter(*_MARKED_TAGS))
    in_article: set[str] = set()
    in_footer: set[str] = set()
    for element in marked:
        outside = takewhile(lambda e: e not in around, element.iterancestors())
        others = [*filter(is_other_part, outside)]
        if all(map(is_footer, others)):
            (in_footer if others else in_article).add(_value(element))
    # Many systems put the date of an article into its footer.
    texts = in_article or in_footer
    if len(texts) == 1:
        yield from texts


def _is_page(item: Mapping[str, Any]) -> bool:
    """Return whether an object is an article or the page itself, not an event or a product."""
    types = item.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(
        name is None or (isinstance(name, str) and _PAGE_TYPES.fullmatch(name)) for name in names
    )


def _is_marked(element: Any) -> bool:
    return (
        "datePublished" in (element.get("itemprop") or "")
        or not _RDFA.isdisjoint((element.get("property") or "").split())
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
