"""Markup in the cells of tables."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles.readers.markup import has_many_attributes, strip_markup


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("plain", "plain"),
        ("AT&T: 1 < 2 > 0; a &co; b", "AT&T: 1 < 2 > 0; a &co; b"),
        ("the <word> and <Name Surname>", "the <word> and <Name Surname>"),
        ("Quay &amp; ferry &mdash; 5&#8217;", "Quay & ferry — 5’"),
        ("One.<br>Two.<br/>Three.", "One.\nTwo.\nThree."),
        ("<p>A <b>bold</b> step</p>", "\nA bold step\n"),
        ("A&lt;br&gt;B", "A\nB"),
        ("<div>A<script>x < y;</script><!-- c -->B</div>", "\nAB\n"),
        ('<a href="https://x.example?a=1&amp;b=2">link</a>', "link"),
        ("A._x000D_\n_x000D_\nB _x005F_x", "A.\n\nB _x"),
    ],
)
def test_a_cell_is_stripped_of_tags_entities_and_escapes(cell: str, text: str) -> None:
    assert strip_markup(cell) == text


@given(st.text(st.sampled_from("abc <>&;/p#x1 \n"), max_size=40))
def test_text_without_tags_and_entities_is_unchanged(text: str) -> None:
    if "<" not in text and "&" not in text:
        assert strip_markup(text) == text
    else:
        strip_markup(text)


@pytest.mark.parametrize("piece", ["<p>", "<", "&amp", "</div>", "<p ", "<b><i>", "&#x"])
def test_repeated_pieces_take_linear_time(piece: str) -> None:
    start = time.perf_counter()
    strip_markup("<p>" + piece * 100_000)
    assert time.perf_counter() - start < 5


NAMES = " ".join(f"x{number}<1" for number in range(1500))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<a {NAMES}>", True),
        (f"<script>b=\"<b y='\"</script><a {NAMES}><i z='>", True),
        ("<a " + " ".join(f'x{number}="y z"' for number in range(900)) + ">", False),
        ("<p>" + 3000 * "word " + "</p>", False),
        ('<img alt="' + 3000 * "word " + '">', False),
    ],
)
def test_tags_with_many_attributes_are_found_also_behind_unclosed_quotes(
    text: str, expected: bool
) -> None:
    assert has_many_attributes(text) is expected


@pytest.mark.parametrize("unit", ["<span", '"<time', '<b a="', "<b a='\"", "<a b c=d>", "=\"'"])
def test_attributes_are_counted_in_linear_time(unit: str) -> None:
    """Tags that never end took minutes."""
    started = time.process_time()
    has_many_attributes(unit * (2_000_000 // len(unit)))
    assert time.process_time() - started < 5
