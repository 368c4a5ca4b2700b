"""``tenor codebook``: check, show, compare."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The codebook: check it, show it to coders, compare two versions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The codebook's TOML file.")]


class Format(StrEnum):
    """What a page can be written as."""

    markdown = "markdown"
    html = "html"


@app.command()
def check(file: File) -> None:
    """Report every fault with its line (exit code 1), and what deserves a second look."""
    from tenor.cli.show import printable
    from tenor.workflow.codebooks import check

    book, found = check(file)
    for warning in found:
        typer.echo(f"warning: {printable(warning)}", err=True)
    n_rules = sum(len(theme.rules) for theme in book.themes)
    n_rules += sum(len(rules) for target in book.targets for rules in target.rules.values())
    typer.echo(
        f"{file} is valid: {len(book.themes)} themes, {len(book.targets)} targets, "
        f"{n_rules} rules; fingerprint {book.fingerprint}"
    )


@app.command()
def show(
    file: File,
    form: Annotated[
        Format, typer.Option("--format", help="HTML stands alone and fetches nothing.")
    ] = Format.markdown,
    output: Annotated[
        Path | None, typer.Option(help="Write the page to this file instead.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an output that exists.")] = False,
) -> None:
    """Show the codebook as a page to train coders with."""
    from tenor.workflow.codebooks import show

    text = show(file, form.value, output, force=force)
    typer.echo(str(output) if output else text, nl=bool(output))


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier codebook.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later one.")],
    corpus: Annotated[
        Path | None,
        typer.Option(help="Count the codings of this corpus that the changes make stale."),
    ] = None,
) -> None:
    """Say what changed, which codings that makes stale, and what the rules would flip."""
    from tenor.cli.show import printable
    from tenor.codebook import Codebook
    from tenor.corpus import Corpus
    from tenor.workflow.codebook_diff import effects, flips

    before, after = Codebook.load(old), Codebook.load(new)
    opened = Corpus.load(corpus) if corpus else None
    found = effects(before, after, opened)
    for effect in found:
        stale = f" ({effect.judgments:,} codings of {effect.articles:,} articles are stale)"
        what = effect.change.what + (stale if effect.judgments else "")
        typer.echo(printable(what))
    if not found:
        typer.echo("nothing changed but how the file is written")
    if opened:
        moved, by_label = flips(before, after, opened)
        typer.echo(f"the rules would label {moved:,} of {len(opened.articles):,} articles anew")
        for flip in by_label:
            where = f"{flip.target}={flip.label}" if flip.target else flip.label
            typer.echo(printable(f"  {where}: {flip.gained:,} gained, {flip.lost:,} lost"))
