"""Files that seem to hold several documents, without a form that is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tenor.articles.article import RawArticle
from tenor.articles.readers.exports.fields import key_and_value
from tenor.articles.readers.markup import text_of
from tenor.articles.readers.web_page.dateline import dates_in

MIN_PARAGRAPH = 80
"""Characters of a paragraph of an article; teasers have shorter ones, or only one."""
MIN_PARAGRAPHS = 2
MIN_RELATIVE_LENGTH = 0.25
"""The share of the longest article's length that another article of its page has at least."""

_COUNTER = re.compile(
    r"\W*(?:[^\W\d_]{3,12}\W{1,3})?(?P<number>\d{1,6})\s?(?:/|of|de|von|di|van|sur|из|от)\s?"
    r"(?P<total>\d{1,6})(?:\W{1,3}[^\W\d_]{3,14})?\W*",
    re.IGNORECASE,
)
_TITLE_KEYS = (
    *("title", "headline", "titre", "titel", "título", "titolo", "titulo", "kop", "заголовок"),
)
_OTHER_KEYS = (
    *("date", "datum", "fecha", "data", "source", "outlet", "publication", "quelle", "medium"),
    *("zeitung", "byline", "author", "full text", "text", "body", "copyright"),
)
_HEADINGS = ("h1", "h2", "h3", "h4")


def count_documents(lines: Sequence[str]) -> int:
    """Return how many documents a file seems to hold; 1 if nothing speaks for more.

    Counted are lines that number the documents (``Record 2 of 5``), and titles that stand with a
    key as often as dates or outlets do.
    """
    numbers = {(match["number"], match["total"]) for line in lines if (match := _counter(line))}
    by_total = Counter(total for _, total in numbers)
    numbered = max((n for total, n in by_total.items() if 1 < n == int(total)), default=1)
    keys = Counter(key for line in lines if (key := key_and_value(line)[0]))
    titles = max((keys[key] for key in _TITLE_KEYS), default=0)
    others = max((keys[key] for key in _OTHER_KEYS), default=0)
    return max(numbered, titles if titles > 1 and others >= titles else 1)


def _counter(line: str) -> re.Match[str] | None:
    return _COUNTER.fullmatch(line) if len(line) <= 80 and any(map(str.isdigit, line)) else None


def read_article_elements(tree: Any) -> list[RawArticle]:
    """Return the articles of a page with several elements ``article`` of similar length.

    Each has a heading and paragraphs; teasers of other articles do not count.
    """
    elements = [
        e for e in tree.iter("article") if not any(True for _ in e.iterancestors("article"))
    ]
    candidates = [(element, _paragraphs(element)) for element in elements]
    candidates = [(e, ps) for e, ps in candidates if len(ps) >= MIN_PARAGRAPHS and _heading(e)]
    lengths = [sum(map(len, paragraphs)) for _, paragraphs in candidates]
    kept = [
        candidate
        for candidate, length in zip(candidates, lengths, strict=True)
        if length >= MIN_RELATIVE_LENGTH * max(lengths)
    ]
    return [_article(element, paragraphs) for element, paragraphs in kept] if len(kept) > 1 else []


def _article(element: Any, paragraphs: list[str]) -> RawArticle:
    days = {day for time in element.iter("time") for day in dates_in(_time(time))}
    return {
        "title": _heading(element),
        "text": "\n\n".join(paragraphs),
        "published": days.pop() if len(days) == 1 else None,
    }


def _time(element: Any) -> str:
    return str(element.get("datetime") or element.text_content())[:100]


def _heading(element: Any) -> str:
    for heading in element.iter(*_HEADINGS):
        if text := " ".join(text_of(heading).split()):
            return text
    return ""


def _paragraphs(element: Any) -> list[str]:
    texts = (" ".join(text_of(p).split()) for p in element.iter("p", "blockquote"))
    return [text for text in texts if len(text) >= MIN_PARAGRAPH]
