"""Line numbers of TOML keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.toml import KeyPath
from tenor.toml.lines import line_numbers


def test_tables_keys_and_array_elements_have_line_numbers() -> None:
    """Nested arrays of tables count from 0 in each table that contains them."""
    text = """top = 1
[[a]]
x = 1
[[a.b]]
y.z = 2
[[a.b]]
[a.b.c]
d = {e = 1, f = {g = 2}}

[[a]]
[[a.b]]
  "quoted key" = 1
[ h . "i j" ]  # comment
k = 1
"""
    assert line_numbers(text) == {
        ("top",): 1,
        ("a",): 2,
        ("a", 0): 2,
        ("a", 0, "x"): 3,
        ("a", 0, "b"): 4,
        ("a", 0, "b", 0): 4,
        ("a", 0, "b", 0, "y"): 5,
        ("a", 0, "b", 0, "y", "z"): 5,
        ("a", 0, "b", 1): 6,
        ("a", 0, "b", 1, "c"): 7,
        ("a", 0, "b", 1, "c", "d"): 8,
        ("a", 0, "b", 1, "c", "d", "e"): 8,
        ("a", 0, "b", 1, "c", "d", "f"): 8,
        ("a", 0, "b", 1, "c", "d", "f", "g"): 8,
        ("a", 1): 10,
        ("a", 1, "b"): 11,
        ("a", 1, "b", 0): 11,
        ("a", 1, "b", 0, "quoted key"): 12,
        ("h", "i j"): 13,
        ("h", "i j", "k"): 14,
    }


VALUES = st.sampled_from(
    [
        "1",
        '"a # b"',
        "'[x]'",
        "1979-05-27T07:32:00",
        "[]",
        "[1, 2] # ]",
        "[\n  1,\n  # ] not yet\n  2,\n]",
        "[[1],\n[2, [3]],\n]",
        '["]",\n"]"]',
        "{}",
        "{a = 1, b = [1,\n2]}",
        '"""one line"""',
        '"""\n[table]\nkey = 1\n"""',
        "'''\nk = 'x'\n[[t]]\n'''",
        '"""a\n\n\\"""b\n"""',
        '"""\n""quoted"""""',
    ]
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "\n", "# [c] = '''\n"]), VALUES, st.booleans(), st.booleans()
        )
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_key_has_the_line_it_begins_on(
    statements: list[tuple[str, str, bool, bool]], line_end: str
) -> None:
    """After any values, comments and tables."""
    text = ""
    expected: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for i, (before, value, new_table, is_array) in enumerate(statements):
        text += before
        if new_table:
            table = (f"t{i}", 0) if is_array else (f"t{i}",)
            expected[table[:1]] = expected[table] = text.count("\n") + 1
            text += f"[[t{i}]]\n" if is_array else f"[t{i}]\n"
        expected[*table, f"k{i}"] = text.count("\n") + 1
        text += f"k{i} = {value}\n"
    lines = line_numbers(text.replace("\n", line_end))
    assert {path: lines.get(path) for path in expected} == expected


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"])
def test_only_line_feeds_end_lines(char: str) -> None:
    """TOML allows the other separators within strings and comments."""
    assert line_numbers(f'a = "x{char}y"\nb = 1 # x{char}y\nc = 1\n') == {
        ("a",): 1,
        ("b",): 2,
        ("c",): 3,
    }
