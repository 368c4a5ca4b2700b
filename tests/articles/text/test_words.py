"""Words: how texts are split into them, and when two are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.text import fold_word, split_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The toll isn't fair.", ["The", "toll", "isn", "t", "fair"]),
        ("pre-tax, U.S. profit_2024", ["pre", "tax", "U", "S", "profit_2024"]),
        ("l'Élysée «dit» 5%", ["l", "Élysée", "dit", "5"]),
        ("通行费 不公平", ["通", "行", "费", "不", "公", "平"]),
        ("ABC公司2024", ["ABC", "公", "司", "2024"]),
        ("ขึ้นค่า", ["ขึ้", "น", "ค่", "า"]),
        ("값이 올랐다", ["값이", "올랐다"]),
        (" \n-…", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_single_characters_of_unspaced_scripts(
    text: str, expected: list[str]
) -> None:
    assert split_words(text) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Toll", "TOLL"),
        ("STRASSE", "Straße"),
        ("Élysée", "e\u0301lyse\u0301e"),
        ("ΟΔΟΣ", "οδος"),
    ],
)
def test_case_and_composition_of_accents_are_ignored(first: str, second: str) -> None:
    assert fold_word(first) == fold_word(second)


def test_accents_are_not_ignored() -> None:
    assert fold_word("peage") != fold_word("péage")


@given(st.text(max_size=20))
def test_the_words_have_all_letters_of_the_text_in_order(text: str) -> None:
    letters = "".join(c for c in text if c.isalnum() or c == "_")
    assert "".join(c for c in "".join(split_words(text)) if c.isalnum() or c == "_") == letters


@given(st.text(alphabet="aÀßéI ΣςfiÅ", max_size=8))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold_word(fold_word(text)) == fold_word(text)
    assert fold_word(text.upper()) == fold_word(text.upper().lower())
