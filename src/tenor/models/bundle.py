"""The bundle: a model as a folder of arrays and JSON that cannot run code.

``manifest.json`` holds the SHA-256 of every other file and is checked first. Arrays are read
without unpickling; large ones are memory-mapped.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles import CLEANING
from tenor.codebook import Codebook, Task
from tenor.errors import BundleError, CodebookError, reason_of
from tenor.features import FIELDS, MAX_NGRAM, Analysis, FittedView, text_key
from tenor.models.bundle_arrays import (
    read_array,
    read_vocabulary,
    read_weights,
    weights_arrays,
    weights_kind,
)
from tenor.models.calibration import Calibration
from tenor.models.model import Model
from tenor.models.promise import ModelPromise
from tenor.output import atomic_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = "tenor-bundle-3"
MODEL, MANIFEST, CODEBOOK = "model.json", "manifest.json", "codebook.toml"

LABELS_PER_ARTICLE = ("any", "one or more", "one")
ANALYZERS = ("word", "char", "char_wb")
ACCENTS = (None, "ascii", "unicode")
NORMS = (None, "l1", "l2")

_FAULTS = (ValueError, TypeError, OverflowError, RecursionError, MemoryError)
"""What malformed numbers, shapes, and JSON that is nested too deeply raise."""


def save_bundle(model: Model, path: Path, codebook_text: str) -> None:
    """Write a model into a new folder.

    Parameters
    ----------
    model
        The model.
    path
        The folder to make.
    codebook_text
        The codebook as its author wrote it.

    Raises
    ------
    OutputError
        If something exists at ``path``, or it cannot be written.
    """
    with atomic_folder(path) as temporary:
        for name, array in _arrays(model).items():
            np.save(temporary / f"{name}.npy", array, allow_pickle=False)
        (temporary / CODEBOOK).write_text(codebook_text, encoding="utf-8", newline="\n")
        _write_json(temporary / MODEL, _description(model))
        hashes = {file.name: _sha256(file) for file in sorted(temporary.iterdir())}
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
        fingerprint = _sha256(folder / MANIFEST)
        if verified not in ("", fingerprint):
            raise BundleError(f"bundle '{folder}' was replaced while it was used; start again")
        description = json.loads((folder / MODEL).read_text(encoding="utf-8"))
        if description["format"] != FORMAT:
            raise ValueError(f"{MODEL} has the format '{description['format']}', not {FORMAT}")
        codebook = Codebook.load(folder / CODEBOOK)
        if description["cleaning"] != CLEANING:
            raise BundleError(
                f"bundle '{folder}' needs texts cleaned by '{description['cleaning']}', and this "
                f"version cleans by '{CLEANING}'; train the model again"
            )
        model = _model(folder, description, codebook)
        return replace(model, folder=folder, fingerprint=fingerprint)
    except (*_FAULTS, KeyError, IndexError, OSError, CodebookError) as exc:
        raise BundleError(f"bundle '{folder}' is malformed: {reason_of(exc)}") from exc


def verify_bundle(path: str | Path) -> dict[str, str]:
    """Check every file of a bundle against its manifest.

    Returns
    -------
    dict
        The SHA-256 of each file.

    Raises
    ------
    BundleError
        If a file is changed, missing or unknown, or the manifest is malformed.
    """
    folder = Path(path)
    try:
        if (folder / MANIFEST).is_symlink():
            raise BundleError(f"'{MANIFEST}' in bundle '{folder}' is not a regular file")
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        hashes: dict[str, str] = dict(manifest["sha256"])
        written_format = manifest["format"]
    except FileNotFoundError:
        raise BundleError(f"'{folder}' is not a model bundle: it holds no {MANIFEST}") from None
    except (*_FAULTS, OSError, KeyError) as exc:
        raise BundleError(f"'{folder / MANIFEST}' cannot be read: {reason_of(exc)}") from exc
    if written_format != FORMAT:
        raise BundleError(
            f"bundle '{folder}' has the format '{written_format}', and this version reads "
            f"{FORMAT}; train the model again"
        )
    entries = {entry.name: entry for entry in os.scandir(folder)}
    for name in sorted({*entries, *hashes} - {MANIFEST}):
        if name not in hashes:
            raise BundleError(f"bundle '{folder}' holds '{name}', which its manifest does not list")
        if name not in entries:
            raise BundleError(f"bundle '{folder}' lacks '{name}', which its manifest lists")
        if not entries[name].is_file(follow_symlinks=False):
            raise BundleError(f"'{name}' in bundle '{folder}' is not a regular file")
        if _sha256(folder / name) != hashes[name]:
            raise BundleError(f"'{name}' in bundle '{folder}' was changed after it was written")
    return hashes


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
    if not math.isfinite(weight):
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


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(
        json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n",
        encoding="utf-8",
        newline="\n",
    )
