"""Faults of TOML files: all of them, each with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from tenor.errors import CodebookError, SpecError
from tenor.tomlfile import Fault, Table, Where, line_numbers, load_toml, parse_toml


class Wheel(Table):
    size: int


class Wagon(Table):
    name: str
    color: Literal["red", "green"] = "red"
    wheels: tuple[Wheel, ...] = ()


class Engine(Table):
    power: int = 1
    boiler: Wheel | None = None


class Train(Table):
    version: str
    title: str = ""
    share: int | float = 1
    engine: Engine = Engine()
    wagons: tuple[Wagon, ...] = ()
    colors: tuple[str, ...] = ()

    @classmethod
    def faults_between(cls, data: dict[str, Any]) -> list[Fault]:
        too_long = len(data.get("wagons", [])) > 1
        return [(("wagons", 1, "name"), "too long a train")] if too_long else []


class Crew(Table):
    members: tuple[Wheel, ...] = Field(min_length=1)


def faults(text: str, schema: type[BaseModel] = Train) -> list[str]:
    with pytest.raises(SpecError) as caught:
        parse_toml(text, "train.toml", schema, SpecError)
    return str(caught.value).splitlines()


def test_a_file_without_fault_comes_as_its_schema() -> None:
    """With nested tables and arrays of tables in their places."""
    train = parse_toml(
        'version = "1"\nengine.power = 3\n[[wagons]]\nname = "a"\n[[wagons.wheels]]\nsize = 2\n',
        "train.toml",
        Train,
        SpecError,
    )
    assert train.engine.power == 3
    assert train.wagons == (Wagon(name="a", wheels=(Wheel(size=2),)),)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            'version = "1"\n\ntitel = "x"\n',
            "train.toml, line 3: [titel] 'titel' is not a known key; did you mean 'title'",
        ),
        (
            'version = "1"\n[engine]\nqqqq = 1\n',
            (
                "train.toml, line 3: [engine.qqqq] 'qqqq' is not a known key; "
                "known here: boiler, power"
            ),
        ),
        (
            'version = "1"\n[engine.boiler]\nsize = 1\nsise = 2\n',
            (
                "train.toml, line 4: [engine.boiler.sise] 'sise' is not a known key; "
                "did you mean 'size'"
            ),
        ),
        ('title = "x"\n', "train.toml, line 1: [version] is required and missing"),
        (
            'version = "1"\n[[wagons]]\ncolor = "red"\n',
            "train.toml, line 2: [wagons[1].name] is required and missing",
        ),
        (
            'version = "1"\n\n\n[engine]\npower = "x"\n',
            (
                "train.toml, line 5: [engine.power] 'x': input should be a valid integer, "
                "unable to parse string as an integer"
            ),
        ),
        (
            '# first\nversion = 1 # not "1"\n',
            "train.toml, line 2: [version] '1': input should be a valid string",
        ),
        (
            'version = "1"\n[[wagons]]\nname = "a"\ncolor = "blue"\n',
            "train.toml, line 4: [wagons[1].color] 'blue' is not one of 'red' or 'green'",
        ),
        (
            (
                'version = "1"\n[[wagons]]\nname = "a"\n[[wagons.wheels]]\nsize = 1\n'
                '[[wagons.wheels]]\nsize = "big"\n'
            ),
            (
                "train.toml, line 7: [wagons[1].wheels[2].size] 'big': input should be a valid "
                "integer, unable to parse string as an integer"
            ),
        ),
        (
            'version = "1"\nengine.boiler.size = "big"\n',
            (
                "train.toml, line 2: [engine.boiler.size] 'big': input should be a valid integer, "
                "unable to parse string as an integer"
            ),
        ),
        (
            'version = "1"\ncolors = [\n  "red", # ]\n  3,\n]\n',
            "train.toml, line 4: [colors[2]] '3': input should be a valid string",
        ),
        (
            'version = """\n[engine]\npower = 1\n"""\ntitel = 1\n',
            "train.toml, line 5: [titel] 'titel' is not a known key; did you mean 'title'",
        ),
        (
            'version = "1"\n[[wagons]]\nname = "a"\n[[wagons]]\nname = "b"\n',
            "train.toml, line 5: [wagons[2].name] too long a train",
        ),
    ],
)
def test_a_fault_says_file_line_place_and_rule(text: str, fault: str) -> None:
    """Whatever kind of fault, and however the TOML is written."""
    assert faults(text) == [fault]


def test_all_faults_come_in_one_go_sorted_by_line() -> None:
    """Line 12 stands after line 3, as numbers do and words do not."""
    text = """titel = "x"

