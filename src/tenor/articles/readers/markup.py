"""Markup in the cells of tables: HTML tags and entities, and the escapes of spreadsheets."""

from __future__ import annotations

import html
import re
from typing import Any

MAX_ATTRIBUTES = 1_000
"""Attributes of one tag; lxml compares each with all before it."""

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|small|sub|sup|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|q|"
    r"img|figure|figcaption|picture|iframe|script|style|table|tbody|tr|td|th|section|article|"
    r"header|footer|aside|main|font|center|hr|pre|code|html|body|head|video|audio|source|cite)"
    r"(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SPREADSHEET_ESCAPE = re.compile(r"_x00(0[9AaDd]|5[Ff])_")
_BLOCKS = frozenset(
    (
        *("p", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
        *("blockquote", "figure", "figcaption", "table", "tr", "section", "article", "header"),
        *("footer", "aside", "main", "center", "hr", "pre"),
    )
)
# The name and the value are bounded, so that the search takes linear time.
_ATTRIBUTE = (
    r"[\s/]*+[^\s/>][^\s/>=]{0,500}+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]{0,500}+))?+"
)
_OPENING_TAG = re.compile(
    rf"<[a-zA-Z][^\s/>]{{0,100}}+"
    rf"(?:(?P<many>(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}})|(?:{_ATTRIBUTE})*+)"
)
_LONG_VALUE = re.compile(
    rf"=\s*+(?:\"([^\"]{{{2 * MAX_ATTRIBUTES},}}+)\"|'([^']{{{2 * MAX_ATTRIBUTES},}}+)')"
)
_DROPPED = ("script", "style", "noscript", "template")


def strip_markup(text: str) -> str:
    r"""Return the plain text of a cell: without HTML tags, entities and spreadsheet escapes.

    A ``<`` that begins no tag of HTML, and a ``&`` that begins no entity, stay.

    Examples
    --------
    >>> strip_markup("<p>Fares &amp; dues</p><p>rise by 5&nbsp;%</p>")
    '\nFares & dues\n\nrise by 5\xa0%\n'
    >>> strip_markup("AT&T: a < b")
    'AT&T: a < b'
    """
    if "_" in text and "_x00" in text:
        text = _SPREADSHEET_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "<" not in text and "&" not in text:
        return text
    if "<" in text and _TAG.search(text):
        return _strip_tags(text)
    if not ("&" in text and _ENTITY.search(text)):
        return text
    # Tags may be escaped once more, as in a feed that holds HTML.
    unescaped = html.unescape(text)
    return _strip_tags(unescaped) if _TAG.search(unescaped) else unescaped


def has_many_attributes(text: str) -> bool:
    """Whether a tag in a text has more than `MAX_ATTRIBUTES`."""
    # Each search goes on after the tag before it, so that unclosed tags take linear time.
    if any(tag["many"] for tag in _OPENING_TAG.finditer(text)):
        return True
    # What seems to be a value may be tags: quotation marks in a script, or unclosed ones.
    values = (match[1] or match[2] for match in _LONG_VALUE.finditer(text))
    return any(has_many_attributes(value) for value in values if "<" in value)


def _strip_tags(text: str) -> str:
    import lxml.html

    if has_many_attributes(text):
        return html.unescape(_TAG.sub("\n", text))

    return text_of(lxml.html.fragment_fromstring(text, create_parent="span"))


def text_of(root: Any) -> str:
    """Return the text of an HTML element, in which block elements begin new lines.

    Parameters
    ----------
    root
        The element, as lxml parses it; it is not changed.
    """
    from lxml import etree

    parts: list[str] = []
    # Without recursion: pages of strangers may be nested deeper than Python may recurse.
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        is_block = element.tag in _BLOCKS
        tail = "" if element is root else element.tail or ""
        if event == "start" and element.tag in _DROPPED:
            walk.skip_subtree()
        elif event == "start":
            parts += ["\n" if is_block else "", element.text or ""]
        elif event == "end":
            parts += ["\n" if is_block and element.tag != "br" else "", tail]
        else:
            parts.append(tail)
    return "".join(parts)
