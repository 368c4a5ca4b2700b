"""Search: tries the settings of a grid on folds of the training part, within a time."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import CorpusError, SpecError
from tenor.evaluation import score
from tenor.evaluation.metric_table import applicable_metrics
from tenor.models.fitting import calibrated_predictions, cross_val_scores
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.present.hints import did_you_mean
from tenor.progress import steps

if TYPE_CHECKING:
    from numpy.typing import NDArray

STD_METRICS = ("macro_f1", "micro_f1")
"""Metrics whose standard deviation over folds a trial keeps, besides the search's metric."""

MAX_LABELS_LISTED = 5

Settings = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """One setting of a grid, and its scores on held-out folds.

    Attributes
    ----------
    number
        Its position in the grid, from 1.
    settings
        The settings, by dotted paths into the spec.
    metrics
        Scores over all folds; ``NAME_std`` is the standard deviation of a score over the folds
        with gold labels, where there are two or more.
    """

    number: int
    settings: Settings
    metrics: dict[str, float]


FindScores = Callable[[Experiment, TrainingSet], dict[str, float] | None]
"""Returns the scores of a spec in an interrupted search on the same data, or None."""

OnTrial = Callable[[Trial, Experiment, TrainingSet], None]
"""Called with each trial, the spec with its settings, and the training set."""


@dataclass(frozen=True)
class Search:
    """The trials of a search, and the settings that it did not try.

    Attributes
    ----------
    metric
        The metric that the best trial maximizes.
    trials
        The trials in the order of the grid, at least one.
    untried
        The settings that were left when the time was up.
    """

    metric: str
    trials: tuple[Trial, ...]
    untried: tuple[Settings, ...] = ()

    @property
    def best(self) -> Trial:
        """The trial with the highest score; of several, the first in the grid."""
        return max(self.trials, key=lambda trial: trial.metrics[self.metric])

    @property
    def n_settings(self) -> int:
        """The number of settings in the grid."""
        return len(self.trials) + len(self.untried)


def check_metric(spec: Experiment, labels: tuple[str, ...], *, single_label: bool) -> None:
    """Check that the search maximizes a metric that the labels have.

    Parameters
    ----------
    spec
        The spec, with or without a search.
    labels
        The labels of the task.
    single_label
        Whether each article has exactly one label.

    Raises
    ------
    SpecError
        If the labels have no such metric.
    """
    if spec.search is None:
        return
    known = [metric.name for metric in applicable_metrics(labels, single_label=single_label)]
    if spec.search.metric not in known:
        more = ", ..." if len(labels) > MAX_LABELS_LISTED else ""
        raise SpecError(
            f"search metric '{spec.search.metric}' is not a metric of these labels "
            f"({', '.join(labels[:MAX_LABELS_LISTED])}{more}); choose one of {', '.join(known)}"
            f"{did_you_mean(spec.search.metric, known)}"
        )


