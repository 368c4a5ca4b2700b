"""``tenor runs``."""

from __future__ import annotations

from typing import Annotated

import typer

SHOWN = {"macro_f1": "macro-F1", "micro_f1": "micro-F1"}
GAP = "gap_macro_f1"
"""The headline of a leak table, which has no score of its own."""


def runs(
    experiment: Annotated[str, typer.Option(help="Only the runs of this experiment.")] = "",
    where: Annotated[
        str,
        typer.Option(
            "--filter",
            metavar="FILTER",
            help="Only runs that MLflow finds by this: metrics.macro_f1 > 0.8 and "
            "tags.task = 'theme'.",
        ),
    ] = "",
    sort: Annotated[
        str, typer.Option(metavar="METRIC", help="Sort by a metric, highest first, or by 'when'.")
    ] = "when",
    n: Annotated[int, typer.Option(min=1, max=1000, help="How many runs to list.")] = 20,
    trials: Annotated[
        bool, typer.Option("--trials", help="List the trials of searches too.")
    ] = False,
) -> None:
    """List the runs of the store, newest first."""
    from tenor.cli.show import HEADS, print_table
    from tenor.tracking import list_runs

    found = list_runs(experiment=experiment, where=where, sort=sort, n=n, trials=trials)
    if not found:
        typer.echo("no run is found; train a model first, or ask for less")
        return
    shown = dict(SHOWN)
    if any(GAP in run.metrics for run in found):
        shown[GAP] = "gap"
    if sort != "when":
        shown.setdefault(sort, HEADS.get(sort, sort))
    rows = [
        [
            f"- {run.name}" if run.is_trial else run.name, f"{run.started:%Y-%m-%d %H:%M}",
            run.what, run.status.lower(), run.short_id,
            *(f"{run.metrics[name]:.3f}" if name in run.metrics else "" for name in shown),
        ]
        for run in found
    ]  # fmt: skip
    heads = ["run", "started", "what", "status", "id", *shown.values()]
    print_table(heads, rows, numbers=len(shown))
