"""Cells that no spreadsheet runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.cells import FORMULA, neutral, plain


@given(st.one_of(st.text(), st.text("'=+-@\t\rx", max_size=6)))
def test_a_neutral_cell_begins_no_formula_and_gives_its_text_back(text: str) -> None:
    """Whatever signs and apostrophes the text begins with."""
    cell = neutral(text)
    assert not cell.startswith(FORMULA)
    assert plain(cell) == text


@pytest.mark.parametrize("text", ["", "'", "'Quoted' words", "words", "'s Gravenhage", "1-2"])
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    """Headlines often begin with an apostrophe."""
    assert neutral(text) == plain(text) == text
