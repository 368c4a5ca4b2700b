"""The headline of a web page, without the name of its outlet."""

from __future__ import annotations

import re
from typing import Any

from tenor.articles.readers.web_page.metadata import Metadata
from tenor.articles.text import split_words

MAX_HEADLINE = 320
"""Characters of a heading that are compared with the title of its page."""
MIN_SHARED = 0.5
"""The share of a heading's words in the title of its page from which it is the headline."""

_TITLE_PROPERTIES = ("og:title", "twitter:title", "dc.title", "title", "headline")
_NAME_PROPERTIES = ("og:site_name", "application-name", "publisher", "dc.publisher")
_SEPARATOR = re.compile(r"\s+(?:[|–—•·»«>/]|-{1,2}|::?|&raquo;)\s+|\s*[|»•]\s*|\s::\s")
_SPACE = re.compile(r"\s+")


def find_headline(tree: Any, metadata: Metadata) -> Any:
    """Return the heading that shares the most words with the title of its page, or None.

    Without such a heading it is the first of the highest level.

    Parameters
    ----------
    tree
        The page, as lxml parses it.
    metadata
        Its metadata.
    """
    title = _words(" ".join(_titles(metadata)))
    names = [_words(name) for name in _site_names(metadata)]
    first = best = None
    most_shared = 0.0
    for element in tree.iter("h1", "h2"):
        words = _words(_text(element)[:MAX_HEADLINE])
        if not words or words in names:
            continue
        # Of two that share as much, the longer one says more.
        shared = len(words & title) / len(words) * min(1.0, len(words) / 3)
        if element.tag == "h1":
            shared *= 1.2
            first = element if first is None else first
        if shared > most_shared:
            best, most_shared = element, shared
    return best if most_shared >= MIN_SHARED else first


def page_title(headline: Any, metadata: Metadata) -> str:
    """Return the headline of a page: its heading, or its title without the name of the outlet.

    Parameters
    ----------
    headline
        The element of the headline, or None.
    metadata
        The metadata of the page.
    """
    if headline is not None and (text := _text(headline)):
        return text
    return next((strip_site_name(title, _site_names(metadata)) for title in _titles(metadata)), "")


def strip_site_name(title: str, names: list[str]) -> str:
    """Return a title without the parts at its ends that are the name of the outlet.

    Examples
    --------
    >>> strip_site_name("Quay widened | QNN Politics", ["QNN"])
    'Quay widened'
    """
    cuts = [*_SEPARATOR.finditer(title)]
    known = [words for name in names if (words := _words(name))]
    while cuts and _is_name(title[cuts[-1].end() :], known):
        title = title[: cuts.pop().start()]
    while cuts and _is_name(title[: cuts[0].start()], known):
        title = title[cuts[0].end() :]
        cuts = [*_SEPARATOR.finditer(title)]
    return title


def _is_name(text: str, names: list[frozenset[str]]) -> bool:
    words = _words(text)
    return any(words <= name or (name <= words and len(words) <= len(name) + 2) for name in names)


def _titles(metadata: Metadata) -> list[str]:
    """Return the titles that a page declares, without duplicates."""
    declared = [*map(metadata.meta.get, _TITLE_PROPERTIES), metadata.title]
    return list(dict.fromkeys(filter(None, declared)))


def _site_names(metadata: Metadata) -> list[str]:
    """Return the names of the outlet: those that the page declares, and its host."""
    declared = map(metadata.meta.get, _NAME_PROPERTIES)
    labels = metadata.host.split(".")
    return [*filter(None, declared), metadata.host, labels[-2] if len(labels) > 1 else ""]


def _text(element: Any) -> str:
    return _SPACE.sub(" ", str(element.text_content())).strip()


def _words(text: str) -> frozenset[str]:
    return frozenset(split_words(text.casefold()))
