"""The date beside the headline of a page: between the headline and the first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tenor.articles.readers.dates import parse_date
from tenor.articles.text import split_words

MAX_LINE = 160
"""Characters of a line that can be a dateline; longer ones are text of the article."""
MIN_PARAGRAPH = 200
"""Characters of the paragraph with which the article begins."""
MAX_DATELINE = 40
"""Characters at the beginning of that paragraph in which a date is looked for."""
MIN_HEADLINE = 3
"""Words of a headline; a shorter heading shares less with the title than its words do."""
DAY_FIRST = frozenset(
    split_words("""
    bg bs ca cs da de el es et fi fr hr is it lv mk nb nl nn no pl pt ro ru sk sl sr sv tr uk
    """)
)
"""Languages that write the day first in dates with full stops, as codes of ISO 639."""
MAX_BEFORE_HEADLINE = 12
"""Lines above the headline in which its date may stand."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d{2})(?!\d)")
_SPACE = re.compile(r"\s+")
_UPDATED = re.compile(
    r"\b(?:up-?dated?|modified|changed|edited|revised|aktualisiert|bearbeitet|geändert|stand|"
    r"mise? à jour|màj|modifié|actualizad[oa]|modificad[oa]|aggiornat[oa]|bijgewerkt|uppdaterad|"
    r"opdateret|oppdatert|päivitetty|atualizad[oa]|zaktualizowano|aktualizováno|обновлено|"
    r"event|termin|expires?|©|copyright|\(c\)|since|seit|depuis|founded|gegründet)\b|©",
    re.IGNORECASE,
)
_OTHER_PARTS = re.compile(
    r"comment|kommentar|related|recommend|sidebar|footer|widget|teaser|promo|advert|sponsor|"
    r"copyright|caption|gallery|bildunter|newsletter|breadcrumb|menu|nav|popular|latest|ticker|"
    r"event|archive|calendar|kalender|weather|most-?read|similar|more-",
    re.IGNORECASE,
)
_SKIPPED_TAGS = frozenset(
    ("script", "style", "noscript", "figure", "figcaption", "aside", "footer", "nav", "form")
)
_DATE_NAMES = re.compile(
    r"date|publi[sc]|posted|created|datum|fecha|data|time(?!line)|erstellt|entry-meta|dateline",
    re.IGNORECASE,
)
_DATE_WORDS = 7
"""Words of a date: weekday, "the", day, "of", month, "de", year."""


def headline_date(tree: Any, language: str = "") -> date | None:
    """Return the only date between headline and first paragraph, or just above the headline.

    None if there are several, apart from those of updates. Without any there, it is the only
    date in elements that are named after dates.

    Parameters
    ----------
    tree
        The page, as lxml parses it.
    language
        Its language, see `iso_dates`.
    """
    headline = _headline(tree)
    before: list[str] = []
    after: list[str] = []
    named: list[str] = []
    is_after = is_text = False
    for element, text in _lines(tree, headline):
        if element is headline:
            is_after = True
            after += [text] if len(text) <= MAX_LINE else []
        elif is_after and not is_text and len(text) >= MIN_PARAGRAPH:
            is_text = True
            # A dateline may begin the first paragraph.
            after.append(text[:MAX_DATELINE])
        elif len(text) <= MAX_LINE:
            if not is_text:
                (after if is_after else before).append(text)
            if _DATE_NAMES.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
                named.append(text)
    for lines in (after, before[-MAX_BEFORE_HEADLINE:] if is_after else [], named):
        days = {day for line in lines for day in _dates(iso_dates(line, language))}
        if days:
            return days.pop() if len(days) == 1 else None
    return None


def iso_dates(text: str, language: str) -> str:
    """Return a text with dates such as 5.3.2024 in the form of ISO, if its language is known.

    With full stops, the languages of `DAY_FIRST` write the day first; elsewhere the order of
    day and month is not known.

    Examples
    --------
    >>> iso_dates("am 5.3.2024", "de"), iso_dates("5.3.2024", "")
    ('am 2024-3-5', '5.3.2024')
    """
    return _DOTTED.sub(r"\3-\2-\1", text) if language in DAY_FIRST else text


def _headline(tree: Any) -> Any:
    """Return the heading that shares the most words with the title of the page."""
    title = set(split_words(tree.xpath("string(//title)").casefold()))
    best, most_shared = None, 0.0
    for element in tree.iter("h1", "h2"):
        words = set(split_words(element.text_content()[: MAX_LINE * 2].casefold()))
        shared = len(words & title) / max(len(words), MIN_HEADLINE)
        if shared > most_shared or (best is None and element.tag == "h1" and words):
            best, most_shared = element, shared
    return best


def _lines(tree: Any, headline: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements with text of their own, and the text with that of inline elements.

    Parts of the page that are not the article are left out, unless the headline is in them.
    """
    around = set() if headline is None else {headline, *headline.iterancestors()}
    stack = [tree]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or (element not in around and _is_other_part(element)):
            continue
        children = list(element)
        tails = (child.tail or "" for child in children)
        own = _SPACE.sub(" ", "".join([element.text or "", *tails])).strip()
        if own or element.tag in ("time", "h1", "h2"):
            whole = _SPACE.sub(" ", element.text_content()).strip()
            if element.tag == "time" and not _YEAR.search(whole):
                whole = (element.get("datetime") or "")[:MAX_LINE]
            if len(whole) <= MAX_LINE or len(own) >= MIN_PARAGRAPH or element.tag in ("p", "h1"):
                yield element, whole
                continue
        stack += reversed(children)


def _is_other_part(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in _SKIPPED_TAGS or _OTHER_PARTS.search(names) is not None


def _dates(line: str) -> Iterator[date]:
    """Yield the dates in a line, without those that follow a word for an update."""
    if not _YEAR.search(line):
        return
    words = [*re.finditer(r"[^\s|•·]+", line)]
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + _DATE_WORDS), start, -1):
            text = line[words[start].start() : words[end - 1].end()].strip("()[],;:|–—-")
            if _YEAR.search(text) and (day := parse_date(text)):
                if not _UPDATED.search(line[: words[start].start()][-40:]):
                    yield day
                start = end - 1
                break
        start += 1
