"""Reading TOML files into schemas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import CodebookError, SpecError
from tenor.toml import load_toml, parse_toml
from tests.toml.convoy import Convoy, Wagon, Wheel


def test_a_valid_text_becomes_an_instance_of_its_schema() -> None:
    """With nested tables and arrays of tables."""
    convoy = parse_toml(
        'version = "1"\nengine.power = 3\n[[wagons]]\nname = "a"\n[[wagons.wheels]]\nsize = 2\n',
        "convoy.toml",
        Convoy,
        SpecError,
    )
    assert convoy.engine.power == 3
    assert convoy.wagons == (Wagon(name="a", wheels=(Wheel(size=2),)),)


def test_invalid_toml_raises_one_sentence_with_its_line() -> None:
    """The sentence of tomllib."""
    with pytest.raises(SpecError, match=r"^'convoy\.toml' is not valid TOML: .*\(at line 2, "):
        parse_toml('version = "1"\ntitle = \n', "convoy.toml", Convoy, SpecError)


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    """Some editors on Windows write one."""
    path = tmp_path / "convoy.toml"
    path.write_bytes(b'\xef\xbb\xbfversion = "1"\n')
    assert load_toml(path, Convoy, SpecError).version == "1"


def test_a_file_that_cannot_be_read_raises_one_sentence(tmp_path: Path) -> None:
    """In the error class that the caller names."""
    missing, latin = tmp_path / "missing.toml", tmp_path / "latin.toml"
    latin.write_bytes(b'version = "caf\xe9"')
    expected = {
        missing: f"'{missing}' does not exist; name an existing TOML file",
        tmp_path: f"'{tmp_path}' is a folder; name the TOML file in it",
        latin: f"'{latin}' is not UTF-8 text; save it as UTF-8",
    }
    for path, message in expected.items():
        with pytest.raises(CodebookError) as caught:
            load_toml(path, Convoy, CodebookError)
        assert str(caught.value) == message


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = " + "[" * 5000 + "]" * 5000, "it is nested too deeply"),
        ("version = " + "9" * 10_000, "Exceeds the limit"),
        ("a." * 2_000 + "a = 1", "it is nested too deeply"),
        ("a." * 500_000 + "a = 1", "its keys have too many parts, joined by dots"),
        ("[" + "a." * 900 + "a]\n" + "b = 1\n" * 9_000, "its keys have too many parts"),
    ],
)
def test_toml_that_python_cannot_hold_raises_one_sentence(text: str, fault: str) -> None:
    with pytest.raises(SpecError, match=rf"^'convoy\.toml' is not valid TOML: {fault}") as raised:
        parse_toml(text, "convoy.toml", Convoy, SpecError)
    assert len(raised.value.faults) == 1


def test_a_file_that_takes_long_to_parse_is_refused_at_once() -> None:
    with pytest.raises(SpecError, match=r"^'convoy\.toml' has more than 2,000,000 characters"):
        parse_toml("#" * 2_000_001, "convoy.toml", Convoy, SpecError)


def test_long_lists_with_dots_are_read() -> None:
    names = ", ".join(f"'outlet{i}.example'" for i in range(1500))
    with pytest.raises(SpecError, match=r"\[outlets\] 'outlets' is not a known key"):
        parse_toml(f"outlets = [{names}]\n" + "# e.g.\n" * 10_000, "x", Convoy, SpecError)
