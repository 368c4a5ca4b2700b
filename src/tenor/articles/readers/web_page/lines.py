"""The lines of a web page that may belong to its article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MAX_LINE = 160
"""Characters of a line; longer ones are text of the article."""
MIN_PARAGRAPH = 200
"""Characters of the paragraph with which the article begins."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
"""A year of four digits."""

_SPACE = re.compile(r"\s+")
_OTHER_PARTS = re.compile(
    r"comment|kommentar|related|recommend|sidebar|footer|widget|teaser|promo|advert|sponsor|"
    r"copyright|caption|gallery|bildunter|newsletter|breadcrumb|menu|nav|popular|latest|ticker|"
    r"event|archive|calendar|kalender|weather|most-?read|similar|more-",
    re.IGNORECASE,
)
_SKIPPED_TAGS = frozenset(
    ("script", "style", "noscript", "figure", "figcaption", "aside", "footer", "nav", "form")
)


def article_lines(tree: Any, headline: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements with text of their own, and the text with that of inline elements.

    Parts of the page that are not the article are left out, unless the headline is in them.
    """
    around = set() if headline is None else {headline, *headline.iterancestors()}
    stack = [tree]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or (element not in around and is_other_part(element)):
            continue
        children = list(element)
        tails = (child.tail or "" for child in children)
        own = _SPACE.sub(" ", "".join([element.text or "", *tails])).strip()
        if own or element.tag in ("time", "h1", "h2"):
            whole = _SPACE.sub(" ", element.text_content()).strip()
            if element.tag == "time" and not YEAR.search(whole):
                whole = (element.get("datetime") or "")[:MAX_LINE]
            if len(whole) <= MAX_LINE or len(own) >= MIN_PARAGRAPH or element.tag in ("p", "h1"):
                yield element, whole
                continue
        stack += reversed(children)


def is_other_part(element: Any) -> bool:
    """Return whether an element is a part of the page that is not the article, by its names."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _SKIPPED_TAGS or _OTHER_PARTS.search(names) is not None


def is_footer(element: Any) -> bool:
    """Return whether the names of an element say that it is a footer, and no other part."""
    if element.tag in _SKIPPED_TAGS - {"footer"}:
        return False
    names = f"{element.tag} {element.get('class') or ''} {element.get('id') or ''}"
    return {found.lower() for found in _OTHER_PARTS.findall(names)} == {"footer"}
