"""Printed tables."""

from __future__ import annotations

import pytest

from tenor.cli.tables import print_table
from tenor.present import printable


def test_control_characters_are_replaced() -> None:
    assert printable("a\x1b[31mred\x07\u202eb\n") == "a\ufffd[31mred\ufffd\ufffdb\ufffd"


def test_a_cell_is_printed_as_text_without_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["title"], [["[bold red]X[/] :smile: \x1b[2J"]])
    assert "[bold red]X[/] :smile: \ufffd[2J" in capsys.readouterr().out


def test_the_last_columns_are_right_aligned_if_they_hold_numbers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_table(["name", "n"], [["a", "5"], ["bcd", "100"]], numbers=1)
    _, _, *rows = capsys.readouterr().out.splitlines()
    assert rows == [" a        5", " bcd    100"]
