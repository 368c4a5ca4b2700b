"""``tenor runs``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.completion import complete_experiments, complete_sort_keys
from tenor.cli.report import Json, Report
from tenor.present import Estimate

if TYPE_CHECKING:
    from tenor.tracking import LoggedRun

SHOWN_METRICS = ("macro_f1", "micro_f1")
"""The metrics that the list always shows."""


def runs(
    experiment: Annotated[
        str,
        typer.Option(
            autocompletion=complete_experiments, help="List only the runs of this experiment."
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
            help="The metric to sort by, highest first; or 'started', newest first.",
        ),
    ] = "started",
    n: Annotated[int, typer.Option(min=1, max=1000, help="The maximum number of runs.")] = 20,
    trials: Annotated[
        bool,
        typer.Option("--trials", help="List nested runs too, such as the trials of searches."),
    ] = False,
    as_json: Json = False,
) -> None:
    """List the runs of the store with their scores."""
    from tenor.cli.columns import GAP, RUNS, metric_columns
    from tenor.tracking import list_runs

    with Report("runs", as_json=as_json) as report:
        listed = list_runs(experiment=experiment, where=where, sort=sort, n=n, nested=trials)
        if not listed:
            report.line("no run matches; train a model first, or use fewer conditions", runs=[])
            return
        has_gaps = any(GAP.name in run.metrics for run in listed)
        sorted_by = [] if sort in ("started", GAP.name) else [sort]
        names = dict.fromkeys([*SHOWN_METRICS, *sorted_by])
        metrics = metric_columns(names, show_intervals=False)
        if has_gaps:
            metrics.insert(len(SHOWN_METRICS), GAP)
        rows = [
            [
                run,
                run.is_nested,
                run.experiment,
                run.started,
                run.task.question if run.task else None,
                run.status.lower(),
                run.run_id,
                *(_estimate(run, column.name) for column in metrics),
            ]
            for run in listed
        ]
        # A status that all runs have in common says nothing.
        all_finished = all(run.status == "FINISHED" for run in listed)
        columns = [
            replace(column, kind="data") if all_finished and column.name == "status" else column
            for column in RUNS
        ]
        report.table("runs", [*columns, *metrics], rows)


def _estimate(run: LoggedRun, metric: str) -> Estimate:
    low, high = (run.metrics.get(f"{metric}_{bound}") for bound in ("low", "high"))
    interval = None if low is None or high is None else (low, high)
    return Estimate(run.metrics.get(metric), interval)
