"""``tenor prep``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Columns, Force, Inputs, parse_columns

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
            help="People's judgements, as 'tenor codings import' reads them (repeatable)."
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Read article files into a corpus."""
    from tenor.workflow.prep import prepare

    corpus = prepare(
        inputs, codebook, output,
        columns=parse_columns(column), labels=label or [], codings=codings or [], force=force,
    )  # fmt: skip
    print_corpus(corpus)


def print_corpus(corpus: Corpus) -> None:
    """Print what a corpus holds, and what was set aside."""
    info = corpus.info
    typer.echo(
        f"{corpus.path}: {info['articles']:,} articles, "
        f"{info['articles_in_duplicate_groups']:,} of them in {info['duplicate_groups']:,} "
        f"duplicate groups; fingerprint {corpus.fingerprint}"
    )
    for row in info["judgments"]:
        what = row["task"] if not row["target"] else f"{row['task']} towards {row['target']}"
        typer.echo(f"  {row['count']:,} judgements of {what} by {row['origin']}")
    if info["rejected"]:
        reasons = ", ".join(f"{n:,} {reason}" for reason, n in info["rejected"].items())
        typer.echo(f"  set aside: {reasons}; see {corpus.path / 'rejected.jsonl'}")
