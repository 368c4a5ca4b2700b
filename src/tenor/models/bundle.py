"""The bundle: a model as a folder of arrays and JSON that cannot run code.

``manifest.json`` holds the SHA-256 of every other file. Loading checks it
first; arrays are read with pickling off, large ones memory-mapped.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.articles import CLEANING
from tenor.codebook import Codebook
from tenor.errors import BundleError, CodebookError
from tenor.features import FIELDS, Analysis, FittedView, Vocabulary, names_for
from tenor.models.calibration import Calibration
from tenor.models.model import Model
from tenor.output import new_folder

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = "tenor-bundle-1"
MODEL, MANIFEST, CODEBOOK = "model.json", "manifest.json", "codebook.toml"
MAPPED_FROM = 1 << 20
"""Arrays of this many bytes and more are memory-mapped."""

RULES = ("any", "one or more", "one")


def save_bundle(model: Model, path: Path, codebook_text: str) -> None:
    """Write a model into a new folder.

    Raises
    ------
    OutputError
        If something stands at ``path`` already, or it cannot be written.
    """
    with new_folder(path) as temporary:
        for name, array in _arrays(model).items():
            np.save(temporary / f"{name}.npy", array, allow_pickle=False)
        (temporary / CODEBOOK).write_text(codebook_text, encoding="utf-8", newline="\n")
        _write_json(temporary / MODEL, _description(model))
        hashes = {file.name: _sha256(file) for file in sorted(temporary.iterdir())}
        _write_json(temporary / MANIFEST, {"format": FORMAT, "sha256": hashes})


def load_bundle(path: str | Path) -> Model:
    """Read a model from its folder; nothing in it can run code.

    Raises
    ------
    BundleError
        If a file is changed, missing, unknown or malformed, or the model was
        made for another cleaning of texts.
    """
    folder = Path(path)
    verify_bundle(folder)
    try:
        description = json.loads((folder / MODEL).read_text(encoding="utf-8"))
        codebook = Codebook.load(folder / CODEBOOK)
        if description["cleaning"] != CLEANING:
            raise BundleError(
                f"bundle '{folder}' expects texts cleaned by '{description['cleaning']}', this "
                f"version cleans by '{CLEANING}'; train the model anew"
            )
        return _model(folder, description, codebook)
    except (KeyError, TypeError, ValueError, IndexError, OSError, CodebookError) as exc:
        raise BundleError(f"bundle '{folder}' is malformed: {exc}") from exc


def verify_bundle(path: str | Path) -> dict[str, str]:
    """Check every file of a bundle against its manifest.

    Returns
    -------
    dict
        The SHA-256 of each file.

    Raises
    ------
    BundleError
        If a file is changed, missing or unknown, or the manifest itself is not one.
    """
    folder = Path(path)
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        hashes: dict[str, str] = dict(manifest["sha256"])
        made_as = manifest["format"]
    except FileNotFoundError:
        raise BundleError(f"'{folder}' is not a model bundle: it holds no {MANIFEST}") from None
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise BundleError(f"'{folder / MANIFEST}' cannot be read: {exc}") from exc
    if made_as != FORMAT:
        raise BundleError(
            f"bundle '{folder}' is of format '{made_as}'; this version reads {FORMAT}"
        )
    found = {entry.name: entry for entry in os.scandir(folder)}
    for name in sorted({*found, *hashes} - {MANIFEST}):
        if name not in hashes:
            raise BundleError(f"bundle '{folder}' holds '{name}', which its manifest does not name")
        if name not in found:
            raise BundleError(f"bundle '{folder}' lacks '{name}', which its manifest names")
        if not found[name].is_file(follow_symlinks=False):
            raise BundleError(f"'{name}' in bundle '{folder}' is not a plain file")
        if _sha256(folder / name) != hashes[name]:
            raise BundleError(f"'{name}' in bundle '{folder}' was changed since it was written")
    return hashes


def _arrays(model: Model) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        "weights": model.weights,
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
        "task": model.task,
        "target": model.target,
        "labels": list(model.labels),
        "rule": model.rule,
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
        "info": model.info,
    }


def _model(folder: Path, description: dict[str, Any], codebook: Codebook) -> Model:
    labels = tuple(map(str, description["labels"]))
    n = len(labels)
    task, target, rule = description["task"], description["target"], description["rule"]
    known = codebook.theme_names if task == "theme" else codebook.target(target).positions
    if rule not in RULES or not n or not set(labels) <= set(known):
        raise ValueError("its labels or rule do not fit its codebook")
    names = codebook.target(target).names if task == "stance" else ()
    views = tuple(_view(folder, i, view, names) for i, view in enumerate(description["views"]))
    n_features = sum(len(view.vocabulary) for view in views)
    slope = _array(folder, "slope", np.float64, None)
    calibration = Calibration(rule == "one", slope, _array(folder, "offset", np.float64, (n,)))
    if slope.shape != ((1,) if rule == "one" else (n,)):
        raise ValueError("slope.npy has another shape than its labels ask for")
    return Model(
        task, target, labels, rule, views,
        _array(folder, "weights", np.float32, (n_features, n)),
        _array(folder, "intercept", np.float64, (n,)),
        calibration,
        _array(folder, "thresholds", np.float64, (n,)),
        codebook,
        dict(description["info"]),
    )  # fmt: skip


def _view(folder: Path, i: int, described: dict[str, Any], names: tuple[str, ...]) -> FittedView:
    low, high = described["ngram_range"]
    analysis = Analysis(
        described["analyzer"], (int(low), int(high)), bool(described["lowercase"]),
        described["strip_accents"], frozenset(map(str, described["stop_words"])),
    )  # fmt: skip
    if (
        described["field"] not in FIELDS
        or analysis.analyzer not in ("word", "char", "char_wb")
        or analysis.strip_accents not in (None, "ascii", "unicode")
        or described["norm"] not in (None, "l1", "l2")
        or not 1 <= low <= high <= 100
    ):
        raise ValueError(f"view {i} has a setting that is not known")
    text = _array(folder, f"view{i}.terms", np.uint8, None)
    ends = _array(folder, f"view{i}.ends", np.int64, (int(described["n_features"]) + 1,))
    if text.ndim != 1 or ends[0] != 0 or ends[-1] != len(text) or (np.diff(ends) < 0).any():
        raise ValueError(f"the vocabulary of view {i} is not one")
    return FittedView(
        described["field"], analysis, Vocabulary(text, ends),
        _array(folder, f"view{i}.idf", np.float64, (len(ends) - 1,)),
        bool(described["sublinear_tf"]), bool(described["binary"]),
        described["norm"], float(described["weight"]),
        names_for(described["field"], names),
    )  # fmt: skip


def _array(
    folder: Path, name: str, dtype: type[np.generic], shape: tuple[int, ...] | None
) -> NDArray[Any]:
    path = folder / f"{name}.npy"
    mapped = "r" if path.stat().st_size >= MAPPED_FROM else None
    array: NDArray[Any] = np.load(path, mmap_mode=mapped, allow_pickle=False)  # type: ignore[arg-type]
    if array.dtype != dtype or (shape is not None and array.shape != shape):
        raise ValueError(f"{name}.npy is {array.dtype} {array.shape}, not what model.json says")
    return array


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(
        json.dumps(data, indent=2, ensure_ascii=False, sort_keys=True) + "\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
