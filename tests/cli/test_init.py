"""The output of ``tenor init``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.init import init
from tenor.models.default_spec import BEST_SEARCH
from tenor.models.spec import Experiment

from ..conftest import Project


def test_it_prints_the_next_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "project"
    init(folder)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith(f"made {folder}: tenor.toml, codebook.toml, data/")
    assert [line.split()[:2] for line in printed if line.startswith("  ")][-6:] == [
        ["cd", str(folder)],
        ["tenor", "prep"],
        ["tenor", "agree"],
        ["tenor", "adjudicate"],
        ["tenor", "train"],
        ["tenor", "predict"],
    ]


def test_an_empty_project_begins_with_its_codebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path / "project", empty=True)
    printed = capsys.readouterr().out.splitlines()
    assert printed[-2:] == ["  tenor codebook check", "  cat README.md"]


def test_with_a_corpus_it_writes_specs_that_fit(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path, corpus=project.folder / "data/corpus")
    first, _, command = capsys.readouterr().out.splitlines()
    names = sorted(str(path) for path in tmp_path.iterdir())
    assert sorted(command.split()[2:-1]) == names
    assert len(names) == 4
    assert first.endswith("their comments give the reasons")


def test_the_best_specs_of_a_project_have_a_search(tmp_path: Path) -> None:
    init(tmp_path / "quick")
    init(tmp_path / "best", best=True)
    for name in ("themes", "stance"):
        quick, best = (
            Experiment.load(tmp_path / kind / "experiments" / f"{name}.toml")
            for kind in ("quick", "best")
        )
        assert best.search == BEST_SEARCH
        assert best.without_search().model_dump() == quick.model_dump()
