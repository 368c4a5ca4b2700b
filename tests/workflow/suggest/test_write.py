"""Writing suggested specs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import OutputError
from tenor.models.spec import Experiment
from tenor.workflow.suggest.write import write_specs

from ...conftest import Project


def test_specs_name_the_corpus_from_their_own_folder(project: Project, tmp_path: Path) -> None:
    (tmp_path / "other.txt").touch()
    paths = write_specs(tmp_path, project.corpus.path.resolve())
    for path in paths:
        corpus_path = Experiment.load(path).corpus_path
        assert corpus_path is not None
        assert corpus_path.resolve() == (project.folder / "data/corpus").resolve()


def test_no_file_is_overwritten(project: Project, tmp_path: Path) -> None:
    (tmp_path / "themes.toml").write_text("mine")
    with pytest.raises(OutputError, match=r"themes.toml' exists already; name another folder"):
        write_specs(tmp_path, project.folder / "data/corpus")
    assert [path.name for path in tmp_path.iterdir()] == ["themes.toml"]
    assert (tmp_path / "themes.toml").read_text() == "mine"
