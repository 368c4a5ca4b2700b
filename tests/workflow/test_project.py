"""A new project folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.codebook import Codebook
from tenor.errors import OutputError
from tenor.models.spec import Experiment
from tenor.settings import Settings
from tenor.workflow.codebooks import check_codebook
from tenor.workflow.project import COMMON, EMPTY, EMPTY_FOLDERS, SAMPLE, make_project


def test_a_project_has_every_part_of_the_sample(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project")
    for place in (*COMMON.values(), *SAMPLE.values()):
        assert (folder / place).exists(), place
    Codebook.load(folder / "codebook.toml")
    for spec in (folder / "experiments").iterdir():
        Experiment.load(spec)


def test_an_empty_project_has_a_valid_skeleton_and_no_articles(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "project", empty=True)
    files = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert files == {*COMMON.values(), *EMPTY.values()}
    assert all((folder / name).is_dir() for name in EMPTY_FOLDERS)
    codebook, warnings = check_codebook(folder / "codebook.toml")
    assert (codebook.theme_names, codebook.target_names) == (("economy",), ("bridge-toll",))
    assert warnings == []
    for spec in (folder / "experiments").iterdir():
        assert Experiment.load(spec).corpus_path == folder / "data/corpus"
    settings = Settings.load(folder / "tenor.toml")
    assert (settings.corpus, settings.codebook, settings.store) == (
        "data/corpus",
        "codebook.toml",
        "mlflow.db",
    )
    assert len((folder / "README.md").read_text(encoding="utf-8").splitlines()) == 10


def test_an_empty_project_joins_other_files_and_replaces_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    make_project(tmp_path, empty=True)
    (tmp_path / "tenor.toml").unlink()
    with pytest.raises(OutputError, match="exists already; name another folder"):
        make_project(tmp_path, empty=True)
    assert not (tmp_path / "tenor.toml").exists()
    with pytest.raises(OutputError, match="is a file"):
        make_project(tmp_path / "notes.txt", empty=True)


def test_an_empty_folder_is_used_and_a_folder_with_files_is_refused(tmp_path: Path) -> None:
    assert make_project(tmp_path) == tmp_path
    with pytest.raises(OutputError, match="exists already and is not empty; name another folder"):
        make_project(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="exists already"):
        make_project(tmp_path / "file")
