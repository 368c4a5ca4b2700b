"""The bundle: a model as a folder of arrays and JSON that cannot run code.

``manifest.json`` holds the SHA-256 of every other file and is checked first. Arrays are read
without unpickling; large ones are memory-mapped.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles import CLEANING
from tenor.codebook import Codebook, Task
from tenor.errors import BundleError, CodebookError, reason_of
from tenor.evaluation.drift_reference import DriftReference
from tenor.features import FIELDS, MAX_NGRAM, Analysis, FittedView, text_key
from tenor.models.bundle_arrays import (
    MAX_NUMBER,
    read_array,
    read_vocabulary,
    read_weights,
    weights_arrays,
    weights_kind,
)
from tenor.models.calibration import Calibration
from tenor.models.manifest import FAULTS, FORMAT, MANIFEST, read_json, sha256_of, verify_bundle
from tenor.models.model import Model
from tenor.models.promise import ModelPromise
from tenor.output import atomic_folder
from tenor.present import printable, shorten

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL, CODEBOOK, CARD = "model.json", "codebook.toml", "model_card.md"
MAX_REASON = 300
"""The maximum number of characters of a reason, which may quote the content of a bundle."""

REFERENCE = "reference.json"
"""The file of what drift is measured against; a model without it has no reference."""

LABELS_PER_ARTICLE = ("any", "one or more", "one")
ANALYZERS = ("word", "char", "char_wb")
ACCENTS = (None, "ascii", "unicode")
NORMS = (None, "l1", "l2")


def save_bundle(model: Model, path: Path, codebook_text: str, card: str = "") -> None:
    """Write a model into a new folder.

    Parameters
    ----------
    model
        The model.
    path
        The folder to make.
    codebook_text
        The codebook as its author wrote it.
    card
        The model card, as Markdown; by default the bundle has none.

    Raises
    ------
    OutputError
        If something exists at ``path``, or it cannot be written.
    """
    with atomic_folder(path) as temporary:
        for name, array in _arrays(model).items():
            np.save(temporary / f"{name}.npy", array, allow_pickle=False)
        (temporary / CODEBOOK).write_text(codebook_text, encoding="utf-8", newline="\n")
        if card:
            (temporary / CARD).write_text(card, encoding="utf-8", errors="replace", newline="\n")
        _write_json(temporary / MODEL, _description(model))
        if model.reference is not None:
            _write_json(temporary / REFERENCE, model.reference.to_json())
        hashes = {file.name: sha256_of(file) for file in sorted(temporary.iterdir())}
        _write_json(temporary / MANIFEST, {"format": FORMAT, "sha256": hashes})


def load_bundle(path: str | Path, verified: str = "") -> Model:
    """Read a model from its folder; nothing in it can run code.

    Parameters
    ----------
    path
        The folder.
    verified
        The fingerprint of the bundle, if another process has just verified it: only its manifest
        is then compared. By default all of its files are verified.

    Raises
    ------
    BundleError
        If a file is changed, missing, unknown or malformed, or the model was trained on texts
        of another cleaning.
    """
    folder = Path(path)
    if not verified:
        verify_bundle(folder)
    try:
        fingerprint = sha256_of(folder / MANIFEST)
        if verified not in ("", fingerprint):
            raise BundleError(f"bundle '{folder}' was replaced while it was used; start again")
        description = read_json(folder / MODEL)
        if description["format"] != FORMAT:
            raise ValueError(f"{MODEL} has the format '{description['format']}', not {FORMAT}")
        codebook = Codebook.load(folder / CODEBOOK)
        if description["cleaning"] != CLEANING:
            raise BundleError(
                f"bundle '{folder}' needs texts cleaned by '{description['cleaning']}', and this "
                f"version cleans by '{CLEANING}'; train the model again"
            )
        model = _model(folder, description, codebook)
        reference = _reference(folder / REFERENCE, model.labels)
        return replace(model, reference=reference, folder=folder, fingerprint=fingerprint)
    except (*FAULTS, KeyError, IndexError, OSError, CodebookError) as exc:
        reason = shorten(printable(reason_of(exc)), MAX_REASON)
        raise BundleError(f"bundle '{folder}' is malformed: {reason}") from exc


def _arrays(model: Model) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        **weights_arrays(model.weights),
        "intercept": model.intercept,
        "slope": model.calibration.slope,
        "offset": model.calibration.offset,
        "thresholds": model.thresholds,
    }
    for i, view in enumerate(model.views):
        arrays[f"view{i}.terms"] = view.vocabulary.text
        arrays[f"view{i}.ends"] = view.vocabulary.offsets
        arrays[f"view{i}.idf"] = view.idf
    return arrays


def _description(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "task": model.task.kind,
        "target": model.task.target,
        "labels": list(model.labels),
        "labels_per_article": model.labels_per_article,
        "weights": weights_kind(model.weights),
        "cleaning": CLEANING,
        "codebook": model.codebook.fingerprint,
        "views": [
            {
                "field": view.field,
                "analyzer": view.analysis.analyzer,
                "ngram_range": list(view.analysis.ngram_range),
                "lowercase": view.analysis.lowercase,
                "strip_accents": view.analysis.strip_accents,
                "stop_words": sorted(view.analysis.stop_words),
                "sublinear_tf": view.sublinear_tf,
                "binary": view.binary,
                "norm": view.norm,
                "weight": view.weight,
                "n_features": len(view.vocabulary),
            }
            for view in model.views
        ],
        "n_self_trained": model.n_self_trained,
        "promise": model.promise and model.promise.to_json(),
        "info": model.info,
    }


def _model(folder: Path, description: dict[str, Any], codebook: Codebook) -> Model:
    labels = tuple(map(str, description["labels"]))
    n_labels = len(labels)
    task = Task(description["task"], description["target"])
    per_article = description["labels_per_article"]
    if (
        task.kind not in ("theme", "stance")
        or per_article not in LABELS_PER_ARTICLE
        or not labels
        or not set(labels) <= set(task.labels(codebook))
    ):
        raise ValueError("its task or labels are not those of its codebook")
    names = task.target_names(codebook)
    views = tuple(_view(folder, i, view, names) for i, view in enumerate(description["views"]))
    n_features = sum(len(view.vocabulary) for view in views)
    single_label = per_article == "one"
    slope = read_array(folder, "slope", np.float64, (1 if single_label else n_labels,))
    offset = read_array(folder, "offset", np.float64, (n_labels,))
    promise = description.get("promise")
    return Model(
        labels=labels,
        labels_per_article=per_article,
        views=views,
        weights=read_weights(folder, description["weights"], (n_features, n_labels)),
        intercept=read_array(folder, "intercept", np.float64, (n_labels,)),
        calibration=Calibration(single_label, slope, offset),
        thresholds=read_array(folder, "thresholds", np.float64, (n_labels,)),
        n_self_trained=int(description["n_self_trained"]),
        promise=None if promise is None else ModelPromise.of_json(promise, labels),
        task=task,
        codebook=codebook,
        info=dict(description["info"]),
    )


def _reference(path: Path, labels: tuple[str, ...]) -> DriftReference | None:
    if not path.exists():
        return None
    reference = DriftReference.of_json(read_json(path))
    if reference.held_out.labels != labels:
        raise ValueError(f"{REFERENCE} has other labels than the model")
    return reference


def _view(
    folder: Path, i: int, description: dict[str, Any], target_names: tuple[str, ...]
) -> FittedView:
    low, high = description["ngram_range"]
    analysis = Analysis(
        description["analyzer"],
        (int(low), int(high)),
        bool(description["lowercase"]),
        description["strip_accents"],
        frozenset(map(str, description["stop_words"])),
    )
    if (
        description["field"] not in FIELDS
        or analysis.analyzer not in ANALYZERS
        or analysis.strip_accents not in ACCENTS
        or description["norm"] not in NORMS
        or not 1 <= low <= high <= MAX_NGRAM
    ):
        raise ValueError(f"view {i} has an unknown setting")
    vocabulary = read_vocabulary(folder, i, int(description["n_features"]))
    weight = float(description["weight"])
    if not abs(weight) <= MAX_NUMBER:
        raise ValueError(f"the weight of view {i} is {weight}")
    return FittedView(
        description["field"],
        analysis,
        vocabulary,
        read_array(folder, f"view{i}.idf", np.float64, (len(vocabulary),)),
        bool(description["sublinear_tf"]),
        bool(description["binary"]),
        description["norm"],
        weight,
        text_key(description["field"], target_names)[1],
    )


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(
        json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n",
        encoding="utf-8",
        newline="\n",
    )
