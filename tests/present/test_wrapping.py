"""Wrapping and cutting texts at the columns of a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tenor.present.wrapping import cut, wrap


def test_a_long_word_is_divided_after_its_punctuation() -> None:
    assert wrap("stance:school-merger", 9) == ["stance:", "school-", "merger"]
    assert wrap("unbreakable", 4) == ["unbr", "eaka", "ble"]


@given(st.text(st.characters(codec="utf-8", categories=("L", "P", "Zs"))), st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.characters(codec="utf-8", categories=("L", "P", "Zs"))), st.integers(2, 30))
def test_a_cut_text_fits(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width
