"""Cells that a spreadsheet may open."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tenor.cells import cell, check_csv, write_csv
from tenor.errors import OutputError


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_that_begins_like_a_formula_stays_text(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_a_number_is_a_number_though_it_is_negative() -> None:
    assert cell(-0.25) == "-0.25"


def test_lists_and_missing_values_become_text() -> None:
    assert [cell(["a", "b"]), cell(None), cell("one\rtwo")] == ["a; b", "", "one two"]


def test_a_table_is_written_in_the_order_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    write_csv(path, ("b", "a"), [{"a": "=x", "b": 1}, {"a": 'say "hi"\n', "b": 2}])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [["b", "a"], ["1", "'=x"], ["2", 'say "hi"\n']]


def test_a_table_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_csv(tmp_path / "out.csv", ("a",), [{"a": 1}, {}])
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_is_told_beforehand(tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    for name, fault in [
        ("out.txt", "must end in .csv"),
        ("there.csv", "exists already; name another file, or use --force"),
        ("folder.csv", "is a folder; name a file"),
        ("no/out.csv", "does not exist; make it first"),
    ]:
        with pytest.raises(OutputError, match=fault):
            check_csv(tmp_path / name)
    check_csv(tmp_path / "there.csv", force=True)
