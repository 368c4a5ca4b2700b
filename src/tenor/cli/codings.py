"""``tenor codings``: sheet, import, export."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.command import CORPUS_VARIABLE
from tenor.cli.completion import complete_corpora, complete_models
from tenor.cli.options import (
    MODEL_REFERENCES,
    SOME_REJECTED,
    CorpusFolder,
    Force,
    parse_pairs,
)
from tenor.cli.rejections import print_rejected
from tenor.cli.report import Json, Report
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.labeling.formats.coding import RejectedCoding
    from tenor.workflow.codings.exchange import ImportedCodings

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
    corpus: Annotated[
        Path,
        typer.Option(
            envvar=CORPUS_VARIABLE,
            autocompletion=complete_corpora,
            help="The corpus folder to add the codings to; by default that of tenor.toml.",
        ),
    ],
    format_name: Annotated[
        Literal["auto", FormatName], typer.Option("--format", help="The format of the files.")
    ] = "auto",
    origin: Annotated[
        Literal["coder", "machine"],
        typer.Option(
            help="Who judged where the files do not state it: people, or a machine, whose labels "
            "may train and are never scored."
        ),
    ] = "coder",
    coder: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[IN_FILE=]NAME",
            help="The name of a coder that the files call IN_FILE, as in 10=ana; ana alone if they "
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
            metavar="FILE",
            help="Accept codings made with this earlier codebook: labels that are as they were "
            "keep their answers. A file, or a fingerprint that the corpus holds (repeatable).",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace earlier answers of the same coder.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add codings to a corpus; exit code 3 if some were rejected."""
    from tenor.workflow.codings.exchange import import_codings

    with Report("codings import", as_json=as_json) as report:
        imported = import_codings(
            files,
            corpus,
            format_name=format_name,
            coders=parse_pairs(
                [text if "=" in text else f"={text}" for text in coder or []],
                "--coder",
                "IN_FILE=NAME",
            ),
            questions=parse_pairs(question, "--question", "IN_FILE=QUESTION"),
            origin=origin,
            accepted_codebooks=accept_codebook or [],
            replace=replace,
        )
        print_imported(report, imported)


@app.command("export")
def export_codings(
    corpus: CorpusFolder,
    format_name: Annotated[FormatName, typer.Option("--format", help="The format to write.")],
    output: Annotated[Path, typer.Option(help="The file to write.")],
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write all codings to a file.

    The tool of its format can read it, and so can 'tenor codings import'.
    """
    from tenor.workflow.codings.exchange import export_codings

    with Report("codings export", as_json=as_json) as report:
        n = export_codings(corpus, format_name, output, force=force)
        report.line(f"{output}: {plural(n, 'judgement')}", output=output, n_judgments=n)


@app.command("sheet")
def make_sheets(
    corpus: CorpusFolder,
    output: Annotated[Path, typer.Option(help="The folder to make.")],
    n: Annotated[
        int | None,
        typer.Option(
            "--n", min=1, help="The number of articles to draw; with --stale, by default all."
        ),
    ] = None,
    coders: Annotated[
        str,
        typer.Option(
            help="The names of the coders, separated by commas; with --stale, by default those "
            "who judged the articles."
        ),
    ] = "",
    overlap: Annotated[
        int, typer.Option(min=0, help="The number of articles that every coder gets.")
    ] = 0,
    design: Annotated[Design, typer.Option(help="How articles are drawn.")] = "random",
    model: Annotated[
        str,
        typer.Option(
            metavar="REF",
            autocompletion=complete_models,
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
    stale: Annotated[
        bool,
        typer.Option(
            "--stale",
            help="Ask again, and only, what coders have not answered as the codebook is now.",
        ),
    ] = False,
    random_state: Annotated[int, typer.Option(min=0, help="The seed of the sample.")] = 0,
    as_json: Json = False,
) -> None:
    """Draw articles to code, and write a sheet for each coder."""
    from tenor.workflow.codings.sheets import SAMPLE_FILE, make_sheets

    names = [name.strip() for name in coders.split(",")] if coders else []
    with Report("codings sheet", as_json=as_json) as report:
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
            stale=stale,
            random_state=random_state,
        )
        low, high = sample.inclusion_probability.min(), sample.inclusion_probability.max()
        probability = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
        shared = f"{format_count(overlap)} of them for all of {plural(len(names), 'coder')}"
        shared = "all of them for one coder" if len(names) == 1 else shared
        report.line(
            f"{output}: {format_count(len(sample))} of "
            f"{plural(sample.population, 'stale article' if stale else 'article')}, "
            f"{'each for the coders who judged it' if stale else shared}; "
            f"inclusion probability {probability} ({SAMPLE_FILE})",
            folder=output,
            n_articles=len(sample),
            population=sample.population,
            n_overlap=overlap,
            coders=names,
            inclusion_probability=[low, high],
        )


def _place(rejected: RejectedCoding) -> str:
    """Return the file, the place in it and the article of a rejected coding."""
    place = f"{rejected.file}, {rejected.place}"
    article_id = rejected.coding.article_id.strip() if rejected.coding else ""
    is_named = not article_id or f"'{article_id}'" in rejected.detail
    return place if is_named else f"{place}, article '{article_id}'"


def print_imported(report: Report, imported: ImportedCodings) -> None:
    """Print the counts of an import and its rejected codings; exit with 3 if it has some."""
    checked, corpus = imported.checked, imported.corpus
    n_added, n_replaced = len(checked.judgments), len(checked.replaced)
    counts = [f"{plural(n_added, 'judgement')} added"]
    if n_replaced:
        counts.append(f"{plural(n_replaced, 'earlier answer')} replaced")
    if checked.n_known:
        counts.append(f"{format_count(checked.n_known)} in the corpus already")
    if checked.n_unanswered:
        counts.append(f"{plural(checked.n_unanswered, 'record')} without an answer")
    report.line(
        f"{corpus.path}: {', '.join(counts)}; fingerprint {corpus.fingerprint}",
        corpus=corpus.path,
        n_added=n_added,
        n_replaced=n_replaced,
        n_known=checked.n_known,
        n_unanswered=checked.n_unanswered,
        n_without_codebook=checked.n_without_codebook,
        n_partial=sum(bool(judgment.asked) for judgment in checked.judgments),
        fingerprint=corpus.fingerprint,
    )
    if checked.n_without_codebook:
        report.line(
            f"  {plural(checked.n_without_codebook, 'judgement')} without the fingerprint of a "
            f"codebook, taken as answers to that of the corpus, {corpus.codebook.fingerprint}"
        )
    if n_partial := sum(bool(judgment.asked) for judgment in checked.judgments):
        report.line(
            f"  {plural(n_partial, 'judgement')} on the themes that the files have columns for; "
            "the other themes are unanswered"
        )
    rejected = checked.rejected_codings
    print_rejected(
        report,
        "coding",
        Counter(str(coding.reason) for coding in rejected),
        ((_place(coding), coding.detail) for coding in rejected),
        imported.rejected_path if rejected else None,
    )
    if rejected:
        raise typer.Exit(SOME_REJECTED)
