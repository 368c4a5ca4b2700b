"""The settings of a spec as the flat params of a run."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

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
