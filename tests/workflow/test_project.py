"""A new project folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import Codebook
from tenor.errors import OutputError
from tenor.models import Experiment
from tenor.workflow.project import LAYOUT, make_project


def test_a_project_has_every_part_of_the_sample(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project")
    for place in LAYOUT.values():
        assert (folder / place).exists(), place
    Codebook.load(folder / "codebook.toml")
    for spec in (folder / "experiments").iterdir():
        Experiment.load(spec)


def test_an_empty_folder_is_used_and_a_folder_with_files_is_refused(tmp_path: Path) -> None:
    assert make_project(tmp_path) == tmp_path
    with pytest.raises(OutputError, match="exists already and is not empty; name another folder"):
        make_project(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="exists already"):
        make_project(tmp_path / "file")
