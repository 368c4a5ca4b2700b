"""``tenor watch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tenor.cli.drift import print_drift
from tenor.cli.options import (
    Columns,
    Models,
    Only,
    PublicKey,
    Wide,
    WrittenScores,
    project_columns,
)
from tenor.cli.report import print_note
from tenor.present import plural


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the files.")],
    output: Annotated[
        Path,
        typer.Option(help="The folder that gets the labels, in parts; made if it does not exist."),
    ],
    model: Models = None,
    require_signature: PublicKey = None,
    column: Columns = None,
    only: Only = None,
    scores: WrittenScores = "all",
    wide: Wide = False,
    output_format: Annotated[
        Literal["jsonl", "csv", "parquet"],
        typer.Option("--format", help="The format of the parts."),
    ] = "jsonl",
    poll: Annotated[
        bool,
        typer.Option(
            "--poll",
            help="Look for new files all the time, where the file system reports none, as many "
            "network folders.",
        ),
    ] = False,
) -> None:
    """Label the files of a folder as they arrive, until Ctrl-C.

    Each file is labelled once, also across restarts, and again if it changes. The labels of the
    files that arrived at once are a part, which appears complete or not at all. Whenever 50
    articles or more have been labelled, a line for each model states how they differ from those in
    training, as in 'tenor predict'.
    """
    from tenor.evaluation.drift import MIN_ARTICLES
    from tenor.prediction.batch_drift import measure_drifts
    from tenor.prediction.columns import RowOptions
    from tenor.prediction.watch import watch
    from tenor.prediction.writers import WrittenCounts
    from tenor.workflow.loading import load_models

    columns = project_columns(column)
    models = load_models(model or [], public_key=require_signature)
    parts = watch(
        folder,
        models,
        output,
        extension=f".{output_format}",
        columns=columns,
        strict_columns=bool(column),
        options=RowOptions(scores, wide, tuple(only or ())),
        poll=poll,
    )
    print_note(f"watching {folder} (stop with Ctrl-C)")
    batch = WrittenCounts()
    for part in parts:
        n_rejected = part.counts.rejected.total
        rejected = f", {plural(n_rejected, 'input')} rejected" if n_rejected else ""
        print_note(
            f"{plural(part.counts.n_articles, 'article')} labelled into "
            f"{output / part.name}.{output_format}{rejected}"
        )
        batch.add(part.counts)
        if batch.n_articles >= MIN_ARTICLES:
            print_drift(models, measure_drifts(batch.drift, models))
            batch = WrittenCounts()
