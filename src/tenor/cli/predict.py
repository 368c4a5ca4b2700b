"""``tenor predict``."""

from __future__ import annotations

from typing import Annotated

import typer

from tenor.cli.options import Columns, Force, Inputs, parse_columns

SOME_REJECTED = 3


def predict(
    inputs: Inputs,
    output: Annotated[
        str,
        typer.Option(help="A file ending in .jsonl, .csv or .parquet; - is JSON Lines on stdout."),
    ],
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF",
            help="NAME@ALIAS, models:/..., runs:/... or a bundle folder (repeatable); "
            "default every champion.",
        ),
    ] = None,
    column: Columns = None,
    force: Force = False,
) -> None:
    """Label article files, one row an article; exit code 3 if some inputs were set aside."""
    from tenor.prediction import predict
    from tenor.prediction.writers import open_writer
    from tenor.workflow.loading import load_models

    columns = parse_columns(column)
    open_writer(output, force=force)
    models = load_models(model or [])
    done = predict(inputs, models, output, columns=columns, force=force)
    place = "" if output == "-" else f" into {output}"
    typer.echo(f"{done.n_articles:,} articles labelled{place}", err=True)
    if done.n_rejected:
        where = f"; see {done.rejected_path}" if done.rejected_path else ""
        typer.echo(f"{done.n_rejected:,} inputs set aside{where}", err=True)
        raise typer.Exit(SOME_REJECTED)
