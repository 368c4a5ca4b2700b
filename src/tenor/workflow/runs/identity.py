"""Params and tags of runs: the settings of a spec, and the fingerprints of its inputs."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.models.search import grid_of
from tenor.models.spec import Experiment
from tenor.models.spec_tables import CLASSIFIER_PARAMETERS, ViewSpec
from tenor.present import format_count, format_score

TRAINING, LEAK_TABLE, SHARES = "training", "leak table", "shares"
"""The kinds of runs."""

SHARES_SUFFIX = "/shares"
"""The end of the names of experiments of shares."""

UNTRIED = "search_untried"
"""The number of settings that the searches of a run did not try: a tag of a training, a metric
of a leak table."""

COMPUTING = ("numba", "numpy", "scikit-learn", "scipy")
"""The libraries whose versions may change the last digits of a model."""

OPTIONAL_NUMBERS = (
    "search.n_folds",
    "search.minutes",
    "promise.precision",
    "promise.confidence",
)
"""Params that are numbers, or unset."""


def run_name(spec: Experiment) -> str:
    """Return the name of a run: that of its spec, or its fingerprint if it has none."""
    return spec.name or f"spec {spec.fingerprint}"


def leaks_experiment(task: Task) -> str:
    """Return the name of the MLflow experiment of a task's leak tables.

    Trainings of a task are in an experiment with the name of its model.
    """
    return f"{task.model_name}/leaks"


def shares_experiment(task: Task) -> str:
    """Return the name of the MLflow experiment of a task's shares."""
    return f"{task.model_name}{SHARES_SUFFIX}"


def run_params(spec: Experiment) -> dict[str, Any]:
    """Return the settings of a spec as params, the same for every spec with its classifier.

    The views are one param, ``features``: the number of views differs, and a chart of runs that
    lack a param has an axis on which they have no place. Settings in the grid of a search are
    left out; they are logged when the search has ended.
    """
    flat: dict[str, Any] = {"train_on": ", ".join(spec.train_on)}
    flat["min_rule_precision"] = spec.min_rule_precision
    flat |= {f"split.{key}": value for key, value in spec.split.model_dump().items()}
    flat |= view_params(spec)
    flat |= {f"classifier.{key}": value for key, value in _classifier_params(spec).items()}
    flat["vocabulary"] = spec.vocabulary
    flat["weights"] = spec.weights
    flat["self_training.share"] = spec.self_training.share if spec.self_training else 0.0
    flat["self_training.features"] = _views_text(spec.teacher_features) or None
    flat["unlabelled_corpora"] = ", ".join(spec.unlabelled_corpora) or None
    tuning = spec.with_tuning_groups(spec.tuning_group_by).tuning
    flat |= {f"tuning.{key}": value for key, value in tuning.model_dump().items()}
    promise = spec.promise
    flat["promise.precision"] = promise and promise.precision
    flat["promise.confidence"] = promise and promise.confidence
    flat["promise.scope"] = promise and promise.scope
    searched = set(spec.search.grid if spec.search else ())
    if any(key.startswith("features.") for key in searched):
        searched.add("features")
    return {key: value for key, value in _without_missing(flat).items() if key not in searched}


def setting_params(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings by their dotted paths as params: ``classifier.C``, ``features.0.min_df``."""
    return _without_missing(settings)


def view_params(spec: Experiment) -> dict[str, Any]:
    """Return the param ``features``: the fields of the views with the settings that they change.

    Examples
    --------
    >>> view_params(Experiment.parse('''
    ... task = "theme"
    ... [[features]]
    ... min_df = 2
    ... [[features]]
    ... field = "title"
    ... weight = 0.5
    ... '''))
    {'features': 'title_body (min_df 2); title (weight 0.5)'}
    """
    return {"features": _views_text(spec.features)}


def round_metrics(metrics: Mapping[str, float]) -> dict[str, float]:
    """Return metrics with the decimals that every table of Tenor shows.

    The MLflow UI shows all decimals of a metric; the tables of a run hold the exact values.
    """
    return {key: float(format_score(value)) for key, value in metrics.items()}


def bound_metrics(key: str, interval: tuple[float, float] | None) -> dict[str, float]:
    """Return the bounds of the interval of a metric by their keys; empty without an interval."""
    return {} if interval is None else {f"{key}/low": interval[0], f"{key}/high": interval[1]}


def search_params(spec: Experiment) -> dict[str, Any]:
    """Return the settings of a spec's search as flat params."""
    search = spec.search
    values = {
        "search.metric": search and search.metric,
        "search.n_folds": search and search.n_folds,
        "search.minutes": search and search.minutes,
    }
    return _without_missing(values) | {"search.settings": len(grid_of(spec))}


def training_tags(spec: Experiment) -> dict[str, str]:
    """Return tags of a training that are needed to repeat it.

    They are the folder that paths in the spec are relative to, and the versions of the libraries
    that compute the model.
    """
    versions = " ".join(f"{name} {version(name)}" for name in COMPUTING)
    return {"spec_folder": str(spec.folder), "libraries": f"{versions} {platform.machine()}"}


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


def _views_text(views: Sequence[ViewSpec]) -> str:
    return "; ".join(map(_view_text, views))


def _view_text(view: ViewSpec) -> str:
    changed = {
        name: value
        for name, value in view.model_dump(exclude={"field"}).items()
        if value != ViewSpec.model_fields[name].default
    }
    settings = ", ".join(f"{name} {_setting_text(value)}" for name, value in changed.items())
    return f"{view.field} ({settings})" if settings else view.field


def _setting_text(value: object) -> str:
    match value:
        case (int() as low, int() as high):
            return f"{low}-{high}"
        case tuple():
            return f"{format_count(len(value))} words"
        case bool():
            return str(value).lower()
        case None:
            return "none"
        case float():
            return f"{value:g}"
    return str(value)


def _without_missing(values: Mapping[str, Any]) -> dict[str, Any]:
    # MLflow's charts have a numeric axis only if no run has a text for the param, and show runs
    # without the param separately. Other missing values become a text, so that every run has
    # the param.
    return {
        key: "none" if value is None else value
        for key, value in values.items()
        if value is not None or not key.endswith(OPTIONAL_NUMBERS)
    }
