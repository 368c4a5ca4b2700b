"""Dates at the end of a line, as news pages write them in English, French and Spanish."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tenor.articles.text import nfc

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene",
            "february feb fevrier fevr fev febrero",
            "march mar mars marzo",
            "april apr avril avr abril abr",
            "may mai mayo",
            "june jun juin junio",
            "july jul juillet juil julio",
            "august aug aout agosto ago",
            "september sept sep septembre septiembre setiembre set",
            "october oct octobre octubre",
            "november nov novembre noviembre",
            "december dec decembre diciembre dic",
        ),
        start=1,
    )
    for name in names.split()
}
"""The number of each month by its names, without accents."""
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°)?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
# Not after a word: in "The Sun, 8 January 2018" the outlet is not a weekday.
_WEEKDAY = (
    r"(?:(?:^|(?<=, ))(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|mie|jeu|jue|ven|vie|sam|dim|dom)"
    r"[a-z]{0,7}\.?,? )?"
)
_TIME = r"(?:t| |, | at | a | - )?(?:\d{1,2}[:h]\d{2}.{0,30})?"

# Each pattern matches at the end of a line; the caller gets the text before it.
_PATTERNS = tuple(
    re.compile(rf"(?<![\w/.-]){form}{_TIME}$")
    for form in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
        rf"{_WEEKDAY}(?:le |el )?{_DAY}[ -](?:de |of )?{_MONTH},?[ -](?:de |del )?{_YEAR}",
        r"(?P<first>\d{1,2})(?P<sep>[/.-])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)",
    )
)
_MAX_LINE = 200
MIN_YEAR, MAX_YEAR = 1450, 2199
"""Other years are numbers of another kind, or of another calendar."""


def split_date(line: str) -> tuple[str, date | None]:
    """Return the text of a line before the date at its end, and the date; None if it has none."""
    # In NFC each character folds to one character, so positions in both lines agree.
    line = nfc(" ".join(line.split()))
    if len(line) > _MAX_LINE or not any(char.isdigit() for char in line):
        return line, None
    folded = "".join(unicodedata.normalize("NFD", char.lower())[0] for char in line)
    for pattern in _PATTERNS:
        match = pattern.search(folded)
        if match and (day := _date(match)):
            return line[: match.start()].rstrip(), day
    return line, None


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        month, day = (first, second) if first <= 12 else (second, first)
    else:
        name = parts["month"]
        month, day = MONTHS.get(name) or int(name), int(parts["day"])
    return date_in_range(parts["year"], month, day)


def date_in_range(year: str | int, month: str | int, day: str | int) -> date | None:
    """Return a date, or None if there is no such day or its year is out of range."""
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if MIN_YEAR <= value.year <= MAX_YEAR else None
