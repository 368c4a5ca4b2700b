"""``tenor evaluate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tenor.cli.options import Force


def evaluate(
    spec: Annotated[Path, typer.Argument(metavar="SPEC.toml", help="An experiment spec.")],
    splits: Annotated[
        str, typer.Option(help="all, or some of random,grouped,outlet,time,target.")
    ] = "all",
    draws: Annotated[
        int, typer.Option(min=1, max=100, help="Draws of random, grouped and outlet splits.")
    ] = 5,
    corpus: Annotated[
        Path | None, typer.Option(help="The corpus folder, instead of the one that the spec names.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="A .csv for what gives outlets away: terms, lines, bylines, names."),
    ] = None,
    force: Force = False,
) -> None:
    """Score a spec under every kind of split, to see what a random one hides."""
    from tenor.cells import check_csv, write_csv
    from tenor.models import Experiment
    from tenor.tracking import check_store

    experiment = Experiment.load(spec)
    if output:
        check_csv(output, force=force)
    check_store()
    from tenor.cli.show import print_leakage, print_suspects
    from tenor.workflow.leak_record import SUSPECTS, suspects
    from tenor.workflow.leakage import evaluate

    def report(line: str) -> None:
        typer.echo(line, err=True)

    tables = evaluate(
        experiment, corpus,
        splits=splits, n_draws=draws, report=report, on_table=print_leakage,
    )  # fmt: skip
    print_suspects(tables)
    if output:
        write_csv(output, SUSPECTS, (row for table in tables for row in suspects(table)))
        typer.echo(f"all of it, with the articles: {output}")
