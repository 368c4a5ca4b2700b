"""Hints in messages."""

from __future__ import annotations

import pytest

from tenor.present.hints import MAX_LENGTH, did_you_mean, similar_name

KNOWN = ["economy", "macro_f1", "bridge-toll", "stance orle-dam", "ECONOMICS"]


@pytest.mark.parametrize(
    ("name", "similar"),
    [
        ("econmy", "economy"),
        ("Economy", "economy"),
        ("macro-F1", "macro_f1"),
        ("bridge toll", "bridge-toll"),
        ("stance orle_dam", "stance orle-dam"),
        ("toll", "bridge-toll"),
        ("econom", "economy"),
        ("dam", ""),
        ("sport", ""),
        ("", ""),
    ],
)
def test_a_misspelt_name_is_found_whatever_its_case_and_hyphens(name: str, similar: str) -> None:
    assert similar_name(name, KNOWN) == similar


def test_a_text_that_is_no_name_is_not_compared() -> None:
    assert similar_name("economy" * MAX_LENGTH, ["economy" * MAX_LENGTH]) == ""


def test_a_hint_ends_a_message_or_is_empty() -> None:
    assert did_you_mean("ECONMY", KNOWN) == "; did you mean 'economy'?"
    assert did_you_mean("x", []) == ""
