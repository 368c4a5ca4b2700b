"""Parsing texts that are nothing but a date.

No date is guessed: it has a year of four digits, and its month cannot be exchanged with its day.
"""

from __future__ import annotations

import re
from datetime import date

from tenor.articles.readers.date_words import parse_any_date
from tenor.articles.readers.line_dates import date_in_range, split_date

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d[\d:.+Z-]{0,20})?", re.ASCII)


def parse_date(text: str) -> date | None:
    """Return the date of a text that is nothing but a date, or None if it is not or is ambiguous.

    Examples
    --------
    >>> parse_date("8 de enero de 2018"), parse_date("20180108")
    (datetime.date(2018, 1, 8), datetime.date(2018, 1, 8))
    >>> parse_date("08/01/2018") is None
    True
    """
    # Most tables and pages have dates of this form; it is the first that `split_date` finds.
    if (match := _ISO.fullmatch(text)) and (day := date_in_range(*match.groups())):
        return day
    before, day = split_date(text)
    if day and not before:
        return day
    return parse_any_date(text)
