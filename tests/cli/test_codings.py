"""The choices of ``tenor codings`` and ``tenor codebook``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from click.testing import CliRunner
from typer.main import get_command

from tenor.cli.codebook import show
from tenor.cli.codings_sheet import FormatName, Unit
from tenor.cli.main import app
from tenor.codebook.page import PageFormat
from tenor.corpus import draws
from tenor.labeling.formats import FORMATS, Coding, read

from ..conftest import Project
from ..corpus.draws.examples import write_corpus
from ..end_to_end.test_installed_command import tenor


def test_every_format_in_the_table_is_a_choice() -> None:
    """The command line names the formats without importing their table."""
    assert get_args(FormatName) == tuple(FORMATS)


def test_every_format_of_a_codebook_page_is_a_choice() -> None:
    choices = get_args(get_type_hints(show, include_extras=True)["page_format"])[0]
    assert get_args(choices) == get_args(PageFormat)


def run(arguments: list[str]) -> int:
    """Run a command line in this process, and return its exit code."""
    result = CliRunner().invoke(get_command(app), arguments)
    sys.stdout.write(result.stdout)
    sys.stderr.write(result.stderr)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code


def test_both_units_are_choices() -> None:
    assert get_args(Unit) == get_args(draws.Unit)


@pytest.mark.usefixtures("in_the_project")
def test_draws_are_listed_with_what_is_not_coded(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sample is coded, so that its articles are drawn again, and all are certain."""
    corpus = shutil.copytree(project.folder / "data/corpus", tmp_path / "corpus")
    uncoded = write_corpus(tmp_path / "small", ["a3"])
    for command in (
        ["sheet", str(corpus), "--n", "5", "--coders", "ana", "--include-drawn", "--by", "outlet"],
        ["sheet", str(uncoded.path), "--n", "4", "--coders", "ana,ben", "--for", "stories"],
    ):
        output = ["--output", str(tmp_path / command[1].rpartition("/")[2]) + "-sheets"]
        assert run(["codings", *command, *output]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[1] == "  recorded as draw-1, for shares of articles; 5 of them are coded already"
    assert printed[2] == "  next: import the sheets (once they are filled in)"
    assert printed[3] == f"    tenor codings import FILE... --corpus {corpus}"
    assert printed[4].endswith(
        "small-sheets: 4 of 9 articles, each for one of 2 coders; inclusion probability 0.444 "
        "(sample.csv)"
    )
    assert printed[5] == "  recorded as draw-1, for shares of stories"
    assert run(["codings", "draws", str(uncoded.path)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert " ".join(printed[0].split()) == "draw drawn on for design drawn coded not coded"
    assert printed[2].split()[0] == "draw-1"
    assert printed[2].split()[2:] == ["stories", "random", "4", "0", "4"]
    assert printed[3:] == [
        "  not coded of draw-1: ana 2, ben 2",
        "  1 article coded before the first draw, taken as drawn for certain",
    ]
    assert run(["codings", "draws", str(uncoded.path), "--undo"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"{uncoded.path}: draw-1 removed"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--n", "5", "--by", "month", "--stale"],
            "are not drawn; leave out the options of a draw",
        ),
        ([], "name the number of articles to draw, as in --n 50"),
        (["--n", "5", "--uncertain", "1.5"], "Input should be less than or equal to 1"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    output = str(tmp_path / "x")
    assert run(["codings", "sheet", str(corpus.path), "--output", output, *arguments]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


@pytest.mark.usefixtures("in_the_project")
@pytest.mark.parametrize("name", ["all.csv", "all.XLSX"])
def test_the_format_of_an_export_is_that_of_its_name(name: str, tmp_path: Path) -> None:
    output = tmp_path / name
    assert run(["codings", "export", "data/corpus", "--output", str(output)]) == 0
    explicit = tmp_path / f"explicit{output.suffix}"
    command = ["codings", "export", "data/corpus", "--output", str(explicit), "--format"]
    assert run([*command, output.suffix[1:].lower()]) == 0
    assert [*read(output)] == [
        item._replace(file=str(output)) if isinstance(item, Coding) else item
        for item in read(explicit)
    ]


def test_the_format_of_another_export_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    assert run(["codings", "export", str(corpus.path), "--output", "all.json"]) == 2
    message = " ".join(capsys.readouterr().err.split())
    assert "'all.json' ends neither in .csv nor in .xlsx; name its format" in message


def test_help_lists_the_formats(tmp_path: Path) -> None:
    completed = tenor("codings", "import", "--help", cwd=tmp_path)
    assert f"auto|{'|'.join(FORMATS)}" in completed.stdout


def test_an_unknown_format_is_a_usage_error(tmp_path: Path) -> None:
    completed = tenor("codings", "export", "c", "--format", "xls", "--output", "x", cwd=tmp_path)
    assert completed.returncode == 2
    assert "'label-studio'" in completed.stderr
