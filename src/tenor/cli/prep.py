"""``tenor prep``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import SOME_REJECTED, Columns, Inputs, parse_columns
from tenor.present import format_count

if TYPE_CHECKING:
    from tenor.corpus import Corpus, KeptJudgments


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
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Replace an existing corpus; codings and decisions on articles that are still "
            "there are kept, the others are set aside in a file.",
        ),
    ] = False,
    drop_codings: Annotated[
        bool,
        typer.Option("--drop-codings", help="With --force: remove all codings and decisions."),
    ] = False,
) -> None:
    """Read article files into a corpus; exit code 3 if some inputs or labels were rejected."""
    from tenor.workflow.prep import prepare

    if drop_codings and not force:
        raise typer.BadParameter("it needs --force", param_hint="--drop-codings")

    corpus = prepare(
        inputs,
        codebook,
        output,
        columns=parse_columns(column),
        labels=label or [],
        codings=codings or [],
        force=force,
        drop_codings=drop_codings,
        on_replaced=partial(_print_kept, output),
    )
    print_corpus(corpus)
    if corpus.info["rejected"]:
        raise typer.Exit(SOME_REJECTED)


def _print_kept(path: Path, result: KeptJudgments) -> None:
    """Print what became of the judgements of a corpus that was replaced."""
    from tenor.corpus import SET_ASIDE_FILE

    counts = {
        "kept": len(result.kept),
        "replaced by other answers of the inputs": result.n_replaced,
        "removed": result.n_dropped,
    }
    if parts := [f"{format_count(n)} {what}" for what, n in counts.items() if n]:
        typer.echo(f"{path}: earlier judgements: {', '.join(parts)}")
    for reason, judgments in result.set_aside.items():
        typer.echo(f"  {format_count(len(judgments))} judgements {reason} set aside")
    if result.set_aside:
        file = path / SET_ASIDE_FILE
        typer.echo(f"  they are in {file}; 'tenor codings import {file} --corpus {path}' adds them")
    if result.n_by_rules:
        n = format_count(result.n_by_rules)
        typer.echo(f"  {n} labels by rules removed; 'tenor label {path}' makes them again")


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
