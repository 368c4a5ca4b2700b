"""What a run is of: the settings of a spec as flat params, and what identifies it as tags."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version
from typing import Any

from tenor.corpus import Corpus
from tenor.models import Experiment
from tenor.models.searching import grid_of


def run_params(spec: Experiment, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return the settings of a spec as flat params: ``classifier.C``, ``features.0.min_df``.

    What its search decides is not among them; it is the run's when the search has ended. ``only``
    names those to return.
    """
    flat: dict[str, Any] = {"task": spec.task, "train_on": ", ".join(spec.train_on)}
    flat |= {f"split.{key}": value for key, value in spec.split.model_dump().items()}
    for i, view in enumerate(spec.features):
        flat |= {f"features.{i}.{key}": value for key, value in view.model_dump().items()}
    flat["classifier.kind"] = spec.classifier.kind
    flat |= {f"classifier.{key}": value for key, value in spec.classifier.parameters().items()}
    flat["classifier.count_ratio"] = spec.classifier.count_ratio
    flat["vocabulary"] = spec.vocabulary
    flat |= {f"tuning.{key}": value for key, value in spec.tuning.model_dump().items()}
    # Runs are compared by params that all of them have.
    decided = spec.search.grid if spec.search else {}
    return {
        key: "none" if value is None else value
        for key, value in flat.items()
        if key not in decided and (only is None or key in only)
    }


def search_params(spec: Experiment) -> dict[str, Any]:
    """Return what the search of a spec is for, as flat params; ``none`` without a search."""
    found = spec.search
    return {
        "search.settings": len(grid_of(spec)),
        "search.metric": found.metric if found else "none",
        "search.n_folds": found.n_folds if found else "none",
        "search.minutes": (found.minutes if found else None) or "none",
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
