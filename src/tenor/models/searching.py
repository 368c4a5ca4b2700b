"""Search: the settings of a grid, each tried on folds of the training part, within a time."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import CorpusError, SpecError
from tenor.evaluation import Scoring, score
from tenor.models.fitting import TrainingData, given_labels, held_out_scores
from tenor.models.spec import Experiment
from tenor.progress import track

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPREAD = ("macro_f1", "micro_f1")
"""The scores whose spread over folds a trial keeps, beside the one that the search is for."""

Settings = dict[str, Any]


@dataclass(frozen=True)
class Trial:
    """One setting tried by a search, and how it did on held-out folds.

    Attributes
    ----------
    number
        Its place in the grid, from 1.
    settings
        What it sets, by dotted paths into the spec.
    metrics
        Scores on the folds taken together; ``NAME_spread`` is the standard
        deviation of a score over the folds, where people labelled two or more.
    """

    number: int
    settings: Settings
    metrics: dict[str, float]


Known = Callable[[Experiment, TrainingData], dict[str, float] | None]
"""Finds what a spec scored on the same data in an interrupted search, if it was tried there."""

OnTrial = Callable[[Trial, Experiment, TrainingData], None]
"""Called with each trial, the spec with its settings, and the data it was tried on."""


@dataclass(frozen=True)
class Search:
    """What a search tried, and what it had no time for.

    Attributes
    ----------
    metric
        The score that the best trial has most of.
    trials
        What was tried, in the order of the grid; one at least.
    not_tried
        Settings that there was no time for.
    """

    metric: str
    trials: tuple[Trial, ...]
    not_tried: tuple[Settings, ...] = ()

    @property
    def best(self) -> Trial:
        """The trial with the highest score; the first of them in the grid."""
        return max(self.trials, key=lambda trial: trial.metrics[self.metric])

    @property
    def n_settings(self) -> int:
        """The number of settings in the grid."""
        return len(self.trials) + len(self.not_tried)


def check_metric(spec: Experiment, labels: tuple[str, ...], *, one_label: bool) -> None:
    """Refuse a search for a score that these labels do not have.

    Raises
    ------
    SpecError
        Naming the scores that they have.
    """
    if spec.search is None:
        return
    ranked = ("mean_average_precision", "weighted_average_precision")
    known = (*Scoring(labels, one_label).names, *ranked)
    if spec.search.metric not in known:
        raise SpecError(
            f"search metric '{spec.search.metric}' is not a score of these labels "
            f"({', '.join(labels[:5])}{', ...' if len(labels) > 5 else ''}); "
            f"choose one of {', '.join(known)}"
        )


def search(
    spec: Experiment,
    data: TrainingData,
    *,
    seconds: float | None = None,
    known: Known | None = None,
    on_trial: OnTrial | None = None,
) -> Search:
    """Try the settings of the spec's grid on folds of the training data.

    Only what people labelled is scored. Where time is short, settings are
    tried in random order, which explores a grid better than its own order.

    Parameters
    ----------
    seconds
        The time that may be spent: no trial begins that would end after it, by
        the mean of those before. One is tried whatever the time.
    known
        Gives scores of trials that an interrupted search has made; they are
        not made again.

    Raises
    ------
    CorpusError
        If people labelled none of the training data.
    SpecError
        If its labels have no such score as the search is for.

    Notes
    -----
    Random order: Bergstra and Bengio (2012), Random search for hyper-parameter
    optimization.
    """
    assert spec.search is not None
    data = data.with_known_labels()
    check_metric(spec, data.answers.labels, one_label=data.rule == "one")
    if not data.answers.is_gold.any():
        raise CorpusError(
            "a search is scored on people's labels, and none of them trains here; "
            "take [search] out of the spec, or let people's labels train"
        )
    settings = grid_of(spec)
    order = np.arange(len(settings))
    if seconds is not None:
        np.random.default_rng(spec.split.random_state).shuffle(order)
    folds = data.groups(spec.tuning_keep_whole).folds(
        data.answers.matrix, spec.search.n_folds, spec.split.random_state
    )
    trials: dict[int, Trial] = {}
    waiting = []
    for i in order.tolist():
        found = known(spec.with_settings(settings[i]), data) if known else None
        if found is None:
            waiting.append(i)
            continue
        trials[i] = Trial(i + 1, settings[i], found)
        if on_trial:
            on_trial(trials[i], spec.with_settings(settings[i]), data)
    started = time.monotonic()
    for n_made, i in enumerate(track(waiting, "search", len(waiting))):
        spent = time.monotonic() - started
        if seconds is not None and trials and spent + spent / max(n_made, 1) > seconds:
            break
        tried = spec.with_settings(settings[i])
        trials[i] = Trial(i + 1, settings[i], _scores(tried, spec, data, folds))
        if on_trial:
            on_trial(trials[i], tried, data)
    left = tuple(setting for i, setting in enumerate(settings) if i not in trials)
    return Search(spec.search.metric, tuple(trials[i] for i in sorted(trials)), left)


def grid_of(spec: Experiment) -> list[Settings]:
    """Return every setting of a spec's grid; none without a search."""
    if spec.search is None:
        return []
    names = list(spec.search.grid)
    values = itertools.product(*spec.search.grid.values())
    return [dict(zip(names, chosen, strict=True)) for chosen in values]


def _scores(
    tried: Experiment,
    spec: Experiment,
    data: TrainingData,
    folds: list[NDArray[np.intp]],
) -> dict[str, float]:
    assert spec.search is not None
    gold, matrix, labels = data.answers.is_gold, data.answers.matrix, data.answers.labels
    _, scores = held_out_scores(tried, data, spec.search.n_folds)
    given, probabilities = given_labels(tried, scores, data)

    def metrics(chosen: NDArray[np.intp]) -> dict[str, float]:
        result = score(
            matrix[chosen], given[chosen], labels,
            one_label=data.rule == "one", probabilities=probabilities[chosen],
        )  # fmt: skip
        return result.metrics | result.average_precisions

    whole = metrics(np.flatnonzero(gold))
    each = [metrics(own) for fold in folds if len(own := fold[gold[fold]])]
    spread = {
        f"{name}_spread": float(np.std([one[name] for one in each], ddof=1))
        for name in dict.fromkeys((*SPREAD, spec.search.metric))
        if len(each) > 1 and all(name in one for one in each)
    }
    return whole | spread
