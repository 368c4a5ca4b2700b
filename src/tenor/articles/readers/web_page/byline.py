"""The byline of a web page, without the furniture of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from tenor.articles.readers.web_page.dateline import MAX_DATED, strip_dates
from tenor.articles.readers.web_page.lines import MAX_LINE, YEAR
from tenor.articles.readers.web_page.metadata import Metadata

MAX_AUTHORS = 8
MAX_BYLINE = 120
"""Characters of an author's name; longer texts are no names."""

_META_NAMES = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;&|/]|\b(?:and|und|et|y|e|en)\b)\s*")
_FURNITURE = re.compile(
    r"(?:your )?(?:name|e-?mail|author|autor(?:in)?|by|von|par|por|log ?in|sign (?:in|up)|register|"
    r"subscribe|share|print|home|admin|no author|unknown|anonymous|comments?|reply|search|more|"
    r"follow|theme\b.*|powered\b.*|designed\b.*|copyright\b.*|all rights.*|https?:.*|www\..*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*;\s*")


def page_byline(metadata: Metadata, lines: Sequence[tuple[Any, str]], found: str) -> str:
    """Return the authors of a page that its own byline or its metadata name.

    Parameters
    ----------
    metadata
        The metadata of the page.
    lines
        Its lines, see `article_lines`.
    found
        Names that a library found anywhere in the page, separated by semicolons.

    Returns
    -------
    str
        The names, separated by semicolons. A name is dropped if it stands only in forms, footers
        and other parts of the page, and is cut where the date begins.
    """
    declared = {name.casefold() for name in _declared(metadata)}
    texts: list[str] | None = None
    names = []
    for name in _SEPARATOR.split(found):
        if not name or len(name) > MAX_BYLINE or _FURNITURE.fullmatch(name):
            continue
        if name.casefold() not in declared:
            if texts is None:
                texts = [*_texts_before_dates(lines)]
            name = _longest_within(name, texts)
        if name and name not in names:
            names.append(name)
    return "; ".join(names[:MAX_AUTHORS])


def _texts_before_dates(lines: Sequence[tuple[Any, str]]) -> Iterator[str]:
    """Yield the short lines without their dates; of lines with a year, the first `MAX_DATED`."""
    n_dated = 0
    for _, text in lines:
        if len(text) > MAX_LINE:
            continue
        if YEAR.search(text):
            n_dated += 1
            if n_dated > MAX_DATED:
                continue
        yield strip_dates(text).casefold()


def _longest_within(name: str, texts: list[str]) -> str:
    """Return as many first words of a name as stand in one of the texts."""
    words = name.split()
    while words:
        text = " ".join(words).casefold()
        if any(text in line for line in texts):
            return " ".join(words)
        words.pop()
    return ""


def _declared(metadata: Metadata) -> Iterator[str]:
    """Yield the names of authors in the metadata, whole and in parts."""
    texts: list[Any] = [*map(metadata.meta.get, _META_NAMES)]
    for item in metadata.articles:
        authors = item.get("author")
        listed = authors if isinstance(authors, list) else [authors]
        texts += [author.get("name") if isinstance(author, dict) else author for author in listed]
    for text in texts:
        if isinstance(text, str):
            yield text
            yield from _BETWEEN_NAMES.split(text)
