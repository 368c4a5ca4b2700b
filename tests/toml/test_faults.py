"""Faults of TOML files: all of them, each with its line."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field

from tenor.errors import SpecError
from tenor.toml import TomlTable, parse_toml
from tests.toml.convoy import Convoy, Wheel


class Crew(TomlTable):
    members: tuple[Wheel, ...] = Field(min_length=1)


def faults(text: str, schema: type[BaseModel] = Convoy) -> list[str]:
    with pytest.raises(SpecError) as caught:
        parse_toml(text, "convoy.toml", schema, SpecError)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            'version = "1"\n\ntitel = "x"\n',
            "convoy.toml, line 3: [titel] 'titel' is not a known key; did you mean 'title'?",
        ),
        (
            'version = "1"\n[engine]\nqqqq = 1\n',
            (
                "convoy.toml, line 3: [engine.qqqq] 'qqqq' is not a known key; "
                "known here: boiler, power"
            ),
        ),
        (
            'version = "1"\n[engine.boiler]\nsize = 1\nsise = 2\n',
            (
                "convoy.toml, line 4: [engine.boiler.sise] 'sise' is not a known key; "
                "did you mean 'size'?"
            ),
        ),
        ('title = "x"\n', "convoy.toml, line 1: [version] is required and missing; add it"),
        (
            'version = "1"\n[[wagons]]\ncolor = "red"\n',
            "convoy.toml, line 2: [wagons[1].name] is required and missing; add it",
        ),
        (
            'version = "1"\n\n\n[engine]\npower = "x"\n',
            (
                "convoy.toml, line 5: [engine.power] 'x': input should be a valid integer, "
                "unable to parse string as an integer"
            ),
        ),
        (
            '# first\nversion = 1 # not "1"\n',
            "convoy.toml, line 2: [version] '1': input should be a valid string",
        ),
        (
            'version = "1"\n[[wagons]]\nname = "a"\ncolor = "blue"\n',
            "convoy.toml, line 4: [wagons[1].color] 'blue' is not one of 'red' or 'green'",
        ),
        (
            (
                'version = "1"\n[[wagons]]\nname = "a"\n[[wagons.wheels]]\nsize = 1\n'
                '[[wagons.wheels]]\nsize = "big"\n'
            ),
            (
                "convoy.toml, line 7: [wagons[1].wheels[2].size] 'big': input should be a valid "
                "integer, unable to parse string as an integer"
            ),
        ),
        (
            'version = "1"\nengine.boiler.size = "big"\n',
            (
                "convoy.toml, line 2: [engine.boiler.size] 'big': input should be a valid integer, "
                "unable to parse string as an integer"
            ),
        ),
        (
            'version = "1"\ncolors = [\n  "red", # ]\n  3,\n]\n',
            "convoy.toml, line 4: [colors[2]] '3': input should be a valid string",
        ),
        (
            'version = """\n[engine]\npower = 1\n"""\ntitel = 1\n',
            "convoy.toml, line 5: [titel] 'titel' is not a known key; did you mean 'title'?",
        ),
        (
            'version = "1"\n[[wagons]]\nname = "a"\n[[wagons]]\nname = "b"\n',
            "convoy.toml, line 5: [wagons[2].name] too many wagons",
        ),
    ],
)
def test_a_fault_names_file_line_key_and_rule(text: str, fault: str) -> None:
    """For every kind of fault and every way to write a key."""
    assert faults(text) == [fault]


def test_all_faults_are_reported_together_sorted_by_line_number() -> None:
    """By number, not by text: line 12 follows line 4."""
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
        "convoy.toml, line 1: [titel] 'titel' is not a known key; did you mean 'title'?",
        "convoy.toml, line 1: [version] is required and missing; add it",
        (
            "convoy.toml, line 4: [engine.power] 'x': input should be a valid integer, "
            "unable to parse string as an integer"
        ),
        "convoy.toml, line 6: [wagons[1].name] is required and missing; add it",
        "convoy.toml, line 10: [wagons[2].name] too many wagons",
        "convoy.toml, line 12: [wagons[2].color] 'blue' is not one of 'red' or 'green'",
    ]


def test_a_fault_names_only_keys_of_the_file() -> None:
    """The members of a union type, which pydantic reports, are left out."""
    keys = {fault.split("]")[0] for fault in faults('version = "1"\nshare = "x"\n')}
    assert keys == {"convoy.toml, line 2: [share"}


def test_an_array_whose_only_table_is_faulty_is_not_reported_as_too_short() -> None:
    """Only the fault of the table is reported."""
    assert faults('[[members]]\nsize = "x"\n', Crew) == [
        (
            "convoy.toml, line 2: [members[1].size] 'x': input should be a valid integer, "
            "unable to parse string as an integer"
        )
    ]


def test_long_values_are_shortened_in_messages() -> None:
    """To eighty characters."""
    [fault] = faults(f'version = "1"\n[engine]\npower = "{"x" * 81}"\n')
    assert f"'{'x' * 79}…'" in fault
