"""HTML pages: the article of a page and its metadata; the network is not used."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.decoding import BROKEN_DETAIL, decode_marked, replace_undecoded
from tenor.articles.readers.exports import read_page_export
from tenor.articles.readers.web_page import (
    Metadata,
    article_lines,
    block_page_kind,
    bound_elements,
    check_attributes,
    find_headline,
    page_byline,
    page_date,
    page_title,
    replace_link_paths,
    replace_paragraph_classification,
)
from tenor.articles.text import split_words

# Encodings that pages declare; Python has other codecs that are slow or not text encodings.
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}\bcharset\s{0,9}=\s{0,9}[\"']?\s{0,9}"
    rb"((?:windows-|cp125|iso-?8859|latin|koi8|gb|big5|euc-|shift)[\w-]{0,12})",
    re.IGNORECASE,
)
_HEAD_BYTES = 4096
_HAS_REPLACEMENT = re.compile(b"\xef\xbf\xbd|&#(?:65533|[xX][fF]{3}[dD]);")
"""U+FFFD in the bytes of a page, which then is no sign of a byte that was not decoded."""


def parse_html(data: bytes) -> list[RawArticle]:
    """Return the raw article of a web page, or the articles of a page that holds several.

    Raises
    ------
    UnreadableInput
        If the page has no article, or is beyond the bounds of pages.
    """
    import logging

    import trafilatura

    # Their errors become rejections and are not logged.
    for library in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    page = _decode_page(data)
    if "html" not in page[:50].lower():
        page = f"<!doctype html>\n{page}"  # trafilatura rejects a page without it
    check_attributes(page)
    _use_one_element_class()
    replace_paragraph_classification()
    replace_link_paths()
    tree = trafilatura.load_html(page)
    if tree is None:
        raise UnreadableInput(Reason.NO_TEXT, "it is not an HTML page")
    if articles := read_page_export(tree, page):
        return articles
    return [_parse_page(tree, page, data)]


@cache
def _use_one_element_class() -> None:
    """Configure the parser of trafilatura to make all elements instances of one class.

    By default lxml calls a Python function for each element that it returns, to choose a class for
    forms and their fields, which nothing here uses. It takes a sixteenth of the time of a page.
    """
    from lxml import etree, html
    from trafilatura.utils import HTML_PARSER

    HTML_PARSER.set_element_class_lookup(
        etree.ElementDefaultClassLookup(element=html.HtmlElement, comment=html.HtmlComment)
    )


def _parse_page(tree: Any, page: str, data: bytes) -> RawArticle:
    import trafilatura
    from trafilatura.settings import Document

    bound_elements(tree)
    # Before the extraction, which changes the tree.
    metadata = Metadata(tree)
    headline = find_headline(tree, metadata)
    lines = [*article_lines(tree, headline)]
    title = page_title(headline, metadata)
    published = page_date(tree, metadata, headline, lines)
    document = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        with_metadata=True,
        # The date is found by `page_date`; this one is not used.
        date_extraction_params={"extensive_search": False},
    )
    if not isinstance(document, Document) or not re.search(r"\w", document.text or ""):
        raise UnreadableInput(Reason.NO_TEXT, "the page has no article text")
    text = _without_headline(document.text or "", title)
    if kind := block_page_kind(title or metadata.title, text or document.text or ""):
        raise UnreadableInput(Reason.NO_ARTICLE, f"the page is {kind}, not an article")
    if "\ufffd" in text and "\ufffd" in page and not _HAS_REPLACEMENT.search(data):
        raise UnreadableInput(Reason.BROKEN_ENCODING, BROKEN_DETAIL)
    return {
        "title": title or document.title or "",
        "text": text,
        "byline": page_byline(metadata, lines, document.author or ""),
        "outlet": document.sitename or "",
        "published": published,
        "url": metadata.address or document.url or "",
        "publisher_themes": _themes(document.categories or [], document.tags or []),
        "language": metadata.language,
    }


def _without_headline(text: str, title: str) -> str:
    """Return the text of an article without a first line that repeats the headline."""
    first, _, rest = text.partition("\n")
    is_headline = split_words(first.casefold()) == split_words(title.casefold())
    return rest if is_headline and rest.strip() else text


def _decode_page(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if declared := _CHARSET.search(data[:_HEAD_BYTES]):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, ValueError):
            pass
    return replace_undecoded(decode_marked(data))


def _themes(*groups: list[str]) -> tuple[str, ...]:
    themes: dict[str, str] = {}
    for group in groups:
        for entry in group:
            for theme in re.split(r"[,;]", entry):
                if theme.strip():
                    themes.setdefault(theme.strip().casefold(), theme.strip())
    return tuple(themes.values())