def search(
    spec: Experiment,
    training: TrainingSet,
    *,
    seconds: float | None = None,
    find_scores: FindScores | None = None,
    on_trial: OnTrial | None = None,
) -> Search:
    """Try the settings of the spec's grid on folds of the training set.

    Only gold labels are scored. With a time limit, settings are tried in random order, which
    covers a grid better than its own order. They are tried one after the other, unless a parallel
    backend of joblib is set by ``joblib.parallel_config``.

    Parameters
    ----------
    spec
        A spec with a search.
    training
        The training set.
    seconds
        The time limit: no trial starts that would end after it, by the mean duration of
        those that ended. At least one setting is tried. Default no limit.
    find_scores
        Returns the scores of trials of an interrupted search, which are not repeated.
    on_trial
        Called after each trial.

    Raises
    ------
    CorpusError
        If the training set has no gold labels.
    SpecError
        If the labels do not have the metric of the search.

    Notes
    -----
    Random order: Bergstra and Bengio (2012), Random search for hyper-parameter optimization.
    """
    assert spec.search is not None
    training = training.with_occurring_labels()
    check_metric(spec, training.labels.labels, single_label=training.single_label)
    if not training.labels.is_gold.any():
        raise CorpusError(
            "a search is scored on labels by people, and no training article has one; "
            "remove [search] from the spec, or let labels by people train"
        )
    settings = grid_of(spec)
    order = np.arange(len(settings))
    if seconds is not None:
        np.random.default_rng(spec.split.random_state).shuffle(order)
    folds = training.groups(spec.tuning_group_by).folds(
        training.labels.matrix, spec.search.n_folds, spec.split.random_state
    )
    trials: dict[int, Trial] = {}
    remaining = []
    for i in order.tolist():
        tried = spec.with_settings(settings[i])
        metrics = find_scores(tried, training) if find_scores else None
        if metrics is None:
            remaining.append(i)
            continue
        trials[i] = Trial(i + 1, settings[i], metrics)
        if on_trial:
            on_trial(trials[i], tried, training)
    from joblib import Parallel, delayed

    started, durations = time.monotonic(), list[float]()

    def in_time() -> Iterator[int]:
        for i in steps(remaining, "search setting", seconds=seconds):
            elapsed = time.monotonic() - started
            duration = float(np.mean(durations)) if durations else 0.0
            if seconds is not None and trials and elapsed + duration > seconds:
                return
            started_trials.append(i)
            yield i

    started_trials: list[int] = []
    results = Parallel(return_as="generator", batch_size=1, pre_dispatch="n_jobs")(
        delayed(_timed_scores)(settings[i], spec, training, folds) for i in in_time()
    )
    for n_made, (metrics, duration) in enumerate(results):
        i = started_trials[n_made]
        durations.append(duration)
        trials[i] = Trial(i + 1, settings[i], metrics)
        if on_trial:
            on_trial(trials[i], spec.with_settings(settings[i]), training)
    untried = tuple(setting for i, setting in enumerate(settings) if i not in trials)
    return Search(spec.search.metric, tuple(trials[i] for i in sorted(trials)), untried)


def grid_of(spec: Experiment) -> list[Settings]:
    """Return every setting of a spec's grid; none without a search."""
    if spec.search is None:
        return []
    names = list(spec.search.grid)
    values = itertools.product(*spec.search.grid.values())
    return [dict(zip(names, chosen, strict=True)) for chosen in values]


def _timed_scores(
    settings: Settings, spec: Experiment, training: TrainingSet, folds: list[NDArray[np.intp]]
) -> tuple[dict[str, float], float]:
    """Return the scores of settings, and the seconds that they took."""
    from joblib import parallel_config

    started = time.monotonic()
    try:
        # On a cluster each trial is one task; its folds are fitted sequentially.
        with parallel_config(backend="sequential"):
            metrics = _scores(spec.with_settings(settings), spec, training, folds)
    except (CorpusError, SpecError) as exc:
        shown = ", ".join(f"{key} = {value}" for key, value in settings.items())
        raise type(exc)(f"the search cannot try {shown}: {exc}") from exc
    return metrics, time.monotonic() - started


def _scores(
    tried: Experiment,
    spec: Experiment,
    training: TrainingSet,
    folds: list[NDArray[np.intp]],
) -> dict[str, float]:
    assert spec.search is not None
    labels = training.labels
    is_gold, matrix = labels.is_gold, labels.matrix
    _, scores = cross_val_scores(tried, training, spec.search.n_folds, fold_name="search fold")
    y_pred, probabilities = calibrated_predictions(tried, scores, training)

    def metrics(rows: NDArray[np.intp]) -> dict[str, float]:
        result = score(
            matrix[rows],
            y_pred[rows],
            labels.labels,
            single_label=training.single_label,
            probabilities=probabilities[rows],
            is_known=labels.is_known[rows],
        )
        return result.metrics | result.average_precisions

    overall = metrics(np.flatnonzero(is_gold))
    per_fold = [metrics(rows) for fold in folds if len(rows := fold[is_gold[fold]])]
    stds = {
        f"{name}_std": float(np.std([scores[name] for scores in per_fold], ddof=1))
        for name in dict.fromkeys((*STD_METRICS, spec.search.metric))
        if len(per_fold) > 1 and all(name in scores for scores in per_fold)
    }
    return overall | stds
