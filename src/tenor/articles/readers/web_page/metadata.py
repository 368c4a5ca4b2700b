"""The metadata of a web page: its meta elements, structured data (JSON-LD) and address."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

MAX_JSON = 400_000
"""Characters of a script of structured data that are read."""

ARTICLE_TYPES = re.compile(
    r"(?:\w*(?:article|posting|report|review|liveblog)\w*|opinion\w*)", re.IGNORECASE
)
"""Types of schema.org that are articles."""

_LANGUAGE_NAMES = ("content-language", "og:locale", "dc.language", "dcterms.language", "language")
_LANGUAGE = re.compile(r"[-_,;]")
_PARTS_OF_PAGE = ("mainEntityOfPage", "mainEntity", "@graph")
"""The keys of objects that are searched too, the last one first."""
_JSON_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>)\s*;?\s*$"
)


class Metadata:
    """The metadata of a page.

    Parameters
    ----------
    tree
        The page, as lxml parses it.

    Attributes
    ----------
    meta
        The first content of each meta element that is not empty, by name or property in lower
        case.
    """

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self.meta: dict[str, str] = {}
        for element in tree.iter("meta"):
            names = map(element.get, ("property", "name", "itemprop", "http-equiv"))
            name = next(filter(None, names), "")
            if content := " ".join((element.get("content") or "").split()):
                self.meta.setdefault(name.strip().lower(), content)

    @cached_property
    def address(self) -> str:
        """The address that the page gives as its own; empty if it gives none."""
        for link in self._tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
                return str(link.get("href"))
        return self.meta.get("og:url", "")

    @cached_property
    def language(self) -> str:
        """The code of the language, without a region; empty if the page names none."""
        bodies = (body.get("lang") for body in self._tree.iter("body"))
        named = (self._tree.get("lang"), *bodies, *map(self.meta.get, _LANGUAGE_NAMES))
        return next((_LANGUAGE.split(name)[0].lower() for name in named if name), "")

    @cached_property
    def title(self) -> str:
        """The text of the element ``title``."""
        element = next(self._tree.iter("title"), None)
        return "" if element is None else " ".join(str(element.text_content()).split())

    @cached_property
    def host(self) -> str:
        """The host of the address, without ``www``."""
        try:
            return (urlsplit(self.address).hostname or "").removeprefix("www.")
        except ValueError:
            return ""

    @cached_property
    def articles(self) -> list[Mapping[str, Any]]:
        """The objects of the structured data that describe the page, articles first."""
        scripts = self._tree.iter("script")
        texts = [s.text or "" for s in scripts if "ld+json" in (s.get("type") or "")]
        items = [item for text in texts for item in _items(_parse(text))]
        return sorted(items, key=lambda item: not _is_article(item))


def _is_article(item: Mapping[str, Any]) -> bool:
    types = item.get("@type")
    return any(
        isinstance(name, str) and ARTICLE_TYPES.fullmatch(name) is not None
        for name in (types if isinstance(types, list) else [types])
    )


def _parse(text: str) -> Any:
    if len(text) > MAX_JSON:
        return None
    # Scripts are often wrapped in comments, and hold line breaks in strings.
    try:
        return json.loads(_JSON_WRAPPING.sub("", text), strict=False)
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
