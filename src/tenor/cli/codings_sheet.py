"""``tenor codings sheet``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.completion import complete_models, complete_predicted_labels
from tenor.cli.next_step import print_next
from tenor.cli.options import MODEL_REFERENCES, CorpusFolder
from tenor.cli.report import Json, Report
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.workflow.codings.sheet_files import MadeSheets

# These repeat names of the library, whose import would slow down every command.
FormatName = Literal["csv", "xlsx", "label-studio", "prodigy", "argilla", "doccano"]
Unit = Literal["articles", "stories"]


def make_sheets(
    corpus: CorpusFolder,
    output: Annotated[Path, typer.Option(help="The folder to make.")],
    n: Annotated[
        int | None,
        typer.Option(
            "--n",
            min=1,
            help="The number of articles to draw (with --each, of each stratum); with --stale, by "
            "default all.",
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
    unit: Annotated[
        Unit,
        typer.Option(
            "--for",
            help="What shares by the draw are to count: articles, so that near-duplicates are "
            "drawn in proportion to their number, or stories, drawn equally.",
        ),
    ] = "articles",
    by: Annotated[
        str,
        typer.Option(
            help="The strata of the draw: outlet, month or year, or several, separated by commas."
        ),
    ] = "",
    each: Annotated[
        bool,
        typer.Option(
            "--each", help="Draw --n articles of each stratum, and not in proportion to its size."
        ),
    ] = False,
    uncertain: Annotated[
        float,
        typer.Option(
            min=0, max=1, help="The share of the draw that is by the uncertainty of --model."
        ),
    ] = 0.0,
    model: Annotated[
        str,
        typer.Option(
            metavar="REF",
            autocompletion=complete_models,
            help=f"The model of --uncertain: {MODEL_REFERENCES}.",
        ),
    ] = "",
    share: Annotated[
        str,
        typer.Option(
            metavar="LABEL",
            autocompletion=complete_predicted_labels,
            help="The theme, or the position as TARGET=POSITION, whose uncertainty counts; by "
            "default all labels of the model.",
        ),
    ] = "",
    format_name: Annotated[
        FormatName, typer.Option("--format", help="The format of the sheets.")
    ] = "csv",
    include_drawn: Annotated[
        bool,
        typer.Option(
            "--include-drawn", help="Draw from articles that were drawn or coded before, too."
        ),
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
    """Draw articles to code, and write a sheet for each coder.

    The draw is recorded in the corpus, with the chance of every duplicate group.
    """
    from tenor.corpus.draws import Design
    from tenor.corpus.frame import parse_strata
    from tenor.workflow.codings import sheets
    from tenor.workflow.codings.stale_sheets import make_stale_sheets

    names = [name.strip() for name in coders.split(",")] if coders else []
    is_drawn_by = overlap or by or each or uncertain or model or share or include_drawn
    if stale and is_drawn_by:
        raise typer.BadParameter(
            "stale articles go to the coders who judged them, and are not drawn; leave out the "
            "options of a draw, or --stale",
            param_hint="--stale",
        )
    if n is None and not stale:
        raise typer.BadParameter("name the number of articles to draw, as in --n 50")
    with Report("codings sheet", as_json=as_json) as report:
        if stale or n is None:
            made = make_stale_sheets(
                corpus,
                output,
                n=n,
                coders=names,
                format_name=format_name,
                random_state=random_state,
            )
        else:
            made = sheets.make_sheets(
                corpus,
                output,
                n=n,
                coders=names,
                overlap=overlap,
                design=Design(unit, parse_strata(by), each, uncertain),
                model=model,
                share=share,
                format_name=format_name,
                include_drawn=include_drawn,
                random_state=random_state,
            )
        _print_sheets(report, output, made, names, overlap)
        command = shlex.join(["tenor", "codings", "import", "FILE...", "--corpus", str(corpus)])
        print_next(report, "import the sheets", "once they are filled in", command)


def _print_sheets(
    report: Report, output: Path, made: MadeSheets, coders: list[str], overlap: int
) -> None:
    from tenor.workflow.codings.sheet_files import SAMPLE_FILE

    low, high = made.inclusion_probability.min(), made.inclusion_probability.max()
    probability = f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"
    shared = f"{format_count(overlap)} of them for all of {plural(len(coders), 'coder')}"
    shared = shared if overlap else f"each for one of {plural(len(coders), 'coder')}"
    shared = "all of them for one coder" if len(coders) == 1 else shared
    draw = made.draw
    report.line(
        f"{output}: {format_count(len(made))} of "
        f"{plural(made.population, 'article' if draw else 'stale article')}, "
        f"{shared if draw else 'each for the coders who judged it'}; "
        f"inclusion probability {probability} ({SAMPLE_FILE})",
        folder=output,
        draw=draw.draw_id if draw else None,
        n_articles=len(made),
        population=made.population,
        n_overlap=overlap,
        coders=coders,
        inclusion_probability=[low, high],
        n_coded_before=made.n_coded,
    )
    if draw:
        coded = f"; {format_count(made.n_coded)} of them are coded already" if made.n_coded else ""
        report.line(f"  recorded as {draw.draw_id}, for shares of {draw.unit}{coded}")
    if made.n_uncoded_before:
        report.line(
            f"  {plural(made.n_uncoded_before, 'article')} of earlier draws not coded yet: "
            "'tenor codings draws'",
            n_uncoded_before=made.n_uncoded_before,
        )
