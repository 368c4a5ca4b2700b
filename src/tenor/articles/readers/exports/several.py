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
from tenor.articles.readers.web_page.headline import find_headline
from tenor.articles.readers.web_page.metadata import Metadata

MIN_PARAGRAPH = 80
"""Characters of a paragraph of an article; teasers have shorter ones, or only one."""
MIN_PARAGRAPHS = 3
MIN_RELATIVE_LENGTH = 0.4
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


def count_documents(lines: Sequence[str], *, are_numbers_documents: bool = True) -> int:
    """Return how many documents a file seems to hold; 1 if nothing speaks for more.

    Counted are lines that number the documents (``Record 2 of 5``), and titles that stand with a
    key as often as dates or outlets do.

    Parameters
    ----------
    lines
        The lines of the file.
    are_numbers_documents
        Whether numbers may be those of documents. In a page they are those of pictures.
    """
    keys = Counter(key for line in lines if (key := key_and_value(line)[0]))
    titles = max((keys[key] for key in _TITLE_KEYS), default=0)
    others = max((keys[key] for key in _OTHER_KEYS), default=0)
    n_titles = titles if titles > 1 and others >= titles else 1
    if not are_numbers_documents:
        return n_titles
    numbers = {(match["number"], match["total"]) for line in lines if (match := _counter(line))}
    by_total = Counter(total for _, total in numbers)
    numbered = max((n for total, n in by_total.items() if 1 < n == int(total)), default=1)
    return max(numbered, n_titles)


def _counter(line: str) -> re.Match[str] | None:
    return _COUNTER.fullmatch(line) if len(line) <= 80 and any(map(str.isdigit, line)) else None


def read_article_elements(tree: Any) -> list[RawArticle]:
    """Return the articles of a page with several elements ``article`` of similar length.

    Each has a heading of the same level and paragraphs; teasers of other articles and boxes
    beside the article of the page do not count.
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
    if len(kept) < 2:
        return []
    headings = [_heading_of(element) for element, _ in kept]
    levels = {heading.tag for heading in headings}
    # Where the headline of the page is elsewhere, the elements are parts of its furniture.
    headline = find_headline(tree, Metadata(tree))
    is_page_of_articles = levels in ({"h1"}, {"h2"}) and headline in headings
    return [_article(*candidate) for candidate in kept] if is_page_of_articles else []


def _article(element: Any, paragraphs: list[str]) -> RawArticle:
    days = {day for time in element.iter("time") for day in dates_in(_time(time))}
    return {
        "title": _heading(element),
        "text": "\n\n".join(paragraphs),
        "published": days.pop() if len(days) == 1 else None,
    }


def _time(element: Any) -> str:
    return str(element.get("datetime") or element.text_content())[:100]


def _heading_of(element: Any) -> Any:
    """Return the first heading with a text in an element, or None."""
    return next((h for h in element.iter(*_HEADINGS) if h.text_content().strip()), None)


def _heading(element: Any) -> str:
    heading = _heading_of(element)
    return "" if heading is None else " ".join(text_of(heading).split())


def _paragraphs(element: Any) -> list[str]:
    texts = (" ".join(text_of(p).split()) for p in element.iter("p", "blockquote"))
    return [text for text in texts if len(text) >= MIN_PARAGRAPH]
