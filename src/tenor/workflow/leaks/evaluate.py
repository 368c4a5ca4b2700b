"""Evaluating a spec: fits under several kinds of split, and the leak table of their scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from tenor import tracking
from tenor.corpus import EVAL_SPLITS, Corpus
from tenor.corpus.outlet_cues import find_outlet_cues
from tenor.errors import InputError
from tenor.models.spec import Experiment
from tenor.progress import step, steps
from tenor.workflow.fit.labelled import open_corpus, tasks_of_spec
from tenor.workflow.leaks.fits import FIT_TAG, FitResult, fit, fit_or_resume
from tenor.workflow.leaks.log import log_leak_table
from tenor.workflow.leaks.result import LeakTable
from tenor.workflow.leaks.splits import LeakFit, LeakFits, make_leak_fits, parse_eval_splits
from tenor.workflow.leaks.table import make_leak_table
from tenor.workflow.runs.identity import (
    LEAK_TABLE,
    leaks_experiment,
    run_name,
    run_params,
    run_tags,
    search_params,
)

VIEW = tracking.View(
    (
        "gap_macro_f1",
        "gap_macro_f1/low",
        "gap_macro_f1/high",
        "n/train",
        "outlet_probe/accuracy",
        *(f"split/{kind}/macro_f1" for kind in EVAL_SPLITS),
    ),
    ("classifier.kind", "classifier.C", "features"),
    (),
    LEAK_TABLE,
)
"""The view of these runs in the MLflow UI."""


def evaluate(
    spec: Experiment | str | Path,
    corpus: Corpus | str | Path | None = None,
    *,
    splits: str | Sequence[str] = "all",
    n_draws: int = 5,
    log: bool = True,
    on_table: Callable[[LeakTable], None] | None = None,
    minutes: float | None = None,
) -> list[LeakTable]:
    """Return the leak tables of a spec: its scores under several kinds of split.

    All fits train on the same number of articles, that of the split that allows the fewest, so
    that differences between kinds of split are not due to size. No fitted model is kept. Where
    the spec's own split is ``part``, articles of the part ``test`` neither train nor are scored.

    Parameters
    ----------
    spec
        An experiment, or the path of its TOML. Its own split sets the size of the test part and
        the random state.
    corpus
        A corpus or its folder; default the one that the spec names.
    splits
        ``all``, or names of `tenor.corpus.EVAL_SPLITS`, as a list or separated by commas.
    n_draws
        The number of draws of ``random``, ``grouped`` and ``outlet``.
    log
        Whether to log to MLflow: a run for each leak table, with a nested run for each fit. An
        evaluation that was interrupted is resumed from its nested runs.
    on_table
        Called with each leak table when it is complete.
    minutes
        The minutes for the search of each fit; default those that the spec sets.

    Returns
    -------
    list
        A leak table for themes, or for each target of a stance.

    Raises
    ------
    TenorError
        If the spec, corpus, splits or store cannot be used, or no kind of split is possible.

    Examples
    --------
    >>> from tenor import evaluate
    >>> [themes] = evaluate("experiments/themes.toml", splits="random,outlet", n_draws=2, log=False)
    >>> [row.kind for row in themes.rows]
    ['random', 'outlet']
    >>> themes.gap.hardest
    'outlet'
    """
    if not isinstance(spec, Experiment):
        spec = Experiment.load(spec)
    spec = spec.with_minutes(minutes)
    kinds = parse_eval_splits(splits, spec.task)
    if n_draws < 1:
        raise InputError(f"n_draws is '{n_draws}'; it must be 1 or more")
    corpus = corpus if isinstance(corpus, Corpus) else open_corpus(spec, corpus)
    if log:
        tracking.check_store()
    fits_by_task = [
        make_leak_fits(spec, corpus, task, kinds, n_draws) for task in tasks_of_spec(spec, corpus)
    ]
    with step("searching for lines, bylines and names that identify outlets"):
        outlet_cues = find_outlet_cues(corpus.articles)
    settings = {"splits": ", ".join(kinds), "n_draws": n_draws}
    tables = []
    for leak_fits in steps(fits_by_task, lambda _, leak_fits: leak_fits.task.model_name):
        make = partial(make_leak_table, spec, corpus, leak_fits, outlet_cues)
        if log:
            tables.append(_make_and_log(spec, corpus, leak_fits, make, settings))
        else:
            tables.append(make(partial(fit, spec)))
        if on_table:
            on_table(tables[-1])
    return tables


def _make_and_log(
    spec: Experiment,
    corpus: Corpus,
    leak_fits: LeakFits,
    make: Callable[[Callable[[LeakFit], FitResult]], LeakTable],
    settings: dict[str, Any],
) -> LeakTable:
    task = leak_fits.task
    experiment = leaks_experiment(task)
    finished = tracking.finished_nested_runs(experiment, spec.fingerprint, FIT_TAG)
    name = f"{run_name(spec)} leak table"
    params = run_params(spec) | search_params(spec) | settings
    tags = run_tags(corpus, spec, task, LEAK_TABLE)
    with tracking.start_run(experiment, name, params, tags, view=VIEW) as run:
        leak_table = make(partial(fit_or_resume, spec, run, finished))
        log_leak_table(run, leak_table, spec, corpus, settings)
        return replace(leak_table, run_id=run.run_id)
