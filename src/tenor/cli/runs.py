"""``tenor runs``."""

from __future__ import annotations

from typing import Annotated

import typer

SHOWN_METRICS = ("macro_f1", "micro_f1")
"""The metrics that the list always shows."""

GAP = "gap_macro_f1"
"""The metric of leak tables that the list shows if it contains some."""


def runs(
    experiment: Annotated[str, typer.Option(help="List only the runs of this experiment.")] = "",
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
            help="The metric to sort by, highest first; or 'started', newest first.",
        ),
    ] = "started",
    n: Annotated[int, typer.Option(min=1, max=1000, help="The maximum number of runs.")] = 20,
    trials: Annotated[
        bool,
        typer.Option("--trials", help="List nested runs too, such as the trials of searches."),
    ] = False,
) -> None:
    """List the runs of the store with their scores.

    Example: tenor runs --experiment themes --sort macro_f1
    """
    from tenor.cli.tables import print_table
    from tenor.evaluation import metric_heading
    from tenor.present import format_score
    from tenor.tracking import list_runs

    listed = list_runs(experiment=experiment, where=where, sort=sort, n=n, nested=trials)
    if not listed:
        typer.echo("no run matches; train a model first, or use fewer conditions")
        return
    headings = {name: metric_heading(name) for name in SHOWN_METRICS}
    if any(GAP in run.metrics for run in listed):
        headings[GAP] = "gap"
    if sort != "started":
        headings.setdefault(sort, metric_heading(sort))
    rows = [
        [
            f"- {run.name}" if run.is_nested else run.name,
            f"{run.started:%Y-%m-%d %H:%M}",
            run.task.question if run.task else "",
            run.status.lower(),
            run.short_id,
            *(format_score(run.metrics[name]) if name in run.metrics else "" for name in headings),
        ]
        for run in listed
    ]
    print_table(
        ["run", "started", "task", "status", "id", *headings.values()], rows, numbers=len(headings)
    )
