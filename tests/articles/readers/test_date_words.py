"""Texts that are nothing but a date, in many languages and in the forms of databases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.readers.date_words import date_fault, date_of_epoch, parse_any_date
from tenor.articles.readers.dates import parse_date


@pytest.mark.parametrize(
    "text",
    [
        "5. März 2024",
        "Dienstag, 5. März 2024, 8 Uhr",
        "20240305",
        "20240305T080000Z",
        "20240305080000",
        "March 5th 2024",
        "Mar-05-2024",
        "05/Mar/2024",
        "2024 March 5",
        "5 March 2024 Tuesday",
        "Tue, 05 Mar 2024 08:00:00 GMT",
        "5 March 2024 08.00 GMT+0100",
        "Mar 5, 2024 at 8:00 a.m. EST",
        "2024年3月5日",
        "2024年3月5日(火) 08:30",
        "2024년 3월 5일 화요일",
        "5 مارس 2024",
        "٥ مارس ٢٠٢٤",
        "5 במרץ 2024",
        "5 de março de 2024",
        "martes, 5 de marzo de 2024, 10:20 h",
        "mar. 5 mars 2024",
        "mardi 5 mars 2024, p. 16",
        "5 maart 2024",
        "5 марта 2024 г.",
        "Τρίτη 5 Μαρτίου 2024",
        "Salı, 5 Mart 2024",
        "ngày 5 tháng 3 năm 2024",
        "2024. március 5.",
        "1709596800",
        "1709596800000",
    ],
)
def test_a_date_of_any_form_is_parsed(text: str) -> None:
    assert parse_date(text) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "05/03/2024",
        "05.03.2024",
        "3/15/24",
        "5 March 24",
        "5-6 March 2024",
        "5 listopad 2024",
        "updated 5 March 2024",
        "on 5 March 2024",
        "2024-03",
        "45356",
        "20241305",
        "12345678901234",
        "5 March 2567",
        "Sunday 5 Sunday 2024",
        "",
        "9" * 4000,
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    """Not of two days, two months or two years, nor of a text with an unknown word."""
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("03/04/2020", "ambiguous"),
        ("3.4.2020 10:00", "ambiguous"),
        ("3/15/24", "not_understood"),
        ("2020-02-31", "not_understood"),
        ("soon", "not_understood"),
    ],
)
def test_a_text_is_ambiguous_if_day_and_month_can_be_exchanged(text: str, fault: str) -> None:
    assert date_fault(text) == fault


@given(st.integers(315_532_800, 4_102_444_799), st.sampled_from([1, 10**3, 10**6, 10**9]))
def test_a_count_of_ticks_is_the_day_of_its_second(seconds: int, ticks: int) -> None:
    assert date_of_epoch(seconds * ticks) == date_of_epoch(seconds)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    day = parse_any_date(text)
    assert day is None or 1450 <= day.year <= 2199
