"""Params and tags of runs: the settings of a spec, and the fingerprints of its inputs."""

from __future__ import annotations

from collections.abc import Collection
from importlib.metadata import version
from typing import Any

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.models import Experiment
from tenor.models.search import grid_of
from tenor.models.spec_tables import CLASSIFIER_PARAMETERS

TRAINING, LEAK_TABLE = "training", "leak table"
"""The kinds of runs."""

UNTRIED = "search_untried"
"""The number of settings that the searches of a run did not try: a tag of a training, a metric
of a leak table."""

OPTIONAL_NUMBERS = ("max_features", "search.n_folds", "search.minutes")
"""Params that are numbers, or unset."""


def run_params(spec: Experiment, only: Collection[str] | None = None) -> dict[str, Any]:
    """Return the settings of a spec as flat params: ``classifier.C``, ``features.0.min_df``.

    Settings in the grid of a search are left out; they are logged when the search has ended.

    Parameters
    ----------
    spec
        The spec.
    only
        The names of the params to return; default all.
    """
    flat: dict[str, Any] = {"task": spec.task, "train_on": ", ".join(spec.train_on)}
    flat |= {f"split.{key}": value for key, value in spec.split.model_dump().items()}
    for i, view in enumerate(spec.features):
        flat |= {f"features.{i}.{key}": value for key, value in view.model_dump().items()}
    flat |= {f"classifier.{key}": value for key, value in _classifier_params(spec).items()}
    flat["vocabulary"] = spec.vocabulary
    flat["self_training.share"] = spec.self_training.share if spec.self_training else 0.0
    for i, view in enumerate(spec.teacher_features):
        settings = view.model_dump().items()
        flat |= {f"self_training.features.{i}.{key}": value for key, value in settings}
    flat["unlabelled_corpora"] = ", ".join(spec.unlabelled_corpora) or None
    tuning = spec.with_tuning_groups(spec.tuning_group_by).tuning
    flat |= {f"tuning.{key}": value for key, value in tuning.model_dump().items()}
    searched = spec.search.grid if spec.search else {}
    return {
        key: value
        for key, value in _without_missing(flat).items()
        if key not in searched and (only is None or key in only)
    }


def search_params(spec: Experiment) -> dict[str, Any]:
    """Return the settings of a spec's search as flat params."""
    search = spec.search
    values = {
        "search.metric": search and search.metric,
        "search.n_folds": search and search.n_folds,
        "search.minutes": search and search.minutes,
    }
    return _without_missing(values) | {"search.settings": len(grid_of(spec))}


def run_tags(corpus: Corpus, spec: Experiment, task: Task, kind: str) -> dict[str, str]:
    """Return the tags that identify a run.

    Parameters
    ----------
    corpus, spec, task
        The spec, the corpus and the task of the run.
    kind
        ``training`` or ``leak table``.
    """
    return {
        "kind": kind,
        "task": task.kind,
        "target": task.target,
        "spec": spec.fingerprint,
        "codebook": corpus.codebook.fingerprint,
        "codebook_version": corpus.codebook.version,
        "corpus": corpus.fingerprint,
        "tenor_version": version("tenor"),
    }


def _classifier_params(spec: Experiment) -> dict[str, Any]:
    classifier = spec.classifier
    defaults: dict[str, Any] = {
        name: getattr(classifier, name)
        for name in ("class_weight", "nb_interpolation", "ovo_weight")
        if name in CLASSIFIER_PARAMETERS[classifier.kind]
    }
    return {"kind": classifier.kind, **defaults, **classifier.parameters()}


def _without_missing(values: dict[str, Any]) -> dict[str, Any]:
    # MLflow's charts have a numeric axis only if no run has a text for the param, and show runs
    # without the param separately. Other missing values become a text, so that every run has
    # the param.
    return {
        key: "none" if value is None else value
        for key, value in values.items()
        if value is not None or not key.endswith(OPTIONAL_NUMBERS)
    }
