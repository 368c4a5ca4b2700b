"""Text of unknown origin, made safe for the terminal and for Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.present import escape_markdown, fenced_code, inline_code, printable

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain text, «çà et là»", "plain text, «çà et là»"),
        ("a\x1b[31mb", f"a{REPLACEMENT}[31mb"),
        ("one\ntwo\r\x00", f"one{REPLACEMENT}two{REPLACEMENT}{REPLACEMENT}"),
        ("right\u202eto left", f"right{REPLACEMENT}to left"),
        ("\ud800", REPLACEMENT),
    ],
)
def test_characters_that_a_terminal_may_act_on_are_replaced(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_control_characters_can_be_kept() -> None:
    assert printable("one\ntwo\x07", keep="\n") == f"one\ntwo{REPLACEMENT}"


@given(st.text())
def test_a_printable_text_has_as_many_characters(text: str) -> None:
    result = printable(text)
    assert result.isprintable()
    assert len(result) == len(text)
    assert printable(result) == result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *bold* [link](x)", r"a \*bold\* \[link\](x)"),
        ("# not a heading", r"\# not a heading"),
        ("- not an item", r"\- not an item"),
        ("+1", r"\+1"),
        ("1. not an item", r"1\. not an item"),
        ("10) nor this", r"10\) nor this"),
        ("3.5 is a number - so is -1", "3\\.5 is a number - so is -1"),
        ("<script>", r"\<script\>"),
        ("&amp; and & alone", r"\&amp; and & alone"),
        ("a|b ~c~ $d$ `e` f_g h\\i", r"a\|b \~c\~ \$d\$ \`e\` f\_g h\\i"),
        ("two\n  lines", "two lines"),
        ("", ""),
    ],
)
def test_markdown_shows_a_text_as_it_is(text: str, expected: str) -> None:
    """As one line, without formatting, links, HTML or entities."""
    assert escape_markdown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a OR b", "`a OR b`"),
        ("a `b`", "`` a `b` ``"),
        ("``", "``` `` ```"),
        ("one\n two", "`one two`"),
        ("a\x1b", f"`a{REPLACEMENT}`"),
    ],
)
def test_inline_code_has_a_longer_fence_than_any_run_of_backticks(text: str, expected: str) -> None:
    assert inline_code(text) == expected


@given(st.text("a`\n", max_size=12).map(lambda text: f"{text}\n"))
def test_no_text_of_whole_lines_ends_its_own_code_block(text: str) -> None:
    block = fenced_code(text, "toml")
    first, *lines, last = block.split("\n")
    assert first == f"{last}toml"
    assert set(last) == {"`"}
    assert "\n".join([*lines, ""]) == text
    assert last not in text
