"""``tenor prep``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Columns, Force, Inputs, parse_columns
from tenor.present import format_count

if TYPE_CHECKING:
    from tenor.corpus import Corpus


def prep(
    inputs: Inputs,
    codebook: Annotated[Path, typer.Option(help="The codebook's TOML file.")],
    output: Annotated[Path, typer.Option(help="The corpus folder to make.")],
    column: Columns = None,
    label: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TASK=COLUMN",
            help="A table column with people's labels: theme=topic, stance:leaning=bias, or "
            "stance:@target=stance where column 'target' names the target (repeatable).",
        ),
    ] = None,
    codings: Annotated[
        list[Path] | None,
        typer.Option(
            help="People's judgements, in any format of 'tenor codings import' (repeatable)."
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Read article files into a corpus."""
    from tenor.workflow.prep import prepare

    corpus = prepare(
        inputs,
        codebook,
        output,
        columns=parse_columns(column),
        labels=label or [],
        codings=codings or [],
        force=force,
    )
    print_corpus(corpus)


def print_corpus(corpus: Corpus) -> None:
    """Print the numbers of articles, judgements and rejected inputs of a corpus."""
    info = corpus.info
    typer.echo(
        f"{corpus.path}: {format_count(info['articles'])} articles, "
        f"{format_count(info['articles_in_duplicate_groups'])} of them in "
        f"{format_count(info['duplicate_groups'])} duplicate groups; "
        f"fingerprint {corpus.fingerprint}"
    )
    for row in info["judgments"]:
        task = f"{row['task']} towards {row['target']}" if row["target"] else row["task"]
        typer.echo(f"  {format_count(row['count'])} judgements of {task} by {row['origin']}")
    if info["rejected"]:
        reasons = ", ".join(f"{format_count(n)} {reason}" for reason, n in info["rejected"].items())
        typer.echo(f"  rejected: {reasons}; see {corpus.path / 'rejected.jsonl'}")
