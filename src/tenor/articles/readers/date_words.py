"""Parsing texts that are nothing but a date, in many languages and in the forms of databases.

Every word of such a text must be known: a month, a weekday, a time of day, a time zone, or a word
that stands in dates. One year of four digits, one day and one month must remain.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from typing import Literal

from tenor.articles.readers.line_dates import MONTHS, date_in_range
from tenor.articles.text import nfc, split_words

LANGUAGES = (
    "en fr es de it pt nl sv da nb nn fi is pl cs sk sl hr sr_Latn bg ru uk be mk ro hu et lv lt"
    " el tr ca gl eu cy id ms ar he"
)
"""The languages whose months and weekdays are known, as codes of the Unicode CLDR."""

MIN_SECONDS, MAX_SECONDS = 315_532_800, 4_102_444_800
"""Counts of seconds since 1970 that are times: those of the years 1980 to 2099."""

TICKS = (1, 10**3, 10**6, 10**9)
"""Ticks of a second in counts of seconds, milliseconds, microseconds and nanoseconds."""

_MAX_LENGTH = 100
_HEBREW_IN = "ב"
"""The preposition that is written with the month."""
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:\d{6}|[t ]\d{2}(?::?\d{2}){0,2}(?:[.,]\d{1,9})?z?)?"
)
_BY_UNITS = re.compile(
    r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]"
    r"[ (（]*(?:(?:星期|周|週)?[一二三四五六日天月火水木金土](?:曜日?)?|[월화수목금토일](?:요일)?)?"
    r"[)） ]*(?:上午|下午|午前|午後|오전|오후)?"
    r" ?(?:\d{1,2}[:時时시] ?(?:\d{2}(?:[:分분]\d{0,2})?)?)?"
)
_NUMERIC = re.compile(r"(?<![\d.])(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)")
_ZONE = r"(?: ?\(?(?:z|gmt|utc|[a-z]{1,3}s?t|cest)\b\)?)?(?: ?[+\u2212-]\d{2}:?\d{2}\b)?"
_TIME = re.compile(
    r"(?<![\d.])\d{1,2}[:h.]\d{2}(?!\d)(?:[:.]\d{2})?(?:[.,]\d{1,9})?(?: ?[ap]\.?m\b\.?)?"
    + _ZONE
    + r"|(?<![\d.])\d{1,2} ?(?:[ap]\.?m\b\.?|h\b|uhr\b)"
    + _ZONE
)
_PAGE = re.compile(r", \(?(?:p|pp|pg|page|s|seite|pag|pagina)\.? ?[a-z]?\d{1,4}\)?$")
_MONTH_BY_NUMBER = re.compile(r"\b(?:thang|thg) (\d{1,2})\b")
_WORD = re.compile(r"[^\W_]+")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ª|º|e|o|a)?")
_BETWEEN = frozenset(
    split_words("""
    a alle at d da das de dei del den der di do e el g god goda h i in kell kl klo la le les o of
    ora ore r rok roku the u um uhr y annee anno ano год г года році року година ngay nam في
    """)
)
"""Words beside day, month and year in the dates of these languages."""


def parse_any_date(text: str) -> date | None:
    """Return the date of a text that is nothing but a date, or None.

    Examples
    --------
    >>> parse_any_date("Dienstag, 5. März 2024, 8 Uhr"), parse_any_date("2024年3月5日")
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5))
    >>> parse_any_date("03/04/2020") is None
    True
    """
    line = _fold(" ".join(text.split())) if len(text) <= _MAX_LENGTH else ""
    if not any(char.isdecimal() for char in line):
        return None
    if match := _COMPACT.fullmatch(line) or _BY_UNITS.fullmatch(line):
        return date_in_range(*match.groups())
    if line.isdecimal():
        return date_of_epoch(int(line))
    line = _PAGE.sub("", line)
    if match := _NUMERIC.search(line):
        rest = _TIME.sub(" ", f"{line[: match.start()]} {line[match.end() :]}")
        return _numeric_date(match) if _is_beside_date(_WORD.findall(rest)) else None
    return _worded_date(line)


def date_of_epoch(number: float) -> date | None:
    """Return the day (UTC) of a count of seconds, milli-, micro- or nanoseconds since 1970.

    None for a number that is no such count of the years 1980 to 2099.
    """
    for ticks in TICKS:
        if MIN_SECONDS <= number / ticks < MAX_SECONDS:
            return datetime.fromtimestamp(number // ticks, UTC).date()
    return None


def date_fault(text: str) -> Literal["ambiguous", "not_understood"]:
    """Return why a text is no date: day and month can be exchanged, or it is not understood.

    Examples
    --------
    >>> date_fault("03/04/2020"), date_fault("13/04/20")
    ('ambiguous', 'not_understood')
    """
    match = _NUMERIC.search(_fold(text[:_MAX_LENGTH]))
    if match is None or len(match[4]) != 4 or _numeric_date(match) is not None:
        return "not_understood"
    return "ambiguous"


def _numeric_date(match: re.Match[str]) -> date | None:
    first, _, second, third = match.groups()
    if len(first) == 4:
        return date_in_range(first, second, third)
    if len(third) != 4 or len(first) > 2:
        return None
    if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
        return None
    day, month = (second, first) if int(first) <= 12 else (first, second)
    return date_in_range(third, month, day)


def _worded_date(line: str) -> date | None:
    months, weekdays = _names()
    numbered = _MONTH_BY_NUMBER.search(line)
    words = _WORD.findall(_TIME.sub(" ", _MONTH_BY_NUMBER.sub(" ", line)))
    years = [word for word in words if word.isdecimal() and len(word) == 4]
    days = [match[1] for word in words if (match := _DAY.fullmatch(word))]
    named = [word for word in words if word in months]
    # "mar" is March, and also a Tuesday beside the name of a month.
    named = [word for word in named if word not in weekdays] or named
    numbers = {months[word] for word in named} | ({int(numbered[1])} if numbered else set())
    others = [word for word in words if word not in months and not word[0].isdecimal()]
    if len(years) != 1 or len(days) != 1 or len(numbers) != 1 or not _is_beside_date(others):
        return None
    return date_in_range(years[0], numbers.pop(), days[0])


def _is_beside_date(words: list[str]) -> bool:
    _, weekdays = _names()
    return all(word in _BETWEEN or word in weekdays for word in words)


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFD", nfc(text).lower())
    return unicodedata.normalize("NFC", "".join(c for c in folded if not unicodedata.combining(c)))


@cache
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """Return the number of each month by name, and the names of weekdays, in all languages.

    A name of two months in different languages, as *listopad*, is of neither.
    """
    from babel import Locale

    months: dict[str, set[int]] = {name: {number} for name, number in MONTHS.items()}
    weekdays: set[str] = set()
    for code in LANGUAGES.split():
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    word = _WORD.findall(_fold(name))[-1]
                    for form in (word, f"{_HEBREW_IN}{word}") if code == "he" else (word,):
                        months.setdefault(form, set()).add(number)
                for name in locale.days[context][width].values():
                    weekdays.update(_WORD.findall(_fold(name)))
    weekdays.discard("on")  # In Norwegian; in English it stands before dates of other things.
    known = {name: numbers.pop() for name, numbers in months.items() if len(numbers) == 1}
    return known, frozenset(weekdays)
