"""What is printed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from tenor.cli.show import print_pooled, print_table, print_trained, printable
from tenor.evaluation import Interval
from tenor.evaluation.slices import SliceScore
from tenor.workflow.pooled import pool

from ..conftest import Project


def test_nothing_from_a_file_drives_the_terminal() -> None:
    assert printable("a\x1b[31mred\x07\u202eb\n") == "a\ufffd[31mred\ufffd\ufffdb\ufffd"


def test_a_cell_is_text_and_never_markup(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(["title"], [["[bold red]X[/] :smile: \x1b[2J"]])
    assert "[bold red]X[/] :smile: \ufffd[2J" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import tenor", ["numpy", "pydantic", "typer", "rich"]),
        ("import tenor.cli.main", ["numpy", "pydantic", "pandas", "mlflow", "sklearn", "pyarrow"]),
        ("from tenor import read_articles", ["numpy", "pandas", "pyarrow", "trafilatura"]),
        ("from tenor import load_model", ["mlflow", "sklearn", "pandas", "scipy", "numba"]),
        ("from tenor import Corpus", ["mlflow", "sklearn", "matplotlib"]),
    ],
)
def test_an_import_brings_nothing_heavy(statement: str, heavy: list[str]) -> None:
    code = f"{statement}\nimport sys\nprint([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_slices_clearly_below_the_whole_are_named(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """With their intervals and sizes, and out of how many; an outlet's name drives nothing."""
    low = SliceScore("outlet", "Leaf\x1blet", 30, 0.2, 0.1, Interval(0.1, 0.3))
    high = SliceScore("outlet", "Courier", 40, 0.9, 0.9, Interval(0.8, 0.95))
    few = SliceScore("month", "2018-03", 4, 0.0, 0.0, None)
    themes = project.themes
    print_trained(replace(themes, diagnosis=replace(themes.diagnosis, slices=(high, low, few))))
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    [head] = [words for words in printed if words[:1] == ["lowest"]]
    assert " ".join(head[:9]) == "lowest of 2 slices with 20 distinct articles or"
    [row] = [words for words in printed if words[:1] == ["outlet:"]]
    assert row == ["outlet:", "Leaf\ufffdlet", "0.200", "[.10,", ".30]", "30"]


def test_all_targets_of_a_training_have_a_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    print_pooled(pool(project.stances))
    printed = capsys.readouterr().out
    assert printed.startswith("\nall 3 targets, 99 answers: macro-F1 0.")
    assert "F_avg 0." in printed
    print_pooled(None)
    assert capsys.readouterr().out == ""
