"""Models loaded and exported by reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import BundleError, OutputError, StoreError
from tenor.workflow.loading import export_bundle, load_model, load_models

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")

CHAMPION = "tenor-theme@champion"


def test_a_model_is_loaded_by_its_alias_its_run_or_its_bundle(
    project: Project, tmp_path: Path
) -> None:
    export_bundle(CHAMPION, tmp_path / "bundle")
    for reference in (CHAMPION, f"runs:/{project.themes.run_id}", str(tmp_path / "bundle")):
        model = load_model(reference)
        assert model.name == "tenor-theme"
        assert model.labels == project.themes.model.labels


def test_without_references_every_champion_is_loaded(project: Project) -> None:
    names = [project.themes.model.name, *(result.model.name for result in project.stances)]
    models = load_models([])
    assert sorted(model.name for model in models.values()) == sorted(names)
    assert list(load_models([CHAMPION])) == [CHAMPION]


def test_an_unknown_reference_is_an_error_that_names_it() -> None:
    with pytest.raises(StoreError, match="'nobody' is neither a folder nor a model"):
        load_model("nobody")


def test_an_exported_bundle_has_every_file_and_replaces_nothing(tmp_path: Path) -> None:
    n_files = export_bundle(CHAMPION, tmp_path / "bundle")
    assert len([path for path in (tmp_path / "bundle").rglob("*") if path.is_file()]) == n_files
    with pytest.raises(OutputError, match="exists already; name another folder"):
        export_bundle(CHAMPION, tmp_path / "bundle")


def test_a_changed_bundle_is_refused(tmp_path: Path) -> None:
    export_bundle(CHAMPION, tmp_path / "bundle")
    codebook = tmp_path / "bundle" / "codebook.toml"
    codebook.write_text(codebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(BundleError):
        load_model(tmp_path / "bundle")
