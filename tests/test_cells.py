"""Cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.cells import FORMULA, cell, neutral, plain, to_csv


@given(st.one_of(st.text(), st.text("'=+-@\t\rx", max_size=6)))
def test_a_neutral_cell_begins_no_formula_and_gives_its_text_back(text: str) -> None:
    """Whatever signs and apostrophes the text begins with."""
    made = neutral(text)
    assert not made.startswith(FORMULA)
    assert plain(made) == text


@pytest.mark.parametrize("text", ["", "'", "'Quoted' words", "words", "'s Gravenhage", "1-2"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Headlines often begin with an apostrophe."""
    assert neutral(text) == plain(text) == text


def test_a_number_is_a_number_though_it_is_negative() -> None:
    assert [cell(-0.25), cell(-3), cell("-3")] == ["-0.25", "-3", "'-3"]


def test_lists_and_missing_values_become_text() -> None:
    assert [cell(["=a", "b"]), cell(None), cell("one\rtwo")] == ["'=a; b", "", "one two"]


def test_rows_of_cells_are_read_back_as_they_were() -> None:
    rows = [["b", "a"], ["1", 'say "hi"\n'], ["a\rb", "x, y"]]
    made = to_csv(rows, mark=True)
    assert made.startswith(b"\xef\xbb\xbfb,a\r\n")
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))) == rows
