"""The date that a page shows for its article: beside the headline, or the only one of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.web_page.lines import MAX_LINE, MIN_PARAGRAPH, YEAR
from tenor.articles.text import split_words

MAX_DATELINE = 40
"""Characters at the beginning of a paragraph, or of the line below, in which a date counts."""
DAY_FIRST = frozenset(
    split_words("""
    bg bs ca cs da de el es et fi fr hr is it lv mk nb nl nn no pl pt ro ru sk sl sr sv tr uk
    """)
)
"""Languages that write the day first in dates with full stops, as codes of ISO 639."""
MAX_BEFORE_HEADLINE = 12
"""Lines above the headline in which its date may stand."""
MAX_ONLY = 60
"""Characters of a line elsewhere in which the only date of the page may stand."""
MAX_DATED = 300
"""Lines with a year in which a date is searched for; a page with more has no unambiguous date."""

_HEADINGS = frozenset(("title", "h1", "h2", "h3", "h4"))
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\. ?(\d{1,2})\. ?((?:19|20)\d{2})(?!\d)")
_UPDATED = re.compile(
    r"\b(?:up-?dated?|modified|changed|edited|revised|aktualisiert|bearbeitet|geändert|stand|"
    r"mise? à jour|màj|modifié|actualizad[oa]|modificad[oa]|aggiornat[oa]|bijgewerkt|uppdaterad|"
    r"opdateret|oppdatert|päivitetty|atualizad[oa]|zaktualizowano|aktualizováno|обновлено|"
    r"event|termin|expires?|©|copyright|\(c\)|since|seit|depuis|founded|gegründet)\b|©",
    re.IGNORECASE,
)
_DATE_NAMES = re.compile(
    r"date|publi[sc]|posted|created|datum|fecha|data|time(?!line)|erstellt|entry-meta|dateline",
    re.IGNORECASE,
)
_MAX_BEFORE_DATE = 40
"""Characters before a date in which a word says that it is not that of publication."""
_DATE_WORDS = 7
"""Words of a date: weekday, "the", day, "of", month, "de", year."""


def headline_date(
    headline: Any, lines: Sequence[tuple[Any, str]], language: str = ""
) -> date | None:
    """Return the date beside the headline of a page, or the only date that it shows.

    The first of these parts that has a date, apart from those of updates, counts; None if it has
    several: the line below the headline, if it is short; the lines up to the first paragraph;
    those just above the headline; elements that are named after dates; short lines anywhere that
    are neither headings nor sentences.

    Parameters
    ----------
    headline
        The element of the headline, or None.
    lines
        The lines of the page, see `article_lines`.
    language
        Its language, see `iso_dates`.
    """
    before: list[str] = []
    after: list[str] = []
    named: list[str] = []
    short: list[str] = []
    is_after = is_text = False
    for element, text in lines:
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
            is_sentence = text.endswith((".", "!", "?"))
            if len(text) <= MAX_ONLY and element.tag not in _HEADINGS and not is_sentence:
                short.append(text)
    below = [line for line in after[1:2] if len(line) <= MAX_DATELINE]
    above = before[-MAX_BEFORE_HEADLINE:] if is_after else []
    for texts in (below, after, above, named, short):
        dated = [line for line in texts if YEAR.search(line)]
        days: set[date] = set()
        for line in dated[:MAX_DATED]:
            days.update(dates_in(iso_dates(line, language)))
            if len(days) > 1:
                return None
        if days:
            return days.pop() if len(dated) <= MAX_DATED else None
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


def strip_dates(line: str) -> str:
    """Return a line up to the first date in it, without the marks between."""
    span = next(_date_spans(line), None)
    return line[: span[0]].rstrip(" ,;:|·•–—-") if span else line


def dates_in(line: str) -> Iterator[date]:
    """Yield the dates in a line, without those that follow a word for an update."""
    for start, _, day in _date_spans(line):
        if not _UPDATED.search(line[max(0, start - _MAX_BEFORE_DATE) : start]):
            yield day


def _date_spans(line: str) -> Iterator[tuple[int, int, date]]:
    """Yield the start, the end and the day of each date in a line."""
    if not YEAR.search(line):
        return
    words = [*re.finditer(r"[^\s|•·]+", line)]
    first = 0
    while first < len(words):
        for last in range(min(len(words), first + _DATE_WORDS) - 1, first - 1, -1):
            start, end = words[first].start(), words[last].end()
            text = line[start:end].strip("()[],;:|–—-")
            if YEAR.search(text) and (day := parse_date(text)):
                yield start, end, day
                first = last
                break
        first += 1
