"""XML of news: NewsML-G2, NITF, RSS, Atom and that of Factiva, without external entities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tenor.articles.article import RawArticle, Reason, UnreadableInput
from tenor.articles.readers.cells import split_cell
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.exports import number_rows
from tenor.articles.readers.markup import strip_markup, text_of

MAX_OUTLET = 200
"""Characters of the title of a feed that are read; each of its items has it."""

_ITEMS: dict[str, Callable[[Any], RawArticle]] = {}


def parse_xml(data: bytes) -> list[RawArticle]:
    """Return the articles of an XML file of news.

    Raises
    ------
    UnreadableInput
        If it is not well-formed, or has no item of a known form.
    """
    from lxml import etree

    if b"<!ENTITY" in data:
        raise UnreadableInput(Reason.UNREADABLE, "it declares entities, which are not read")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput(Reason.UNREADABLE, f"it is not XML: {error}") from None
    items = [
        (read, element)
        for element in root.iter()
        if (read := _ITEMS.get(_name(element))) and not _is_nested(element)
    ]
    channels: dict[Any, str] = {}
    articles = []
    for read, element in items:
        article = read(element)
        if read in (_rss_item, _atom_entry):
            parent = element.getparent()
            if parent not in channels:
                channels[parent] = _channel(element)
            article["outlet"] = channels[parent]
        articles.append(article)
    if not items:
        raise UnreadableInput(
            Reason.UNREADABLE,
            f"its root element '{_name(root)}' is of no known form (NewsML-G2, NITF, RSS, Atom)",
        )
    if not any(article.get("text", "").strip() for article in articles):
        raise UnreadableInput(Reason.NO_TEXT, f"none of its {len(items)} items has a text")
    return articles if len(items) == 1 else number_rows(articles)


def _rss_item(element: Any) -> RawArticle:
    return {
        "title": _text(element, "title"),
        "text": strip_markup(_text(element, "encoded") or _text(element, "description")),
        "published": parse_date(_text(element, "pubDate") or _text(element, "date")),
        "byline": _text(element, "creator") or _text(element, "author"),
        "url": _text(element, "link"),
        "publisher_themes": tuple(_texts(element, "category")),
    }


def _atom_entry(element: Any) -> RawArticle:
    content = _child(element, "content")
    if content is None:
        content = _child(element, "summary")
    is_markup = content is not None and len(content)
    text = (
        text_of(content)
        if is_markup
        else strip_markup("" if content is None else content.text or "")
    )
    author = _child(element, "author")
    links = [e for e in element if _name(e) == "link" and e.get("rel") in (None, "alternate")]
    return {
        "title": strip_markup(_text(element, "title")),
        "text": text,
        "published": parse_date(_text(element, "published")),
        "byline": "" if author is None else _text(author, "name"),
        "url": next((e.get("href") or "" for e in links), ""),
        "publisher_themes": tuple(
            e.get("label") or e.get("term") or "" for e in element if _name(e) == "category"
        ),
    }


def _nitf(element: Any) -> RawArticle:
    content = next(_below(element, "body.content"), None)
    document = next(_below(element, "date.issue"), None)
    published = "" if document is None else document.get("norm") or ""
    return {
        "title": _first(element, "hl1") or _first(element, "title"),
        "text": "" if content is None else text_of(content),
        "published": parse_date(published[:8]) or parse_date(published),
        "byline": _first(element, "person") or _first(element, "byline"),
        "outlet": _first(element, "doc.copyright") or _first(element, "distributor"),
        "publisher_themes": tuple(
            e.get("key") or "" for e in _below(element, "keyword") if e.get("key")
        ),
    }


def _news_item(element: Any) -> RawArticle:
    contents = [*_below(element, "inlineXML"), *_below(element, "inlineData")]
    texts = [text_of(content) for content in contents]
    meta = next(_below(element, "contentMeta"), element)
    headline = next(_below(element, "headline"), None)
    created = _first(meta, "contentCreated") or _first(element, "firstCreated")
    subjects = _below(meta, "subject")
    return {
        "title": "" if headline is None else " ".join(text_of(headline).split()),
        "text": "\n\n".join(filter(None, map(str.strip, texts))),
        "published": parse_date(created),
        "byline": _first(meta, "by"),
        "outlet": _provider(element),
        "language": next((e.get("tag") or "" for e in _below(meta, "language")), ""),
        "publisher_themes": tuple(
            name for e in subjects if (name := _first(e, "name") or e.get("qcode") or "")
        ),
        "article_id": element.get("guid") or "",
    }


def _factiva_article(element: Any) -> RawArticle:
    parts = [part for name in ("leadParagraph", "tailParagraphs") for part in _below(element, name)]
    inner = (list(_below(part, "paragraph")) or [part] for part in parts)
    paragraphs = ["".join(paragraph.itertext()) for found in inner for paragraph in found]
    return {
        "title": _first(element, "headline"),
        "text": "\n\n".join(paragraphs),
        "published": parse_date(_first(element, "publicationDate")),
        "byline": _first(element, "byline"),
        "outlet": _first(element, "sourceName"),
        "language": _first(element, "baseLanguage").lower(),
        "article_id": _first(element, "accessionNo"),
    }


_ITEMS.update(
    ppsarticle=_factiva_article,
    item=_rss_item,
    entry=_atom_entry,
    nitf=_nitf,
    newsItem=_news_item,
)


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _is_nested(element: Any) -> bool:
    """Whether an item is within another of its kind, which has its text."""
    return next(element.iterancestors(element.tag), None) is not None


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _name(child) == name), None)


def _text(element: Any, name: str) -> str:
    child = _child(element, name)
    return "" if child is None else " ".join(child.itertext()).strip()


def _texts(element: Any, name: str) -> Iterator[str]:
    for child in element:
        if _name(child) == name and child.text:
            yield from split_cell(child.text)


def _below(element: Any, name: str) -> Iterator[Any]:
    return (found for found in element.iter() if _name(found) == name)


def _first(element: Any, name: str) -> str:
    found = next(_below(element, name), None)
    return "" if found is None else " ".join(" ".join(found.itertext()).split())


def _channel(element: Any) -> str:
    """Return the title of the feed of an item."""
    parent = element.getparent()
    channel = (
        None
        if parent is None
        else (_child(parent, "channel") if _name(parent) == "RDF" else parent)
    )
    return "" if channel is None else _text(channel, "title")[:MAX_OUTLET]


def _provider(element: Any) -> str:
    for name in ("provider", "infoSource"):
        found = next(_below(element, name), None)
        if found is not None:
            return _first(found, "name") or found.get("literal") or found.get("qcode") or ""
    return ""
