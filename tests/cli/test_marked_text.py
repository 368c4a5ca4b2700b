"""Highlighted words in a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tenor.cli.marked_text import mark, marked_lines

HIGHLIGHTS = st.sampled_from(["", "for1", "for3", "against2"])
SPANS = st.lists(st.tuples(st.text("ab 各.\t\n", min_size=1, max_size=12), HIGHLIGHTS))


def lines(spans: list[tuple[str, str]], width: int) -> list[str]:
    return ["".join(text for text, _ in line) for line in marked_lines(spans, width)]


def test_the_signs_of_a_word_are_those_of_its_highlight() -> None:
    assert [mark("x", level) for level in ("for1", "for2", "for3")] == ["[+x]", "[++x]", "[+++x]"]
    assert [mark("x", level) for level in ("against1", "against3", "")] == ["[-x]", "[---x]", "x"]


def test_lines_are_divided_at_white_space_and_keep_breaks() -> None:
    spans = [("The ", ""), ("ferry", "for2"), (", late\n\nas ever, ", ""), ("sinks", "against1")]
    assert lines(spans, 14) == ["The [++ferry],", "late", "", "as ever,", "[-sinks]"]
    assert lines(spans, 80) == ["The [++ferry], late", "", "as ever, [-sinks]"]
    [line] = marked_lines([("A ", ""), ("ferry", "for1"), (".", "")], 80)
    assert line == [("A", ""), (" ", ""), ("[+ferry]", "for1"), (".", "")]
    assert list(marked_lines([], 80)) == []


@given(SPANS, st.integers(1, 30))
def test_no_text_is_lost_and_lines_have_the_width_if_their_words_do(
    spans: list[tuple[str, str]], width: int
) -> None:
    """Only white space may differ."""
    spans = [("".join(t.split()) or "a", h) if h else (t, h) for t, h in spans]
    expected = "".join(mark(text, highlight) for text, highlight in spans)
    divided = lines(spans, width)
    assert " ".join(divided).split() == expected.split()
    for line in divided:
        wide = sum(2 if char == "各" else 1 for char in line)
        assert wide <= width or " " not in line
