"""What a run is of: the settings of a spec as flat params, and what identifies it as tags."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version
from typing import Any

from tenor.corpus import Corpus
from tenor.models import Experiment
from tenor.models.searching import grid_of
from tenor.models.spec_parts import TAKES


def run_params(spec: Experiment, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return the settings of a spec as flat params: ``classifier.C``, ``features.0.min_df``.

    What its search decides is not among them; it is the run's when the search has
    ended. ``only`` names those to return.
    """
    flat: dict[str, Any] = {"task": spec.task, "train_on": ", ".join(spec.train_on)}
    flat |= {f"split.{key}": value for key, value in spec.split.model_dump().items()}
    for i, view in enumerate(spec.features):
        flat |= {f"features.{i}.{key}": value for key, value in view.model_dump().items()}
    flat |= {f"classifier.{key}": value for key, value in _classifier(spec).items()}
    flat |= {"vocabulary": spec.vocabulary, "self_training": spec.self_training}
    flat["archive"] = ", ".join(spec.archive) or None
    tuning = spec.tuned_by(spec.tuning_keep_whole).tuning
    flat |= {f"tuning.{key}": value for key, value in tuning.model_dump().items()}
    decided = spec.search.grid if spec.search else {}
    return {
        key: value
        for key, value in _shown(flat).items()
        if key not in decided and (only is None or key in only)
    }


def search_params(spec: Experiment) -> dict[str, Any]:
    """Return what the search of a spec is for, as flat params."""
    found = spec.search
    values = {
        "search.metric": found and found.metric,
        "search.n_folds": found and found.n_folds,
        "search.minutes": found and found.minutes,
    }
    return _shown(values) | {"search.settings": len(grid_of(spec))}


NUMBERS = ("max_features", "search.n_folds", "search.minutes")
"""Numbers that may be unset."""


def _classifier(spec: Experiment) -> dict[str, Any]:
    own = spec.classifier
    given = own.parameters()
    said = {name: getattr(own, name) for name in ("class_weight", "count_ratio", "pair_weight")}
    return {"kind": own.kind, **{k: v for k, v in said.items() if k in TAKES[own.kind]}, **given}


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    # MLflow draws an axis of numbers only where no run has a word for it; a missing number
    # has a place of its own there. A missing word is said, so that all runs have one.
    return {
        key: "none" if value is None else value
        for key, value in values.items()
        if value is not None or not key.endswith(NUMBERS)
    }


TRAINING, LEAK_TABLE = "training", "leak table"
"""The kinds of runs."""


def run_tags(corpus: Corpus, spec: Experiment, target: str, kind: str) -> dict[str, str]:
    """Return what identifies a run: its kind, task, target, spec, codebook, corpus, code."""
    return {
        "kind": kind,
        "task": spec.task,
        "target": target,
        "spec": spec.fingerprint,
        "codebook": corpus.codebook.fingerprint,
        "codebook_version": corpus.codebook.version,
        "corpus": corpus.fingerprint,
        "tenor_version": version("tenor"),
    }
