"""Models loaded and exported by reference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.articles import Article, read_articles
from tenor.errors import BundleError, OutputError, StoreError
from tenor.models.signature import make_keys
from tenor.tracking import read_text
from tenor.workflow import loading
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
    with pytest.raises(StoreError, match="'nobody' is neither a bundle nor a model"):
        load_model("nobody")


def test_an_exported_bundle_has_every_file_and_replaces_nothing(tmp_path: Path) -> None:
    written = export_bundle(CHAMPION, tmp_path / "bundle")
    files = [path for path in (tmp_path / "bundle").rglob("*") if path.is_file()]
    assert written == (len(files), True, False)
    with pytest.raises(OutputError, match="exists already; name another folder"):
        export_bundle(CHAMPION, tmp_path / "bundle")


def test_a_changed_bundle_is_refused(tmp_path: Path) -> None:
    export_bundle(CHAMPION, tmp_path / "bundle")
    codebook = tmp_path / "bundle" / "codebook.toml"
    codebook.write_text(codebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(BundleError):
        load_model(tmp_path / "bundle")


def test_a_model_is_loaded_from_one_file_as_from_the_store(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    written = export_bundle(CHAMPION, tmp_path / "themes.zip", as_zip=True)
    loaded, stored = load_model(tmp_path / "themes.zip"), load_model(CHAMPION)
    assert written.has_card
    assert loaded.fingerprint == stored.fingerprint
    assert loaded.folder is not None
    assert loaded.folder.is_relative_to(tmp_path / "cache")
    articles = [a for a in read_articles("data/new") if isinstance(a, Article)]
    assert loaded.predict(articles) == project.themes.model.predict(articles)


def test_the_card_of_the_run_is_in_the_bundle(project: Project, tmp_path: Path) -> None:
    export_bundle(CHAMPION, tmp_path / "bundle")
    card = (tmp_path / "bundle" / "model_card.md").read_text(encoding="utf-8")
    assert card == read_text(project.themes.run_id, "model_card.md")
    assert card.startswith("# tenor-theme\n\n## Scores\n")


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_signature_is_kept_when_a_signed_bundle_is_exported_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_zip: bool
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    public = make_keys(tmp_path / "release.key")
    first, second = tmp_path / "first.zip", tmp_path / f"second{'.zip' if as_zip else ''}"
    assert export_bundle(CHAMPION, first, as_zip=True, key=tmp_path / "release.key").is_signed
    assert export_bundle(str(first), second, as_zip=as_zip).is_signed
    assert load_model(second, public_key=public).labels == load_model(CHAMPION).labels
    if as_zip:
        assert second.read_bytes() == first.read_bytes()


def test_a_model_of_the_store_is_not_signed(tmp_path: Path) -> None:
    public = make_keys(tmp_path / "release.key")
    with pytest.raises(BundleError, match="is not signed"):
        load_model(CHAMPION, public_key=public)


def test_a_bundle_that_is_replaced_after_its_signature_is_checked_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = make_keys(tmp_path / "release.key")
    export_bundle(CHAMPION, tmp_path / "bundle", key=tmp_path / "release.key")
    monkeypatch.setattr(loading, "check_signature", lambda folder, key: "another")
    with pytest.raises(BundleError, match="was replaced while it was used"):
        load_model(tmp_path / "bundle", public_key=public)
