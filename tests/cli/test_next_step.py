"""What commands suggest to do next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from typer.main import get_command

from tenor.cli.main import app

from ..conftest import Project
from ..corpus.draws.examples import write_corpus


def last_lines(*arguments: str) -> list[str]:
    """Run a command, and return its last two lines."""
    result = CliRunner().invoke(get_command(app), arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.stdout.splitlines()[-2:]


@pytest.mark.usefixtures("in_the_project")
def test_codings_of_several_coders_are_compared_next(project: Project, tmp_path: Path) -> None:
    corpus = shutil.copytree(project.folder / "data/corpus", tmp_path / "corpus")
    codings = str(project.folder / "data/codings.csv")
    assert last_lines("codings", "import", codings, "--corpus", str(corpus)) == [
        "  next: see how far they agree (coders have articles in common)",
        f"    tenor agree {corpus}",
    ]


def test_codings_of_one_coder_train_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the specs of the project, if the corpus is its own."""
    monkeypatch.chdir(tmp_path)
    corpus = write_corpus(tmp_path / "data/corpus", ["a3"])
    codings = tmp_path / "codings.csv"
    assert last_lines("codings", "export", "data/corpus", "--output", str(codings))
    command = ["codings", "import", "codings.csv", "--corpus", str(corpus.path)]
    assert last_lines(*command) == [
        "  next: write specs that fit the corpus (to train by them)",
        f"    tenor init specs --corpus {corpus.path}",
    ]
    (tmp_path / "tenor.toml").write_text('corpus = "data/corpus"\n')
    (tmp_path / "experiments").mkdir()
    for name in ("themes.toml", "a stance.toml", "notes.md"):
        (tmp_path / "experiments" / name).touch()
    assert last_lines(*command) == [
        "  next: train (the specs of this project)",
        "    tenor train 'experiments/a stance.toml' experiments/themes.toml",
    ]
