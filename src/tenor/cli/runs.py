"""``tenor runs``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tenor.cli.completion import complete_experiments, complete_sort_keys
from tenor.cli.report import Json, Report
from tenor.present import Column, Estimate

if TYPE_CHECKING:
    from tenor.tracking import LoggedRun

BY_SPLIT = "split/{}/macro_f1"
"""The metrics of a leak table by kind of split."""

NESTED_METRICS = ("search/macro_f1", "fit/macro_f1")
"""The scores of nested runs: of the trials of a search, and of the fits of a leak table."""


def runs(
    experiment: Annotated[
        str,
        typer.Option(
            autocompletion=complete_experiments,
            help="List only the runs of this experiment, such as tenor-theme.",
        ),
    ] = "",
    where: Annotated[
        str,
        typer.Option(
            "--filter",
            metavar="FILTER",
            help="List only the runs that match a filter in MLflow's syntax, such as "
            "\"metrics.macro_f1 > 0.8 and tags.task = 'theme'\".",
        ),
    ] = "",
    sort: Annotated[
        str,
        typer.Option(
            metavar="METRIC",
            autocompletion=complete_sort_keys,
            help="The metric to sort by, highest first; 'score' for macro-F1 (of leak tables, the "
            "gap), or 'started' for the newest first.",
        ),
    ] = "score",
    n: Annotated[
        int, typer.Option(min=1, max=1000, help="The maximum number of runs of an experiment.")
    ] = 20,
    trials: Annotated[
        bool,
        typer.Option("--trials", help="List nested runs too, such as the trials of searches."),
    ] = False,
    as_json: Json = False,
) -> None:
    """List the runs of each question with their scores."""
    from tenor.tracking import list_runs

    with Report("runs", as_json=as_json) as report:
        listed = list_runs(experiment=experiment, where=where, sort=sort, n=n, nested=trials)
        if not listed:
            report.line("no run matches; train a model first, or use fewer conditions", runs=[])
        elif report.as_json:
            _print_runs(report, listed, sort)
        else:
            for name, group in groupby(listed, key=lambda run: run.experiment):
                report.line(name)
                _print_runs(report, list(group), sort)


def _print_runs(report: Report, listed: Sequence[LoggedRun], sort: str) -> None:
    """Print runs with the columns that some of them have; in JSON, all have all columns."""
    from tenor.cli.columns import (
        GAP,
        RUN_FACTS,
        RUN_KIND_SCORE,
        RUN_NESTED_SCORE,
        RUN_SCORES,
        RUN_SHORT_ID,
        metric_columns,
    )
    from tenor.corpus import EVAL_SPLITS
    from tenor.workflow.runs.identity import SHARES_SUFFIX

    columns: list[tuple[Column, list[Any]]] = [
        (column, [_fact(run, column.name) for run in listed]) for column in RUN_FACTS
    ]
    # A status that all runs have in common, and a start that they are not sorted by, say little.
    hidden = {"started"} - {sort}
    hidden |= {"status"} if all(run.status == "FINISHED" for run in listed) else set()
    columns = [
        (replace(column, kind="data") if column.name in hidden else column, values)
        for column, values in columns
    ]
    is_leaks = any(key.startswith("split/") for run in listed for key in run.metrics)
    # Runs of shares have no scores of a model.
    is_shares = all(run.experiment.endswith(SHARES_SUFFIX) for run in listed)
    if report.as_json or not (is_leaks or is_shares):
        columns += [(column, [_score(run, column.name) for run in listed]) for column in RUN_SCORES]
    if report.as_json or is_leaks:
        columns.append((GAP, [_estimate(run, GAP.name) for run in listed]))
        for kind in EVAL_SPLITS:
            column = replace(RUN_KIND_SCORE, name=f"{kind}_macro_f1", heading=kind)
            values = [_estimate(run, BY_SPLIT.format(kind)) for run in listed]
            if any(value.value is not None for value in values):
                columns.append((column, values))
    if sort not in ("score", "started", "macro_f1", GAP.name):
        [column] = metric_columns([sort], show_intervals=False)
        columns.append((column, [_estimate(run, sort) for run in listed]))
    if any(run.is_nested for run in listed):
        columns.append((RUN_NESTED_SCORE, [_nested_score(run) for run in listed]))
    columns.append((RUN_SHORT_ID, [run.run_id for run in listed]))
    heads, cells = zip(*columns, strict=True)
    report.table("runs", heads, list(zip(*cells, strict=True)))


def _fact(run: LoggedRun, name: str) -> object:
    facts = {
        "name": run,
        "is_nested": run.is_nested,
        "experiment": run.experiment,
        "task": run.task.question if run.task else None,
        "started": run.started,
        "status": run.status.lower(),
    }
    return facts[name]


def _score(run: LoggedRun, name: str) -> object:
    match name:
        case "macro_f1":
            return _estimate(run, name)
        case "n_test":
            return run.metrics.get("n/test")
        case "split":
            return run.params.get("split.kind")
        case "best_baseline":
            return run.best_baseline or None
    return run.metrics.get(f"model/{name}")


def _nested_score(run: LoggedRun) -> float | None:
    scores = (run.metrics.get(key) for key in NESTED_METRICS)
    return next((score for score in scores if score is not None), None)


def _estimate(run: LoggedRun, key: str) -> Estimate:
    low, high = (run.metrics.get(f"{key}/{bound}") for bound in ("low", "high"))
    interval = None if low is None or high is None else (low, high)
    return Estimate(run.metrics.get(key), interval)
