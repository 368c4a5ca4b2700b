"""``tenor shares``."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tenor.cli.command import CORPUS_VARIABLE
from tenor.cli.completion import complete_corpora
from tenor.cli.options import Force, Models
from tenor.cli.report import Json, Report
from tenor.present import format_count, format_percent, plural

if TYPE_CHECKING:
    from tenor.workflow.shares.result import TaskShares

MAX_ROWS, MAX_DIFFERENCES = 40, 10
"""The number of shares and of differences of a task that are printed."""

MAX_MARGIN = 49.0
"""The largest margin, in percentage points."""


def shares(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="CORPUS_OR_LABELS",
            envvar=CORPUS_VARIABLE,
            autocompletion=complete_corpora,
            help="The corpus folder, or a file of labels of all its articles that 'tenor predict' "
            "wrote; by default the corpus of tenor.toml.",
        ),
    ],
    model: Models = None,
    by: Annotated[
        str,
        typer.Option(
            metavar="outlet,month",
            help="What to group articles by: outlet, month or year, or outlet and one of these.",
        ),
    ] = "",
    of: Annotated[
        Literal["articles", "stories"],
        typer.Option(help="What shares count: articles, or stories, near-duplicates counted once."),
    ] = "articles",
    task: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TASK",
            help="The task: theme, or stance:TARGET (repeatable); by default all of the models.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LABEL",
            help="Only this theme, or this position as TARGET=POSITION (repeatable).",
        ),
    ] = None,
    from_machine: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Take the codings of this machine in the corpus in place of predictions.",
        ),
    ] = "",
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar="unseen|label-shift",
            help="State what is not known (repeatable). unseen: the model was trained on none of "
            "the drawn articles. label-shift: the model errs in every group as on the coded "
            "articles, which then need no draw.",
        ),
    ] = None,
    margin: Annotated[
        float,
        typer.Option(
            min=0.1,
            max=MAX_MARGIN,
            help="The margin in percentage points for which to say how many more articles to code.",
        ),
    ] = 5.0,
    corpus: Annotated[
        Path | None,
        typer.Option(
            autocompletion=complete_corpora,
            help="The corpus of a file of labels, with its draws and codings; by default that of "
            "TENOR_CORPUS or tenor.toml.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The file for the tables, ending in .csv, .xlsx, .json, .sav (SPSS) or .dta "
            "(Stata).",
        ),
    ] = None,
    figure: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file for the figure, .svg or .png.")
    ] = None,
    methods: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The text file for the methods paragraph; by default it is printed.",
        ),
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Estimate what share of articles has each theme or position.

    Predictions for all articles are corrected by codings of articles that were drawn with known
    chances, as by 'tenor codings sheet'. A share has the raw count, hand coding alone and the
    corrected share side by side.
    """
    from tenor.workflow.shares.figure import write_figure
    from tenor.workflow.shares.files import check_files, write_tables
    from tenor.workflow.shares.shares import shares

    check_files(output, figure, methods, force=force)
    with Report("shares", as_json=as_json) as report:
        results = shares(
            source,
            model or [],
            corpus=_corpus_of_labels(source, corpus),
            by=by,
            of=of,
            tasks=task or [],
            only=only or [],
            from_machine=from_machine,
            assume=assume or [],
            margin=margin / 100,
        )
        # Before anything is printed, since who reads it may close the pipe.
        paths = write_tables(results, output, force=force) if output else ()
        if figure is not None:
            write_figure(results, figure, force=force)
        if methods is not None:
            _write_methods(results, methods, force=force)
        for result in results:
            with report.item("tasks"):
                _print_task(report, result, print_methods=methods is None)
        if output is not None:
            report.line(f"tables: {', '.join(map(str, paths))}", output=output)
        if figure is not None:
            report.line(f"figure: {figure}", figure=figure)
        if methods is not None:
            report.line(f"methods paragraph: {methods}", methods=methods)


def _corpus_of_labels(source: Path, corpus: Path | None) -> Path | None:
    if corpus is not None or not source.is_file():
        return corpus
    from tenor.settings import find_settings

    named = os.environ.get(CORPUS_VARIABLE)
    return Path(named) if named and Path(named) != source else find_settings().corpus_path


def _print_task(report: Report, result: TaskShares, *, print_methods: bool) -> None:
    from tenor.cli.shares_columns import share_cells, share_columns

    assumes = f" (assumes {result.assumption})" if result.assumption else ""
    report.line(
        f"shares of {result.of}: {result.task.title}{assumes}",
        task=result.task.question,
        of=result.of,
        by=list(result.variables),
        assumes=result.assumption,
        margin=result.margin,
        notes=result.notes,
        sample=None if result.counts is None else asdict(result.counts),
        methods=result.methods,
        run_id=result.run_id,
    )
    cells = [share_cells(result.label_name(row.label), row) for row in result.rows]
    report.first_rows("shares", share_columns(result.variables), cells, MAX_ROWS)
    if len(cells) > MAX_ROWS:
        report.line(
            f"  and {plural(len(cells) - MAX_ROWS, 'more row')}, which --output writes; --only "
            "chooses labels"
        )
    _print_more_codings(report, result)
    _print_differences(report, result)
    for note in result.notes:
        report.line(f"note: {note}")
    if print_methods:
        report.line()
        report.line(result.methods)
    if result.run_id:
        report.line(f"run {result.run_id}")
    report.line()


def _print_more_codings(report: Report, result: TaskShares) -> None:
    lacking = [row for row in result.rows if row.more_codings]
    if not lacking:
        return
    margin = format_percent(result.margin, 1)
    uncoded = sorted({row.group.name for row in lacking if not row.n_coded})
    report.line(
        f"  {plural(len(lacking), 'interval is', 'intervals are')} wider than {margin} on a side: "
        "'more' says how many more articles to code"
    )
    if uncoded:
        names = ", ".join(uncoded[:MAX_DIFFERENCES])
        n_more = len(uncoded) - MAX_DIFFERENCES
        more = f" and {format_count(n_more)} more" if n_more > 0 else ""
        report.line(f"  no drawn article is coded, so that there is no share: {names}{more}")


def _print_differences(report: Report, result: TaskShares) -> None:
    from tenor.cli.shares_columns import DIFFERENCES, difference_cells

    rows = result.differences
    clear = [row for row in rows if row.difference.is_clear]
    clear.sort(key=lambda row: -abs(row.difference.value))
    if report.as_json:
        cells = [difference_cells(result.label_name(row.label), row) for row in rows]
        report.table("differences", DIFFERENCES, cells)
        return
    if not rows:
        return
    report.line()
    largest = "; the largest:" if len(clear) > MAX_DIFFERENCES else ":" if clear else ""
    has_outlets = any(not row.over_time for row in rows)
    between = ["between outlets"] if has_outlets else []
    between += ["from one period to the next"] if any(row.over_time for row in rows) else []
    report.line(
        f"{format_count(len(clear))} of {plural(len(rows), 'difference')} {' and '.join(between)} "
        f"have an interval without 0{largest}"
    )
    if clear:
        cells = [difference_cells(result.label_name(row.label), row) for row in clear]
        report.first_rows("differences", DIFFERENCES, cells, MAX_DIFFERENCES)


def _write_methods(results: Sequence[TaskShares], path: Path, *, force: bool) -> None:
    from tenor.output import write_file

    text = "\n\n".join(result.methods for result in results)
    write_file(path, f"{text}\n".encode(), replace=force)
