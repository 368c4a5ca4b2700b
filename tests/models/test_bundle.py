"""The bundle: a saved model loads unchanged, and any other folder raises an error."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tenor.articles import Article, read_articles
from tenor.errors import BundleError, OutputError
from tenor.evaluation.promises import PrecisionPromise
from tenor.features.compact_weights import CompactWeights
from tenor.models import Model, load_bundle, save_bundle, verify_bundle
from tenor.models.promise import ModelPromise

from ..conftest import Project


@pytest.fixture(scope="module")
def saved(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "themes"
    save_bundle(project.themes.model, path, project.corpus.codebook_text)
    return path


@pytest.fixture
def bundle(saved: Path, tmp_path: Path) -> Path:
    """A copy of a valid bundle, for a test to damage."""
    return shutil.copytree(saved, tmp_path / "bundle")


def _update_manifest(bundle: Path) -> None:
    """Make the manifest match the files again, as an attacker could."""
    import hashlib

    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["sha256"] = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in bundle.iterdir()
        if file.name != "manifest.json"
    }
    (bundle / "manifest.json").write_text(json.dumps(manifest))


def test_a_loaded_model_predicts_as_the_saved_one(project: Project, saved: Path) -> None:
    articles = [a for a in read_articles(project.folder / "data/new") if isinstance(a, Article)]
    assert len(articles) == 40
    assert load_bundle(saved).predict(articles) == project.themes.model.predict(articles)


def test_a_loaded_model_has_the_reference_of_its_training(
    project: Project, saved: Path, bundle: Path
) -> None:
    trained, loaded = project.themes.model.reference, load_bundle(saved).reference
    assert trained is not None
    assert loaded is not None
    assert loaded.to_json() == trained.to_json()
    # A model that was made without one has none.
    (bundle / "reference.json").unlink()
    _update_manifest(bundle)
    assert load_bundle(bundle).reference is None


def test_large_arrays_are_memory_mapped(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tenor.models.bundle_arrays.MIN_MAPPED_BYTES", 1000)
    assert isinstance(load_bundle(bundle).weights, np.memmap)


def test_an_existing_folder_is_not_overwritten(project: Project, saved: Path) -> None:
    with pytest.raises(OutputError, match="exists already"):
        save_bundle(project.themes.model, saved, project.corpus.codebook_text)


def test_a_changed_file_raises_an_error(bundle: Path) -> None:
    array = np.load(bundle / "intercept.npy")
    np.save(bundle / "intercept.npy", array + 1)
    with pytest.raises(
        BundleError, match=r"'intercept.npy' in bundle .* was changed after it was written"
    ):
        load_bundle(bundle)


def test_a_missing_file_raises_an_error(bundle: Path) -> None:
    (bundle / "slope.npy").unlink()
    with pytest.raises(BundleError, match=r"lacks 'slope.npy', which its manifest lists"):
        verify_bundle(bundle)


def test_an_unknown_file_raises_an_error(bundle: Path) -> None:
    (bundle / "extra.pkl").write_bytes(b"")
    with pytest.raises(BundleError, match=r"holds 'extra.pkl', which its manifest does not list"):
        load_bundle(bundle)


def test_a_symbolic_link_raises_an_error(bundle: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.npy"
    shutil.move(bundle / "slope.npy", elsewhere)
    (bundle / "slope.npy").symlink_to(elsewhere)
    with pytest.raises(BundleError, match="is not a regular file"):
        load_bundle(bundle)


def test_a_path_in_the_manifest_that_leaves_the_folder_raises_an_error(bundle: Path) -> None:
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
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="malformed"):
        load_bundle(bundle)
    (bundle / "slope.npy").write_bytes(pickle.dumps(Trap()))
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="malformed"):
        load_bundle(bundle)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("labels_per_article", "sometimes"),
        ("labels", ["economy", "gossip"]),
        ("target", "x"),
        ("views", []),
    ],
)
def test_a_description_that_does_not_match_its_arrays_raises_an_error(
    bundle: Path, key: str, value: object
) -> None:
    description = json.loads((bundle / "model.json").read_text())
    if key == "target":
        description |= {"task": "stance"}
    description[key] = value
    (bundle / "model.json").write_text(json.dumps(description))
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="malformed"):
        load_bundle(bundle)


def test_a_vocabulary_with_decreasing_offsets_raises_an_error(bundle: Path) -> None:
    ends = np.load(bundle / "view0.ends.npy")
    ends[3] = -5
    np.save(bundle / "view0.ends.npy", ends)
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="the vocabulary of view 0 is malformed"):
        load_bundle(bundle)


def test_a_model_of_another_cleaning_raises_an_error(bundle: Path) -> None:
    description = json.loads((bundle / "model.json").read_text())
    description["cleaning"] = "news-0"
    (bundle / "model.json").write_text(json.dumps(description))
    _update_manifest(bundle)
    with pytest.raises(BundleError, match=r"cleaned by 'news-0'"):
        load_bundle(bundle)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x", "sha256": {}}', "nonsense"])
def test_a_malformed_manifest_raises_an_error(bundle: Path, text: str) -> None:
    (bundle / "manifest.json").write_text(text)
    with pytest.raises(BundleError):
        load_bundle(bundle)


def test_a_folder_that_is_not_a_bundle_raises_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"is not a model bundle: it holds no manifest\.json"):
        load_bundle(tmp_path)


def test_a_bundle_of_an_older_format_raises_one_sentence(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    (bundle / "manifest.json").write_text(json.dumps(manifest | {"format": "tenor-bundle-1"}))
    with pytest.raises(BundleError) as caught:
        load_bundle(bundle)
    assert str(caught.value) == (
        f"bundle '{bundle}' has the format 'tenor-bundle-1', and this version reads "
        "tenor-bundle-4; train the model again"
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("field", "byline"),
        ("analyzer", "regex"),
        ("norm", "max"),
        ("strip_accents", "all"),
        ("ngram_range", [2, 1]),
        ("ngram_range", [1, 1000]),
    ],
)
def test_a_view_with_an_unknown_setting_raises_an_error(
    bundle: Path, key: str, value: object
) -> None:
    description = json.loads((bundle / "model.json").read_text())
    description["views"][0][key] = value
    (bundle / "model.json").write_text(json.dumps(description))
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="view 0 has an unknown setting"):
        load_bundle(bundle)


def test_a_loaded_stance_model_has_its_task_and_info(project: Project, tmp_path: Path) -> None:
    model = project.stances[0].model
    save_bundle(model, tmp_path / "stance", project.corpus.codebook_text)
    loaded = load_bundle(tmp_path / "stance")
    assert (loaded.task, loaded.labels_per_article) == (model.task, "one")
    assert (loaded.info, loaded.codebook) == (model.info, model.codebook)
    assert loaded.n_self_trained == model.n_self_trained


def test_the_manifest_has_the_hash_of_every_other_file(saved: Path) -> None:
    hashes = verify_bundle(saved)
    assert set(hashes) == {file.name for file in saved.iterdir()} - {"manifest.json"}


def change_description(bundle: Path, **values: object) -> None:
    description = json.loads((bundle / "model.json").read_text())
    for name, value in values.items():
        if name in description:
            description[name] = value
        else:
            description["views"][0][name] = value
    (bundle / "model.json").write_text(json.dumps(description))


def change_reference(bundle: Path, **values: object) -> None:
    reference = json.loads((bundle / "reference.json").read_text())
    reference["held_out"] |= values
    (bundle / "reference.json").write_text(json.dumps(reference))


def change_array(bundle: Path, name: str, value: float) -> None:
    array = np.load(bundle / f"{name}.npy").copy()
    array.flat[-1] = value
    np.save(bundle / f"{name}.npy", array)


def save_archive(bundle: Path) -> None:
    with (bundle / "slope.npy").open("wb") as file:
        np.savez(file, a=np.zeros(6))


def claim_size(bundle: Path) -> None:
    """Write a header of more numbers than the file, or any memory, has."""
    with (bundle / "slope.npy").open("wb") as file:
        header = {"descr": "<f8", "fortran_order": False, "shape": (10**15,)}
        np.lib.format.write_array_header_1_0(file, header)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda b: (b / "model.json").write_text("[" * 200_000), "recursion"),
        (lambda b: (b / "codebook.toml").write_text("a = " + "[" * 100_000), "nested too deeply"),
        (lambda b: change_description(b, n_features=float("inf")), "infinity"),
        (lambda b: change_description(b, weight=float("nan")), "the weight of view 0 is nan"),
        (
            lambda b: change_description(b, format="tenor-bundle-9"),
            "the format 'tenor-bundle-9'",
        ),
        (lambda b: change_array(b, "intercept", np.nan), "intercept.npy has numbers that are not"),
        (lambda b: change_array(b, "weights", np.inf), "weights.npy has numbers that are not"),
        (lambda b: change_array(b, "view0.terms", 0xFF), "can't decode"),
        (lambda b: (b / "reference.json").write_text("[" * 200_000), "recursion"),
        (lambda b: change_reference(b, n_articles=1 << 80), "is no count"),
        (
            lambda b: change_reference(b, labels=["rail"]),
            "'histograms' are not counts of the shape",
        ),
        (lambda b: change_reference(b, labels=list("abcdef")), "other labels than the model"),
        (save_archive, "magic string"),
        (claim_size, "malformed"),
    ],
)
def test_a_bundle_with_a_matching_manifest_is_checked_all_the_same(
    bundle: Path, damage: Callable[[Path], object], fault: str
) -> None:
    damage(bundle)
    _update_manifest(bundle)
    with pytest.raises(BundleError, match=fault) as raised:
        load_bundle(bundle)
    assert len(raised.value.faults) == 1


@pytest.fixture(scope="module")
def compact_model(project: Project) -> Model:
    model = project.themes.model
    assert not isinstance(model.weights, CompactWeights)
    return replace(model, weights=CompactWeights.of(model.weights, 0.01))


@pytest.fixture
def compact_bundle(compact_model: Model, project: Project, tmp_path: Path) -> Path:
    """A bundle with compact weights, for a test to damage."""
    save_bundle(compact_model, tmp_path / "compact", project.corpus.codebook_text)
    return tmp_path / "compact"


def test_compact_weights_predict_and_explain_as_before_they_were_saved(
    project: Project, compact_model: Model, compact_bundle: Path
) -> None:
    loaded = load_bundle(compact_bundle)
    assert isinstance(loaded.weights, CompactWeights)
    articles = [a for a in read_articles(project.folder / "data/new") if isinstance(a, Article)]
    predictions = loaded.predict(articles)
    assert predictions == compact_model.predict(articles)
    for [explained, predicted] in zip(loaded.explain(articles[:3]), predictions[:3], strict=True):
        assert explained.prediction.scores == pytest.approx(predicted.scores, abs=1e-9)


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        (lambda b: change_array(b, "weights.starts", 1 << 40), "the rows of the weights are"),
        (lambda b: np.save(b / "weights.rows.npy", np.zeros((2, 2), np.int16)), "2 dimensions"),
        (lambda b: np.save(b / "weights.rows.npy", np.zeros(9, np.int16)), "the rows of the"),
        (lambda b: change_array(b, "weights.scale", np.nan), "weights.scale.npy has numbers that"),
        (lambda b: (b / "weights.offset.npy").unlink(), "No such file"),
    ],
)
def test_damaged_compact_weights_raise_an_error(
    compact_bundle: Path, damage: Callable[[Path], object], fault: str
) -> None:
    damage(compact_bundle)
    _update_manifest(compact_bundle)
    with pytest.raises(BundleError, match=fault):
        load_bundle(compact_bundle)


def test_weights_of_an_unknown_kind_raise_an_error(bundle: Path) -> None:
    description = json.loads((bundle / "model.json").read_text())
    assert description["weights"] == "exact"
    (bundle / "model.json").write_text(json.dumps(description | {"weights": "guessed"}))
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="weights are 'guessed', neither exact nor compact"):
        load_bundle(bundle)


def test_a_term_does_not_begin_within_a_character(bundle: Path) -> None:
    terms = np.load(bundle / "view0.terms.npy").copy()
    ends = np.load(bundle / "view0.ends.npy")
    terms[ends[1] - 1 : ends[1] + 1] = [0xC3, 0xA9]
    np.save(bundle / "view0.terms.npy", terms)
    _update_manifest(bundle)
    with pytest.raises(BundleError, match="a term of view 0 begins within a character"):
        load_bundle(bundle)


def test_a_manifest_is_no_link_and_no_deep_json(bundle: Path, tmp_path: Path) -> None:
    (bundle / "manifest.json").rename(tmp_path / "m.json")
    (bundle / "manifest.json").symlink_to(tmp_path / "m.json")
    with pytest.raises(BundleError, match=r"'manifest.json' .* is not a regular file"):
        load_bundle(bundle)
    (bundle / "manifest.json").unlink()
    (bundle / "manifest.json").write_text("[" * 200_000)
    with pytest.raises(BundleError, match="cannot be read"):
        load_bundle(bundle)


def test_a_bundle_carries_the_promise_of_its_model(project: Project, tmp_path: Path) -> None:
    model = project.themes.model
    rows = tuple(
        PrecisionPromise(label, 0.9, 0.95, 0.7 if i else None, 40, 1, 0.08, 60, 0)
        for i, label in enumerate(model.labels)
    )
    promised = replace(model, promise=ModelPromise(0.9, 0.95, "all", 400, rows))
    save_bundle(promised, tmp_path / "promised", project.corpus.codebook_text)
    assert load_bundle(tmp_path / "promised").promise == promised.promise


@pytest.mark.parametrize("promise", [[], "none", {}, {"precision": 0.9}, float("nan")])
def test_a_malformed_promise_raises_an_error(bundle: Path, promise: object) -> None:
    description = json.loads((bundle / "model.json").read_text())
    (bundle / "model.json").write_text(json.dumps(description | {"promise": promise}))
    _update_manifest(bundle)
    with pytest.raises(BundleError, match=r"is malformed: .*promise"):
        load_bundle(bundle)


def test_the_reason_of_a_malformed_bundle_is_short_and_printable(bundle: Path) -> None:
    """It quotes what is in the bundle, which may come from anyone."""
    description = json.loads((bundle / "model.json").read_text())
    for weights in ("a" * 100_000, "\x1b[31m"):
        (bundle / "model.json").write_text(json.dumps(description | {"weights": weights}))
        _update_manifest(bundle)
        with pytest.raises(BundleError) as caught:
            load_bundle(bundle)
        assert len(str(caught.value)) < 500
        assert str(caught.value).isprintable()