[engine]
power = "x"

[[wagons]]
color = "red"

[[wagons]]
name = "b"

color = "blue"
"""
    assert faults(text) == [
        "train.toml, line 1: [titel] 'titel' is not a known key; did you mean 'title'",
        "train.toml, line 1: [version] is required and missing",
        (
            "train.toml, line 4: [engine.power] 'x': input should be a valid integer, "
            "unable to parse string as an integer"
        ),
        "train.toml, line 6: [wagons[1].name] is required and missing",
        "train.toml, line 10: [wagons[2].name] too long a train",
        "train.toml, line 12: [wagons[2].color] 'blue' is not one of 'red' or 'green'",
    ]


def test_a_place_names_only_what_stands_in_the_file() -> None:
    """Not the types that a value may have."""
    places = {fault.split("]")[0] for fault in faults('version = "1"\nshare = "x"\n')}
    assert places == {"train.toml, line 2: [share"}


def test_a_table_with_a_fault_in_it_is_not_missing() -> None:
    """The fault inside is all there is to say."""
    assert faults('[[members]]\nsize = "x"\n', Crew) == [
        (
            "train.toml, line 2: [members[1].size] 'x': input should be a valid integer, "
            "unable to parse string as an integer"
        )
    ]


def test_long_values_are_cut_in_messages() -> None:
    """After eighty characters."""
    [fault] = faults(f'version = "1"\n[engine]\npower = "{"x" * 81}"\n')
    assert f"'{'x' * 80}…'" in fault


def test_broken_toml_is_one_sentence_with_its_line() -> None:
    """In the words of the TOML reader."""
    with pytest.raises(SpecError, match=r"^'train\.toml' is not valid TOML: .*\(at line 2, "):
        parse_toml('version = "1"\ntitle = \n', "train.toml", Train, SpecError)


def test_line_numbers_of_tables_and_keys() -> None:
    """Elements of arrays of tables are numbered anew in each table that holds them."""
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
    """Whatever values, comments and tables stand before it."""
    text = ""
    expected: dict[Where, int] = {}
    here: Where = ()
    for i, (before, value, new_table, is_array) in enumerate(statements):
        text += before
        if new_table:
            here = (f"t{i}", 0) if is_array else (f"t{i}",)
            expected[here[:1]] = expected[here] = text.count("\n") + 1
            text += f"[[t{i}]]\n" if is_array else f"[t{i}]\n"
        expected[*here, f"k{i}"] = text.count("\n") + 1
        text += f"k{i} = {value}\n"
    found = line_numbers(text.replace("\n", line_end))
    assert {where: found.get(where) for where in expected} == expected


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85"])
def test_only_line_feeds_end_lines(char: str) -> None:
    """As in TOML, where other separators may stand in strings and comments."""
    assert line_numbers(f'a = "x{char}y"\nb = 1 # x{char}y\nc = 1\n') == {
        ("a",): 1,
        ("b",): 2,
        ("c",): 3,
    }


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """Editors on Windows write one."""
    path = tmp_path / "train.toml"
    path.write_bytes(b'\xef\xbb\xbfversion = "1"\n')
    assert load_toml(path, Train, SpecError).version == "1"


def test_files_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    """In the error class of who asks."""
    missing, latin = tmp_path / "missing.toml", tmp_path / "latin.toml"
    latin.write_bytes(b'version = "caf\xe9"')
    expected = {
        missing: f"'{missing}' does not exist",
        tmp_path: f"'{tmp_path}' is a folder; name the TOML file in it",
        latin: f"'{latin}' is not UTF-8 text; save it as UTF-8",
    }
    for path, message in expected.items():
        with pytest.raises(CodebookError) as caught:
            load_toml(path, Train, CodebookError)
        assert str(caught.value) == message
