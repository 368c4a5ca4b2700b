"""Files that seem to hold several documents, without a form that is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tenor.articles.article import RawArticle
from tenor.articles.readers.exports.fields import key_and_value
from tenor.articles.readers.line_dates import split_date
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
    r"\W*(?:(?P<noun>[^\W\d_]{3,12})\W{1,3})?(?P<number>\d{1,6})\s?(?:/|of|de|von|di|van|sur|из|от)"
    r"\s?(?P<total>\d{1,6})(?:\W{1,3}(?P<noun_after>[^\W\d_]{3,14}))?\W*",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:do[ck]ument|arti[ck][leo]|record|result|notice|registro|resultado|treffer|eintrag|документ)"
    r"\w{0,4}",
    re.IGNORECASE,
)
"""Words beside a number that is that of a document, not of a page, picture or part."""
_TITLE_KEYS = (
    *("title", "headline", "titre", "titel", "título", "titolo", "titulo", "kop", "заголовок"),
)
_ORIGIN_KEYS = frozenset(
    (
        *("date", "datum", "fecha", "data", "source", "outlet", "publication", "quelle", "medium"),
        *(
            "zeitung",
            "дата",
            "источник",
            "publication date",
            "published",
            "bron",
            "fonte",
            "fuente",
        ),
    )
)
"""The keys of day and outlet, which every document of an export has."""
_TEXT_KEYS = frozenset(("full text", "text", "body", "texte", "volltext", "texto", "testo"))
_RULE = re.compile(r"\s*_{10,}\s*")
_MAY_BE_SEVERAL = re.compile(
    r"_{10}|\d\s?(?:/|of|de|von|di|van|sur|из|от)\s?\d"
    rf"|(?:{'|'.join(_TITLE_KEYS)})\s?:"
)
"""What a text in lower case has if any of the counts is of more than one document."""
MIN_SHARED_KEYS = 4
"""The number of keys that documents between rules have in common."""
_MAX_HEADER_LINES = 10
_HEADINGS = ("h1", "h2", "h3", "h4")


def count_documents(lines: Sequence[str], *, are_numbers_documents: bool = True) -> int:
    """Return how many documents a file seems to hold; 1 if nothing speaks for more.

    Counted are lines that number documents (``Record 2 of 5``), titles with a key that stand
    beside the same keys of day or outlet each time, and parts with the same keys between rules.
    None counts if a paragraph is above the first: it belongs to an article with lists.

    Parameters
    ----------
    lines
        The lines of the file.
    are_numbers_documents
        Whether numbers may be those of documents. In a page they are those of pictures.
    """
    # Most files have none of what is counted, and their lines are not looked at one by one.
    text = "\n".join(lines).lower()
    if not _MAY_BE_SEVERAL.search(text):
        return 1
    keys = [key_and_value(line)[0] for line in lines]
    paragraphs = (i for i, line in enumerate(lines) if len(line) >= MIN_PARAGRAPH and not keys[i])
    top = next(paragraphs, len(lines))
    return max(
        _count_titles(lines, keys, top),
        _count_numbers(lines, keys, top) if are_numbers_documents else 1,
        _count_between_rules(lines, keys),
    )


def _count_numbers(lines: Sequence[str], keys: Sequence[str], top: int) -> int:
    by_total: dict[str, list[tuple[int, re.Match[str]]]] = {}
    for i, line in enumerate(lines):
        if match := _counter(line):
            by_total.setdefault(match["total"], []).append((i, match))
    most = 1
    for total, found in by_total.items():
        numbers = {int(match["number"]) for _, match in found}
        if not 1 < int(total) == len(numbers) or found[0][0] > top:
            continue
        nouns = {match["noun"] or match["noun_after"] or "" for _, match in found}
        if all(map(_NOUN.fullmatch, nouns)) or (
            nouns == {""} and all(_has_origin(lines, keys, i + 1) for i, _ in found)
        ):
            most = max(most, int(total))
    return most


def _has_origin(lines: Sequence[str], keys: Sequence[str], start: int) -> bool:
    """Return whether a date, or a key of day or outlet, is in the lines below a number."""
    end = min(start + _MAX_HEADER_LINES, len(lines))
    return any(keys[i] in _ORIGIN_KEYS or split_date(lines[i])[1] for i in range(start, end))


def _count_titles(lines: Sequence[str], keys: Sequence[str], top: int) -> int:
    counts = Counter(key for key in keys if key in _TITLE_KEYS)
    if not counts or max(counts.values()) < 2:
        return 1
    title_key, n = counts.most_common(1)[0]
    runs: list[set[str]] = []
    texts: list[bool] = []
    is_in_run = False
    for i, line in enumerate(lines):
        if key := keys[i]:
            if not is_in_run:
                runs.append(set())
                texts.append(False)
            runs[-1].add(key)
            texts[-1] |= key in _TEXT_KEYS
            is_in_run = True
        elif line.strip():
            is_in_run = False
            if texts:
                texts[-1] = True
    records = [(run, text) for run, text in zip(runs, texts, strict=True) if title_key in run]
    origins = {frozenset(run & _ORIGIN_KEYS) for run, _ in records}
    is_export = len(origins) == 1 and origins != {frozenset()} and all(text for _, text in records)
    return n if is_export and len(records) == n and keys.index(title_key) < top else 1


def _count_between_rules(lines: Sequence[str], keys: Sequence[str]) -> int:
    parts: list[set[str]] = [set()]
    for line, key in zip(lines, keys, strict=True):
        if "__________" in line and _RULE.fullmatch(line):
            parts.append(set())
        elif key:
            parts[-1].add(key)
    parts = [part for part in parts if len(part) >= MIN_SHARED_KEYS]
    return len(parts) if parts and len(set.intersection(*parts)) >= MIN_SHARED_KEYS else 1


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
