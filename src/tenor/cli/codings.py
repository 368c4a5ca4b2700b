"""``tenor codings``: people's answers in and out, and sheets to fill in."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force, parse_pairs

if TYPE_CHECKING:
    from tenor.workflow.codings import Imported

SOME_REJECTED = 3
SHOWN = 10
"""Faults that are printed; the file holds all."""

app = typer.Typer(
    help="People's codings: sheet, import, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
CorpusFolder = Annotated[Path, typer.Argument(metavar="CORPUS", help="A corpus folder.")]


class Kind(enum.StrEnum):
    """The formats of codings."""

    CSV = "csv"
    XLSX = "xlsx"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    PRODIGY = "prodigy"
    ARGILLA = "argilla"


class AnyKind(enum.StrEnum):
    """The formats of codings, or to be found out."""

    AUTO = "auto"
    CSV = "csv"
    XLSX = "xlsx"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    PRODIGY = "prodigy"
    ARGILLA = "argilla"


class By(enum.StrEnum):
    """How articles are drawn."""

    RANDOM = "random"
    OUTLET = "outlet"
    DATE = "date"
    UNCERTAINTY = "uncertainty"
    MIXED = "mixed"


@app.command("import")
def import_codings(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Exports, filled sheets, tables of judgements."),
    ],
    corpus: Annotated[Path, typer.Option(help="The corpus folder to add to.")],
    kind: Annotated[AnyKind, typer.Option("--format", help="Their format.")] = AnyKind.AUTO,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GIVEN=NAME",
            help="Name a coder whom a file calls otherwise, as in 10=ana; =ana where it names "
            "nobody (repeatable).",
        ),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GIVEN=QUESTION",
            help="Say what a control or column asks, as in topic=theme or view=stance:toll "
            "(repeatable).",
        ),
    ] = None,
    accept_codebook: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FINGERPRINT", help="Accept codings by this earlier codebook (repeatable)."
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Let an answer replace the coder's earlier one.")
    ] = False,
) -> None:
    """Add people's codings to a corpus; exit code 3 if some were set aside."""
    from tenor.workflow.codings import import_codings

    done = import_codings(
        files, corpus,
        kind=kind, coders=parse_pairs(coder, "--coder", "GIVEN=NAME"),
        questions=parse_pairs(question, "--question", "GIVEN=QUESTION"),
        accepted_codebooks=accept_codebook or [], replace=replace,
    )  # fmt: skip
    print_imported(done)


@app.command("export")
def export_codings(
    corpus: CorpusFolder,
    kind: Annotated[Kind, typer.Option("--format", help="The format to write.")],
    output: Annotated[Path, typer.Option(help="The file to write.")],
    force: Force = False,
) -> None:
    """Write what people judged, as a tool imports it and 'import' reads it again."""
    from tenor.workflow.codings import export_codings

    n = export_codings(corpus, kind, output, force=force)
    typer.echo(f"{output}: {n:,} judgements")


@app.command("sheet")
def make_sheets(
    corpus: CorpusFolder,
    n: Annotated[int, typer.Option("--n", min=1, help="How many articles to draw.")],
    coders: Annotated[str, typer.Option(help="The coders' names, separated by commas.")],
    output: Annotated[Path, typer.Option(help="The folder to make.")],
    overlap: Annotated[
        int, typer.Option(min=0, help="How many of the articles every coder gets.")
    ] = 0,
    by: Annotated[By, typer.Option(help="How to draw.")] = By.RANDOM,
    model: Annotated[
        str,
        typer.Option(metavar="REF", help="The model whose uncertainty counts, or a bundle folder."),
    ] = "",
    kind: Annotated[Kind, typer.Option("--format", help="What to write.")] = Kind.CSV,
    again: Annotated[
        bool, typer.Option("--again", help="Draw also articles that somebody has coded.")
    ] = False,
    random_state: Annotated[int, typer.Option(min=0, help="The seed of the draw.")] = 0,
) -> None:
    """Draw articles to code and write a sheet for each coder."""
    from tenor.workflow.sheets import make_sheets

    names = [name.strip() for name in coders.split(",")]
    sample = make_sheets(
        corpus, output,
        n=n, coders=names, overlap=overlap, by=by.value, kind=kind, model=model, again=again,
        random_state=random_state,
    )  # fmt: skip
    low, high = sample.probability.min(), sample.probability.max()
    chance = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
    typer.echo(
        f"{output}: {len(sample):,} of {sample.population:,} articles, {overlap:,} of them for "
        f"all of {len(names)} coders; chance of being drawn {chance} (sample.csv)"
    )


def print_imported(done: Imported) -> None:
    """Print what an import did, and the first faults; exit with 3 if there are any."""
    from tenor.cli.show import printable

    checked = done.checked
    parts = [f"{len(checked.judgments):,} judgements added"]
    if checked.replaced:
        parts.append(f"{len(checked.replaced):,} earlier answers replaced")
    if checked.known:
        parts.append(f"{checked.known:,} there already")
    if checked.unanswered:
        parts.append(f"{checked.unanswered:,} records not answered")
    typer.echo(f"{done.corpus.path}: {', '.join(parts)}; fingerprint {done.corpus.fingerprint}")
    if not checked.set_aside:
        return
    for one in checked.set_aside[:SHOWN]:
        typer.echo(printable(f"  {one.detail} ({one.file}, {one.place})"), err=True)
    more = len(checked.set_aside) - SHOWN
    rest = f", {more:,} of them not shown" if more > 0 else ""
    typer.echo(
        f"{len(checked.set_aside):,} codings set aside{rest}; see {done.rejected_path}", err=True
    )
    raise typer.Exit(SOME_REJECTED)
