"""``tenor codebook``: check, show, diff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from tenor.cli.options import Force
from tenor.present import format_count, printable

app = typer.Typer(
    help="Check a codebook, show it to coders, compare two versions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The codebook, a TOML file.")]


@app.command()
def check(file: File) -> None:
    """Report every fault with its line (exit code 1), and warn of probable mistakes."""
    from tenor.workflow.codebooks import check_codebook

    codebook, warnings = check_codebook(file)
    for warning in warnings:
        typer.echo(f"warning: {printable(warning)}", err=True)
    n_rules = sum(len(theme.rules) for theme in codebook.themes)
    n_rules += sum(len(rules) for target in codebook.targets for rules in target.rules.values())
    typer.echo(
        f"{file} is valid: {len(codebook.themes)} themes, {len(codebook.targets)} targets, "
        f"{n_rules} rules; fingerprint {codebook.fingerprint}"
    )


@app.command()
def show(
    file: File,
    page_format: Annotated[
        Literal["markdown", "html"],
        typer.Option("--format", help="The format of the page; HTML is one file."),
    ] = "markdown",
    output: Annotated[
        Path | None, typer.Option(help="The file to write the page to, in place of printing it.")
    ] = None,
    force: Force = False,
) -> None:
    """Show the codebook as a page for coders."""
    from tenor.workflow.codebooks import show_codebook

    page = show_codebook(file, page_format, output, force=force)
    typer.echo(str(output) if output else page, nl=bool(output))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier codebook.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later codebook.")],
    corpus: Annotated[
        Path | None,
        typer.Option(help="The corpus folder whose stale codings are counted."),
    ] = None,
) -> None:
    """List the changes between two codebooks, and their effects on a corpus."""
    from tenor.workflow.codebooks import diff_codebooks

    codebook_diff = diff_codebooks(old, new, corpus)
    for stale in codebook_diff.changes:
        line = stale.change.description
        if stale.n_judgments:
            line += (
                f" ({format_count(stale.n_judgments)} codings of "
                f"{format_count(stale.n_articles)} articles become stale)"
            )
        typer.echo(printable(line))
    if not codebook_diff.changes:
        typer.echo("no change of meaning")
    if corpus is None:
        return
    typer.echo(
        f"the rules label {format_count(codebook_diff.n_relabelled)} of "
        f"{format_count(codebook_diff.n_articles)} articles differently"
    )
    for change in codebook_diff.rule_labels:
        target = change.task.target
        label = f"{target}={change.label}" if target else change.label
        n_gained, n_lost = format_count(change.n_gained), format_count(change.n_lost)
        typer.echo(printable(f"  {label}: {n_gained} gained, {n_lost} lost"))
