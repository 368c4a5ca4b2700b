"""``tenor predict``."""

from __future__ import annotations

from typing import Annotated

import typer

from tenor.cli.options import (
    MODEL_REFERENCES,
    SOME_REJECTED,
    Columns,
    Force,
    Inputs,
    parse_columns,
)
from tenor.present import format_count


def predict(
    inputs: Inputs,
    output: Annotated[
        str,
        typer.Option(
            help="The file to write, ending in .jsonl, .csv or .parquet; - writes JSON Lines "
            "to standard output."
        ),
    ],
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF",
            help=f"A model: {MODEL_REFERENCES} (repeatable); by default all champions.",
        ),
    ] = None,
    column: Columns = None,
    force: Force = False,
) -> None:
    """Label article files.

    The output has a row for each article. The exit code is 3 if some inputs could not be read
    as articles and were rejected.

    Example: tenor predict articles/ --output labels.csv
    """
    from tenor.prediction import predict
    from tenor.prediction.writers import check_destination
    from tenor.workflow.loading import load_models

    columns = parse_columns(column)
    check_destination(output, force=force)
    models = load_models(model or [])
    summary = predict(inputs, models, output, columns=columns, force=force)
    destination = "" if output == "-" else f" into {output}"
    typer.echo(f"{format_count(summary.n_articles)} articles labelled{destination}", err=True)
    if summary.n_rejected:
        hint = f"; see {summary.rejected_path}" if summary.rejected_path else ""
        typer.echo(f"{format_count(summary.n_rejected)} inputs rejected{hint}", err=True)
        raise typer.Exit(SOME_REJECTED)
