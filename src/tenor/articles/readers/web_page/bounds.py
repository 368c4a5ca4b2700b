"""Bounds of web pages, beyond which parsing or extraction would take quadratic time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.markup import MAX_ATTRIBUTES, has_many_attributes

MAX_ELEMENTS = 50_000
"""Elements of a page with one article; each takes the extraction about 0.1 ms."""
MAX_INLINE = 1_000
"""Children of one element from which the inline ones among them become text.

The extraction does the same, in a time that is the square of their number.
"""
MAX_CHILDREN = 5_000
"""Children of one element that are neither blocks nor line breaks."""

_SCRIPT = re.compile("<script", re.IGNORECASE)
_SCRIPT_END = re.compile("</script", re.IGNORECASE)
_INLINE = frozenset(
    (
        *("abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font"),
        *("i", "ins", "kbd", "mark", "q", "ruby", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "tt", "u", "var", "wbr"),
    )
)
_BLOCKS = frozenset(
    (
        *("article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "link", "meta", "nav", "ol"),
        *("p", "pre", "script", "section", "style", "table", "tbody", "td", "th", "tr", "ul"),
    )
)


def check_attributes(page: str) -> None:
    """Raise UnreadableInput if a tag of a page has more than `MAX_ATTRIBUTES`."""
    # In scripts, a sign for "less than" may seem to begin a tag.
    if any(map(has_many_attributes, _parts_between_scripts(page))):
        detail = f"one of its tags has more than {MAX_ATTRIBUTES:,} attributes"
        raise UnreadableInput(Reason.TOO_LARGE, detail)


def _parts_between_scripts(page: str) -> Iterator[str]:
    end = 0
    while script := _SCRIPT.search(page, end):
        yield page[end : script.start()]
        script_end = _SCRIPT_END.search(page, script.end())
        if script_end is None:
            return
        end = script_end.end()
    yield page[end:]


def bound_elements(tree: Any) -> None:
    """Make the inline elements text where there are many, in place.

    Raises
    ------
    UnreadableInput
        If the page has more than `MAX_ELEMENTS`, or one of them more than `MAX_CHILDREN`.
    """
    # XPath makes no Python object for each element.
    n_elements = int(tree.xpath("count(descendant-or-self::*)"))
    if n_elements > MAX_ELEMENTS:
        detail = f"it has {n_elements:,} elements, more than {MAX_ELEMENTS:,}"
        raise UnreadableInput(Reason.TOO_LARGE, detail)
    for element in tree.xpath(f"descendant-or-self::*[*[{MAX_INLINE + 1}]]"):
        _unwrap_inline(element)
        n_children = sum(child.tag not in _BLOCKS for child in element)
        if n_children > MAX_CHILDREN:
            detail = f"one of its elements has {n_children:,} children, more than {MAX_CHILDREN:,}"
            raise UnreadableInput(Reason.TOO_LARGE, detail)


def _unwrap_inline(element: Any) -> None:
    last, texts = None, [element.text or ""]
    for child in list(element):
        if child.tag in _INLINE and not len(child):
            texts += [child.text or "", child.tail or ""]
            element.remove(child)
        else:
            _set_text(element, last, texts)
            last, texts = child, [child.tail or ""]
    _set_text(element, last, texts)


def _set_text(element: Any, last: Any, texts: list[str]) -> None:
    """Set the text after a child of an element, or at its beginning for None."""
    if last is None:
        element.text = "".join(texts)
    else:
        last.tail = "".join(texts)
