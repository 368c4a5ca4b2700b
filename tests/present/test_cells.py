"""Spreadsheet cells."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.present.cells import (
    FORMULA_STARTS,
    escape_formula,
    format_cell,
    to_csv,
    unescape_formula,
)


@given(st.one_of(st.text(), st.text("'=+-@\t\rx", max_size=6)))
def test_an_escaped_text_is_no_formula_and_unescaped_to_itself(text: str) -> None:
    cell = escape_formula(text)
    assert not cell.startswith(FORMULA_STARTS)
    assert unescape_formula(cell) == text


@pytest.mark.parametrize("text", ["", "'", "'Quoted' words", "words", "'s Gravenhage", "1-2"])
def test_ordinary_text_is_not_escaped(text: str) -> None:
    """Also if it begins with an apostrophe, as headlines often do."""
    assert escape_formula(text) == unescape_formula(text) == text


def test_negative_numbers_are_not_escaped() -> None:
    assert [format_cell(-0.25), format_cell(-3), format_cell("-3")] == ["-0.25", "-3", "'-3"]


def test_lists_missing_values_and_carriage_returns_become_text() -> None:
    assert [format_cell(["=a", "b"]), format_cell(None), format_cell("one\rtwo")] == [
        "'=a; b",
        "",
        "one two",
    ]


def test_rows_of_cells_are_read_as_they_were_written() -> None:
    rows = [["b", "a"], ["1", 'say "hi"\n'], ["a\rb", "x, y"]]
    data = to_csv(rows, bom=True)
    assert data.startswith(b"\xef\xbb\xbfb,a\r\n")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == rows
    assert to_csv(rows) == data.removeprefix(b"\xef\xbb\xbf")
