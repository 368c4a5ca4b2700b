"""Exports of Europresse as a page: an element ``article`` with a header for each document."""

from __future__ import annotations

import re
from typing import Any

from tenor.articles.article import RawArticle
from tenor.articles.readers.markup import text_of
from tenor.articles.readers.web_page.dateline import dates_in

_ISSUE = re.compile(r",? (?:no\.?|n°|vol\.?|num\.?) ?\d.*$", re.IGNORECASE)
_AFTER_TEXT = re.compile(r"©|num[ée]ro de document|document number", re.IGNORECASE)
_TITLES = ("rdp__articletitle", "titreArticleVisu", "TitreArticleVisu", "titreArticle")
_TEXTS = ("docOcurrContainer", "DocText")


def read_europresse_page(tree: Any) -> list[RawArticle]:
    """Return the articles of a page that Europresse exported; none if it is not one.

    An older form has one document and no element around it.
    """
    elements = [e for e in tree.iter("article") if _find(e, "DocPublicationName") is not None]
    if elements:
        return [_article(element) for element in elements]
    if _find(tree, "DocPublicationName") is None:
        return []
    article = _article(tree)
    lines = [line.strip() for line in text_of(tree).splitlines()]
    start = lines.index(article["title"]) + 1 if article["title"] in lines else 0
    ends = (i for i, line in enumerate(lines[start:], start) if _AFTER_TEXT.match(line))
    article["text"] = article["text"] or "\n".join(lines[start : next(ends, len(lines))])
    return [article]


def _article(element: Any) -> RawArticle:
    outlet = _find(element, "DocPublicationName")
    name = text_of(outlet).strip().splitlines()[0] if outlet is not None else ""
    header = " ".join(_texts(element, "DocHeader"))
    days = list(dates_in(header)) or list(dates_in(" ".join(_texts(element, "publiC-lblNodoc"))))
    authors = _texts(element, "docAuthors") or _texts(element, "sm-margin-bottomNews")
    body = next((text for name in _TEXTS if (text := _text(element, name))), "")
    return {
        "title": next((title for name in _TITLES if (title := _line(element, name))), ""),
        "outlet": _ISSUE.sub("", name).strip(),
        "byline": "; ".join(authors),
        "published": days[0] if days else None,
        "text": body,
    }


def _find(element: Any, name: str) -> Any:
    """Return the first element below with this class, or None."""
    for found in element.iter():
        if isinstance(found.tag, str) and name in (found.get("class") or "").split():
            return found
    return None


def _text(element: Any, name: str) -> str:
    found = _find(element, name)
    return "" if found is None else text_of(found).strip()


def _line(element: Any, name: str) -> str:
    return " ".join(_text(element, name).split())


def _texts(element: Any, name: str) -> list[str]:
    """Return the texts of all elements below with this class, each on one line."""
    elements = (e for e in element.iter() if isinstance(e.tag, str))
    found = [e for e in elements if name in (e.get("class") or "").split()]
    return [text for e in found if (text := " ".join(text_of(e).split()))]
