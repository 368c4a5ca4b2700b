"""What is printed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tenor.cli.show import print_table, printable


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
