"""The model registry."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tenor.errors import StoreError
from tenor.models import load_bundle
from tenor.tracking import champions, find_bundle, list_versions, open_store, promote, registry

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_every_form_of_reference_leads_to_the_same_bundle(project: Project) -> None:
    version = project.themes.version
    references = [
        "tenor-theme@champion",
        "models:/tenor-theme@champion",
        f"models:/tenor-theme/{version}",
        f"runs:/{project.themes.run_id}",
        f"runs:/{project.themes.run_id}/model",
    ]
    bundles = [find_bundle(reference) for reference in references]
    labels = [load_bundle(bundle).labels for bundle in bundles]
    assert labels == [project.themes.model.labels] * 5
    assert find_bundle(str(bundles[0])) == bundles[0]


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("nothing", "'nothing' is neither a bundle nor a model"),
        ("tenor-theme@nobody", "is not registered in this store"),
        ("models:/tenor-theme/999", "is not registered in this store"),
        ("runs:/0123456789abcdef0123456789abcdef", "cannot be fetched"),
    ],
)
def test_a_reference_to_no_model_raises_one_sentence(reference: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as raised:
        find_bundle(reference)
    assert len(str(raised.value).splitlines()) == 1


def test_the_champion_of_themes_comes_first(project: Project) -> None:
    assert champions() == [
        "tenor-theme@champion",
        "tenor-stance-bridge-toll@champion",
        "tenor-stance-orle-dam@champion",
        "tenor-stance-school-merger@champion",
    ]


def test_promoting_sets_the_alias_and_keeps_the_others(project: Project) -> None:
    [before] = [v for v in list_versions() if "champion" in v.aliases and v.name == "tenor-theme"]
    promoted = promote("tenor-theme@champion", alias="reviewed")
    assert promoted.version == project.themes.version
    [version] = [v for v in list_versions() if v.name == "tenor-theme" and "reviewed" in v.aliases]
    assert version.aliases == tuple(sorted({*before.aliases, "reviewed"}))
    assert version.run_id == project.themes.run_id
    assert version.metrics["macro_f1"] == round(project.themes.rows[0].scores.macro_f1, 3)


def test_a_downloaded_model_is_in_a_folder_that_the_process_removes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    reference = "models:/tenor-theme@champion"
    bundle = registry._download(open_store(), reference, reference)
    assert (bundle / "MLmodel").is_file()
    assert bundle.is_relative_to(tmp_path)
    registry._downloads.close()
    assert list(tmp_path.iterdir()) == []
