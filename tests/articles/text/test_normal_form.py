"""Unicode normal form C."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.text import nfc


@given(st.text("ae\u0301\u0316\u00e9\u2014 \u1100\u1161\u11a8\u0915\u093c", max_size=25))
def test_a_text_with_fewer_marks_in_a_row_is_that_of_unicode(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(st.text("a\u0301\u0316\u2014", min_size=30, max_size=200))
def test_it_is_idempotent_and_loses_nothing_but_marks(text: str) -> None:
    once = nfc(text)
    assert nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)
    plain = [char for char in unicodedata.normalize("NFD", once) if not unicodedata.combining(char)]
    assert plain == [char for char in text if not unicodedata.combining(char)]


def test_marks_after_the_thirtieth_in_a_row_are_dropped() -> None:
    assert nfc("x" + 40 * "\u0316" + "y") == "x" + 30 * "\u0316" + "y"
    assert nfc("x" + 31 * "\u2014") == "x" + 31 * "\u2014"


@pytest.mark.parametrize("text", ["\u0301\u0316", "a\u0301\u0316", "\u0316\u0301\u2014", "\u2014"])
def test_time_grows_with_the_length(text: str) -> None:
    """A quadratic time would be minutes."""
    long = text * (2_000_000 // len(text))
    started = time.process_time()
    nfc(long)
    assert time.process_time() - started < 5
