"""The bundle: what is saved loads the same, and anything else is refused."""

from __future__ import annotations

import json
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest

from tenor.articles import Article, read_articles
from tenor.errors import BundleError, OutputError
from tenor.models import load_bundle, save_bundle, verify_bundle

from ..conftest import Project


@pytest.fixture(scope="module")
def saved(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "themes"
    save_bundle(project.themes.model, path, project.corpus.codebook_text)
    return path


@pytest.fixture
def bundle(saved: Path, tmp_path: Path) -> Path:
    """A copy of a good bundle, to be spoiled."""
    return shutil.copytree(saved, tmp_path / "bundle")


def _sign(bundle: Path) -> None:
    """Make the manifest fit the files again, as a stranger could."""
    import hashlib

    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["sha256"] = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in bundle.iterdir()
        if file.name != "manifest.json"
    }
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def test_a_loaded_model_says_the_same_as_the_one_that_was_saved(
    project: Project, saved: Path
) -> None:
    articles = [a for a in read_articles(project.folder / "data/new") if isinstance(a, Article)]
    assert len(articles) == 40
    assert load_bundle(saved).predict(articles) == project.themes.model.predict(articles)


def test_large_arrays_are_memory_mapped(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenor.models.bundle.MAPPED_FROM", 1000)
    assert isinstance(load_bundle(bundle).weights, np.memmap)


def test_saving_over_something_is_refused(project: Project, saved: Path) -> None:
    with pytest.raises(OutputError, match="exists already"):
        save_bundle(project.themes.model, saved, project.corpus.codebook_text)


def test_a_changed_file_is_refused(bundle: Path) -> None:
    array = np.load(bundle / "intercept.npy")
    np.save(bundle / "intercept.npy", array + 1)
    with pytest.raises(BundleError, match=r"'intercept.npy' in bundle .* was changed since"):
        load_bundle(bundle)


def test_a_missing_file_is_refused(bundle: Path) -> None:
    (bundle / "slope.npy").unlink()
    with pytest.raises(BundleError, match=r"lacks 'slope.npy', which its manifest names"):
        verify_bundle(bundle)


def test_an_unknown_file_is_refused(bundle: Path) -> None:
    (bundle / "extra.pkl").write_bytes(b"")
    with pytest.raises(BundleError, match=r"holds 'extra.pkl', which its manifest does not name"):
        load_bundle(bundle)


def test_a_link_in_a_bundle_is_refused(bundle: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.npy"
    shutil.move(bundle / "slope.npy", elsewhere)
    (bundle / "slope.npy").symlink_to(elsewhere)
    with pytest.raises(BundleError, match="not a plain file"):
        load_bundle(bundle)


def test_a_path_in_the_manifest_that_leaves_the_folder_is_refused(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["sha256"]["../outside.npy"] = "0" * 64
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match=r"lacks '\.\./outside\.npy'"):
        load_bundle(bundle)


def test_a_pickled_array_never_runs_its_code(bundle: Path, tmp_path: Path) -> None:
    mark = tmp_path / "ran"

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (mark,))  # type: ignore[return-value]

    np.save(bundle / "slope.npy", np.array([Trap()], dtype=object), allow_pickle=True)
    _sign(bundle)
    with pytest.raises(BundleError, match="malformed"):
        load_bundle(bundle)
    (bundle / "slope.npy").write_bytes(pickle.dumps(Trap()))
    _sign(bundle)
    with pytest.raises(BundleError, match="malformed"):
        load_bundle(bundle)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [("rule", "sometimes"), ("labels", ["economy", "gossip"]), ("target", "x"), ("views", [])],
)
def test_a_description_that_does_not_fit_its_arrays_is_refused(
    bundle: Path, key: str, value: object
) -> None:
    description = json.loads((bundle / "model.json").read_text())
    if key == "target":
        description |= {"task": "stance"}
    description[key] = value
    (bundle / "model.json").write_text(json.dumps(description))
    _sign(bundle)
    with pytest.raises(BundleError, match="malformed"):
        load_bundle(bundle)


def test_a_vocabulary_whose_offsets_run_backwards_is_refused(bundle: Path) -> None:
    ends = np.load(bundle / "view0.ends.npy")
    ends[3] = -5
    np.save(bundle / "view0.ends.npy", ends)
    _sign(bundle)
    with pytest.raises(BundleError, match="the vocabulary of view 0 is not one"):
        load_bundle(bundle)


def test_a_model_of_another_cleaning_is_refused(bundle: Path) -> None:
    description = json.loads((bundle / "model.json").read_text())
    description["cleaning"] = "news-0"
    (bundle / "model.json").write_text(json.dumps(description))
    _sign(bundle)
    with pytest.raises(BundleError, match=r"cleaned by 'news-0'"):
        load_bundle(bundle)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x", "sha256": {}}', "nonsense"])
def test_a_manifest_that_is_none_is_refused(bundle: Path, text: str) -> None:
    (bundle / "manifest.json").write_text(text)
    with pytest.raises(BundleError):
        load_bundle(bundle)


def test_a_folder_that_is_no_bundle_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"is not a model bundle: it holds no manifest\.json"):
        load_bundle(tmp_path)
