"""Dates in the forms of pages and tables."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.readers.date_words import parse_any_date
from tenor.articles.readers.dates import parse_date
from tenor.articles.readers.line_dates import split_date


@pytest.mark.parametrize(
    "text",
    [
        "2018-01-08",
        "2018-01-08T10:20:30Z",
        "2018-01-08 10:20:30.5+02:00",
        "2018/01/08",
        "January 08, 2018",
        "Jan. 8, 2018",
        "8 January 2018",
        "8 Jan. 2018",
        "8th of January, 2018",
        "Monday, January 8, 2018",
        "Mon, 08 Jan 2018 10:20:30 GMT",
        "8-JAN-2018 15:01:01.79",
        "8 janvier 2018",
        "le 8 janvier 2018",
        "lundi 8 janvier 2018 à 10h20",
        "8 de enero de 2018",
        "8 enero 2018",
        "  8   January\n2018 ",
    ],
)
def test_a_date_is_parsed_in_many_forms(text: str) -> None:
    """In English, French and Spanish, with or without a time."""
    assert parse_date(text) == date(2018, 1, 8)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("26-FEB-1987 15:01:01.79", date(1987, 2, 26)),
        ("1er août 2019", date(2019, 8, 1)),
        ("3 de septiembre del 2020", date(2020, 9, 3)),
        ("15 déc. 2011", date(2011, 12, 15)),
        ("25/12/2018", date(2018, 12, 25)),
        ("12/25/2018", date(2018, 12, 25)),
        ("05.05.2018", date(2018, 5, 5)),
    ],
)
def test_numeric_dates_are_parsed_if_they_can_mean_one_day_only(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "08/01/2018",
        "yesterday",
        "2018",
        "2018-13-01",
        "31 February 2018",
        "January 2018",
        "8 January 20188",
        "on 8 January 2018",
        "1" * 500,
    ],
)
def test_no_date_is_guessed(text: str) -> None:
    """From text that is ambiguous, impossible or incomplete."""
    assert parse_date(text) is None


@given(
    st.from_regex(r"(1449|20[0-9]{2})-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9:.+Z-]{1,9})?")
)
def test_the_short_way_for_iso_dates_has_the_result_of_the_long_one(text: str) -> None:
    before, day = split_date(text)
    assert parse_date(text) == (day if day and not before else parse_any_date(text))
