"""Training: from a spec and a corpus to scored, logged and registered models."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

from tenor import tracking
from tenor.corpus import Corpus, Split
from tenor.models.spec import Experiment
from tenor.prediction.cluster import fit_on_cluster
from tenor.prediction.workers import available_cores
from tenor.progress import steps
from tenor.workflow.fit.labelled import (
    LabelledSet,
    make_labelled_set,
    open_corpus,
    tasks_of_spec,
)
from tenor.workflow.fit.unlabelled import make_pool
from tenor.workflow.runs.identity import (
    TRAINING,
    run_name,
    run_params,
    run_tags,
    search_params,
    training_tags,
)
from tenor.workflow.runs.leak_summary import LeakSummary, newest_leak_summary
from tenor.workflow.runs.spec_toml import SEARCH_SPEC, spec_text
from tenor.workflow.train.card import registry_description
from tenor.workflow.train.fit_and_score import fit_and_score
from tenor.workflow.train.log import log_training
from tenor.workflow.train.result import TrainingResult
from tenor.workflow.train.warm_up import warm_up

IMPORTED_BY_COUNTING = (
    "tenor.features.engine.counts",
    "tenor.features.field_batches",
    "scipy.linalg",
)
"""Modules that counting imports; Numba imports the last when it first runs a loop."""

IMPORTED_LATER = ("tenor.models.estimator",)
"""Modules that fitting imports, loaded while texts are counted."""

IMPORTED_BY_FIGURES = ("matplotlib.backends.backend_agg",)
"""Modules that drawing figures imports, loaded while texts are counted."""


def train(
    spec: Experiment | str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    promote: bool = False,
    log: bool = True,
    learning_curve: bool = False,
    minutes: float | None = None,
    cluster: str = "",
) -> list[TrainingResult]:
    """Fit, score, log and register the models of a spec: one for themes, or one for each target.

    Parameters
    ----------
    spec
        An experiment, or the path of its TOML file.
    corpus
        A corpus or its folder; default the one that the spec names.
    promote
        Whether to give each model the alias champion.
    log
        Whether to log to MLflow and register the models there.
    learning_curve
        Whether to fit on an eighth, a quarter and a half of the training part too, which at
        most doubles the time.
    minutes
        The minutes for the searches of each model; default those that the spec sets. A search
        that was interrupted, or ran out of time, is resumed by the next training with the same
        spec and corpus.
    cluster
        The address of a Dask scheduler, on whose workers the settings of a search and the folds of
        models are fitted, or ``local``; by default they are fitted one after the other.

    Returns
    -------
    list of TrainingResult
        One for each model.

    Raises
    ------
    TenorError
        If the spec, the corpus, its labels or the store cannot be used; where possible before
        anything is fitted.

    Examples
    --------
    >>> from tenor import train
    >>> [themes] = train("experiments/themes.toml", log=False)
    >>> [row.name for row in themes.rows]
    ['model', 'majority', 'publisher tags']
    >>> themes.rows[0].scores.macro_f1 > themes.rows[1].scores.macro_f1
    True
    """
    if not isinstance(spec, Experiment):
        spec = Experiment.load(spec)
    spec = spec.with_minutes(minutes)
    corpus = corpus if isinstance(corpus, Corpus) else open_corpus(spec, corpus)
    tasks = tasks_of_spec(spec, corpus)
    if log:
        tracking.check_store()
    pool = make_pool(spec, corpus)
    labelled_sets = [make_labelled_set(spec, corpus, task, pool) for task in tasks]
    counting_seconds = _count_terms(labelled_sets[0], log=log)
    # All splits are made before the first fit, so that an impossible one is an error at once.
    splits_by_task = [labelled.splits() for labelled in labelled_sets]
    seconds_by_task = [counting_seconds, *[0.0] * (len(tasks) - 1)]
    results = []

    def name(number: int, item: tuple[LabelledSet, list[Split], float]) -> str:
        several = f" (model {number} of {len(tasks)})" if len(tasks) > 1 else ""
        return f"{item[0].task.model_name}{several}"

    trainings = list(zip(labelled_sets, splits_by_task, seconds_by_task, strict=True))
    for labelled, splits, seconds in steps(trainings, name):
        with _start_run(labelled) if log else nullcontext() as run:
            if run is not None and labelled.spec.search:
                run.log_text(spec_text(labelled.spec), SEARCH_SPEC)
            with fit_on_cluster(cluster, available_cores()) if cluster else nullcontext():
                result = fit_and_score(
                    labelled, splits, run, seconds=seconds, learning_curve=learning_curve
                )
            if run is not None:
                result = replace(result, run_id=run.run_id, leak_summary=_leak_summary(labelled))
                address = log_training(run, result, corpus)
        # A version is registered last, so that none is of a run that did not finish.
        if run is not None:
            result = _register(result, corpus, address, promote=promote)
        results.append(result)
    return results


def _count_terms(labelled: LabelledSet, *, log: bool) -> float:
    """Count the terms of a labelled set, and return the seconds that it took.

    Modules that are needed later are imported at the same time.
    """
    # Two threads that import one package at once may each see an incomplete one. The modules of
    # counting are therefore imported before the thread starts, those of splitting after it ends.
    for name in IMPORTED_BY_COUNTING:
        import_module(name)
    jobs: list[Callable[[], object]] = [
        partial(import_module, name)
        for name in (*IMPORTED_LATER, *(IMPORTED_BY_FIGURES if log else ()))
    ]
    with warm_up(*jobs, *([tracking.open_store] if log else [])):
        started = time.perf_counter()
        if labelled.spec.search is None:
            views = (*labelled.spec.features, *labelled.spec.teacher_features)
            labelled.training.count_terms(views)
        return time.perf_counter() - started


def _start_run(labelled: LabelledSet) -> AbstractContextManager[tracking.Run]:
    spec, task = labelled.spec, labelled.task
    tags = run_tags(labelled.corpus, spec, task, TRAINING) | training_tags(spec)
    params = run_params(spec) | search_params(spec)
    return tracking.start_run(task.model_name, run_name(spec), params, tags)


def _leak_summary(labelled: LabelledSet) -> LeakSummary | None:
    return newest_leak_summary(labelled.spec, labelled.corpus, labelled.task)


def _register(
    result: TrainingResult, corpus: Corpus, address: str, *, promote: bool
) -> TrainingResult:
    """Register a logged model, and return the training with the number of its version."""
    description = registry_description(result, corpus, result.run_id)
    version = tracking.register(result.model.name, address, description)
    if promote:
        tracking.promote(f"models:/{result.model.name}/{version}")
    return replace(result, version=version)
