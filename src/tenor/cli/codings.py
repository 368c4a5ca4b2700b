"""``tenor codings``: sheet, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.options import (
    MODEL_REFERENCES,
    SOME_REJECTED,
    CorpusFolder,
    Force,
    parse_pairs,
)
from tenor.present import format_count, printable

if TYPE_CHECKING:
    from tenor.workflow.codings.exchange import ImportedCodings

MAX_REJECTED = 10
"""The number of rejected codings that are printed."""

app = typer.Typer(
    help="Draw articles to code; import and export codings.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

# These repeat names of the library, whose import would slow down every command.
FormatName = Literal["csv", "xlsx", "label-studio", "prodigy", "argilla", "doccano"]
Design = Literal["random", "outlet", "date", "uncertainty", "mixed"]


@app.command("import")
def import_codings(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Exports of tools, filled sheets, tables."),
    ],
    corpus: Annotated[Path, typer.Option(help="The corpus folder to add the codings to.")],
    format_name: Annotated[
        Literal["auto", FormatName], typer.Option("--format", help="The format of the files.")
    ] = "auto",
    coder: Annotated[
        list[str] | None,
        typer.Option(
            metavar="IN_FILE=NAME",
            help="The name of a coder that the files call IN_FILE, as in 10=ana; =ana if they "
            "name no coder (repeatable).",
        ),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(
            metavar="IN_FILE=QUESTION",
            help="The question of a control or column that the files call IN_FILE, as in "
            "topic=theme or view=stance:toll (repeatable).",
        ),
    ] = None,
    accept_codebook: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FINGERPRINT",
            help="Accept codings made with this earlier codebook (repeatable).",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace earlier answers of the same coder.")
    ] = False,
) -> None:
    """Add codings to a corpus; exit code 3 if some were rejected."""
    from tenor.workflow.codings.exchange import import_codings

    imported = import_codings(
        files,
        corpus,
        format_name=format_name,
        coders=parse_pairs(coder, "--coder", "IN_FILE=NAME"),
        questions=parse_pairs(question, "--question", "IN_FILE=QUESTION"),
        accepted_codebooks=accept_codebook or [],
        replace=replace,
    )
    print_imported(imported)


@app.command("export")
def export_codings(
    corpus: CorpusFolder,
    format_name: Annotated[FormatName, typer.Option("--format", help="The format to write.")],
    output: Annotated[Path, typer.Option(help="The file to write.")],
    force: Force = False,
) -> None:
    """Write all codings to a file, which the tool or 'import' can read."""
    from tenor.workflow.codings.exchange import export_codings

    n = export_codings(corpus, format_name, output, force=force)
    typer.echo(f"{output}: {format_count(n)} judgements")


@app.command("sheet")
def make_sheets(
    corpus: CorpusFolder,
    n: Annotated[int, typer.Option("--n", min=1, help="The number of articles to draw.")],
    coders: Annotated[str, typer.Option(help="The names of the coders, separated by commas.")],
    output: Annotated[Path, typer.Option(help="The folder to make.")],
    overlap: Annotated[
        int, typer.Option(min=0, help="The number of articles that every coder gets.")
    ] = 0,
    design: Annotated[Design, typer.Option("--by", help="How articles are drawn.")] = "random",
    model: Annotated[
        str,
        typer.Option(
            metavar="REF",
            help=f"The model of the designs uncertainty and mixed: {MODEL_REFERENCES}.",
        ),
    ] = "",
    format_name: Annotated[
        FormatName, typer.Option("--format", help="The format of the sheets.")
    ] = "csv",
    include_coded: Annotated[
        bool,
        typer.Option("--include-coded", help="Draw from articles that are already coded, too."),
    ] = False,
    random_state: Annotated[int, typer.Option(min=0, help="The seed of the sample.")] = 0,
) -> None:
    """Draw articles to code, and write a sheet for each coder."""
    from tenor.workflow.codings.sheets import SAMPLE_FILE, make_sheets

    names = [name.strip() for name in coders.split(",")]
    sample = make_sheets(
        corpus,
        output,
        n=n,
        coders=names,
        overlap=overlap,
        design=design,
        format_name=format_name,
        model=model,
        include_coded=include_coded,
        random_state=random_state,
    )
    low, high = sample.inclusion_probability.min(), sample.inclusion_probability.max()
    probability = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
    typer.echo(
        f"{output}: {format_count(len(sample))} of {format_count(sample.population)} articles, "
        f"{format_count(overlap)} of them for all of {len(names)} coders; "
        f"inclusion probability {probability} ({SAMPLE_FILE})"
    )


def print_imported(imported: ImportedCodings) -> None:
    """Print the counts of an import and its first rejected codings; exit with 3 if it has some."""
    checked = imported.checked
    counts = [f"{format_count(len(checked.judgments))} judgements added"]
    if checked.replaced:
        counts.append(f"{format_count(len(checked.replaced))} earlier answers replaced")
    if checked.n_known:
        counts.append(f"{format_count(checked.n_known)} in the corpus already")
    if checked.n_unanswered:
        counts.append(f"{format_count(checked.n_unanswered)} records without an answer")
    corpus = imported.corpus
    typer.echo(f"{corpus.path}: {', '.join(counts)}; fingerprint {corpus.fingerprint}")
    rejected = checked.rejected_codings
    if not rejected:
        return
    for coding in rejected[:MAX_REJECTED]:
        typer.echo(printable(f"  {coding.detail} ({coding.file}, {coding.place})"), err=True)
    n_hidden = len(rejected) - MAX_REJECTED
    hidden = f", {format_count(n_hidden)} of them not shown" if n_hidden > 0 else ""
    typer.echo(
        f"{format_count(len(rejected))} codings rejected{hidden}; see {imported.rejected_path}",
        err=True,
    )
    raise typer.Exit(SOME_REJECTED)
