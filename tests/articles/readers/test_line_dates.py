"""Dates at the end of a line."""

from __future__ import annotations

from datetime import date

import pytest

from tenor.articles.readers.line_dates import split_date


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("The Archive, January 08, 2018", "The Archive,"),
        ("The Sun, January 8, 2018", "The Sun,"),
        ("Archivo del Mar, 8 de enero de 2018", "Archivo del Mar,"),
        ("Études, lundi 8 janvier 2018", "Études,"),
        ("8 January 2018", ""),
    ],
)
def test_a_line_is_split_before_its_date(line: str, before: str) -> None:
    """An outlet is not taken for a weekday or a month."""
    assert split_date(line) == (before, date(2018, 1, 8))
