"""``tenor codings``: sheet, draws, import, export."""

from __future__ import annotations

import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.codings_sheet import FormatName, make_sheets
from tenor.cli.command import CORPUS_VARIABLE
from tenor.cli.completion import complete_corpora
from tenor.cli.next_step import print_next, print_next_training
from tenor.cli.options import (
    SOME_REJECTED,
    CorpusFolder,
    Force,
    parse_pairs,
)
from tenor.cli.rejections import print_rejected
from tenor.cli.report import Json, Report
from tenor.present import format_count, plural, shorten

if TYPE_CHECKING:
    from tenor.corpus import Corpus
    from tenor.labeling.formats.coding import RejectedCoding
    from tenor.workflow.codings.exchange import ImportedCodings

TABLES: dict[str, FormatName] = {".csv": "csv", ".xlsx": "xlsx"}
"""The formats of tables of codings by file extension."""

app = typer.Typer(
    help="Draw articles to code; import and export codings.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


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
        _print_next(report, imported.corpus)
        exit_if_rejected(imported)


@app.command("export")
def export_codings(
    corpus: CorpusFolder,
    output: Annotated[Path, typer.Option(help="The file to write.")],
    format_name: Annotated[
        FormatName | None,
        typer.Option(
            "--format", help="The format to write; by default csv or xlsx, as the file ends."
        ),
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write all codings to a file.

    The tool of its format can read it, and so can 'tenor codings import'.
    """
    from tenor.workflow.codings.exchange import export_codings

    if format_name is None:
        if output.suffix.lower() not in TABLES:
            raise typer.BadParameter(
                f"'{output}' ends neither in .csv nor in .xlsx; name its format",
                param_hint="--format",
            )
        format_name = TABLES[output.suffix.lower()]
    with Report("codings export", as_json=as_json) as report:
        n = export_codings(corpus, format_name, output, force=force)
        report.line(f"{output}: {plural(n, 'judgement')}", output=output, n_judgments=n)


app.command("sheet")(make_sheets)


@app.command("draws")
def list_draws(
    corpus: CorpusFolder,
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Remove the last draw, if none of its articles is coded."),
    ] = False,
    as_json: Json = False,
) -> None:
    """List the draws of a corpus, and what of them has not been coded."""
    from tenor.cli.draw_columns import DRAWS
    from tenor.workflow.codings.drawn import summarize_draws, undo_draw

    with Report("codings draws", as_json=as_json) as report:
        if undo:
            removed = undo_draw(corpus)
            report.line(f"{corpus}: {removed.draw_id} removed", removed=removed.draw_id)
        summary = summarize_draws(corpus)
        rows = [
            [
                coded.draw.draw_id,
                coded.draw.drawn_on,
                coded.draw.unit,
                coded.draw.design,
                coded.draw.n,
                coded.draw.n - len(coded.uncoded),
                len(coded.uncoded),
                coded.uncoded,
            ]
            for coded in summary.draws
        ]
        if rows:
            report.table("draws", DRAWS, rows)
        else:
            report.line(f"{corpus}: no draw; 'tenor codings sheet' makes one", draws=[])
        for coded in summary.draws:
            if coded.n_uncoded_by_coder:
                names = ", ".join(f"{name} {n}" for name, n in coded.n_uncoded_by_coder.items())
                report.line(f"  not coded of {coded.draw.draw_id}: {names}")
        report.add(n_certain=summary.n_certain, n_outside=summary.n_outside)
        if summary.n_certain:
            groups = plural(summary.n_certain, "article", "articles")
            report.line(f"  {groups} coded before the first draw, taken as drawn for certain")
        if summary.n_outside:
            groups = plural(summary.n_outside, "article was", "articles were")
            report.line(
                f"  {groups} coded without being drawn: their chances are not known, so that "
                "shares do not use them"
            )


def _place(rejected: RejectedCoding) -> str:
    """Return the file, the place in it and the article of a rejected coding."""
    place = f"{rejected.file}, {rejected.place}"
    article_id = shorten(rejected.coding.article_id.strip()) if rejected.coding else ""
    is_named = not article_id or f"'{article_id}'" in rejected.detail
    return place if is_named else f"{place}, article '{article_id}'"


def print_imported(report: Report, imported: ImportedCodings) -> None:
    """Print the counts of an import and its rejected codings."""
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


def exit_if_rejected(imported: ImportedCodings) -> None:
    """End the command with exit code 3 if codings were rejected."""
    if imported.checked.rejected_codings:
        raise typer.Exit(SOME_REJECTED)


def _print_next(report: Report, corpus: Corpus) -> None:
    people = corpus.labels[corpus.labels["origin"] == "coder"]
    if (people.groupby("article_id")["coder"].nunique() > 1).any():
        command = shlex.join(["tenor", "agree", str(corpus.path)])
        print_next(report, "see how far they agree", "coders have articles in common", command)
    elif len(corpus.labels):
        print_next_training(report, corpus.path)
