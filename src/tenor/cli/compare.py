"""``tenor compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force
from tenor.present import (
    format_count,
    format_score,
    format_signed,
    printable,
    score_with_interval,
)

if TYPE_CHECKING:
    from tenor.workflow.compare import ComparedRun, RunComparison

MAX_ARTICLES = 5
"""The number of articles with different predictions that are printed."""

MAX_CELL_LENGTH = 40
"""The number of characters of an id or of labels that are printed."""


def compare(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN RUN...",
            help="A run's id or name, NAME@ALIAS or models:/NAME/VERSION; the others are compared "
            "with the first.",
        ),
    ],
    metric: Annotated[str, typer.Option(help="The metric to compare by.")] = "macro_f1",
    common: Annotated[
        bool, typer.Option("--common", help="Compare on the articles that all runs scored.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="The CSV file for all articles on which the runs differ.")
    ] = None,
    force: Force = False,
) -> None:
    """Test whether a run is better than another on the same test articles."""
    from tenor.workflow.compare import compare_runs, write_differing_articles

    comparison = compare_runs(runs, metric=metric, common=common)
    _print_comparison(comparison)
    if output is not None:
        write_differing_articles(comparison, output, force=force)
        typer.echo(f"{output}: {format_count(len(comparison.differing_articles))} articles")


def _print_comparison(comparison: RunComparison) -> None:
    from tenor.cli.tables import print_table
    from tenor.evaluation import metric_heading

    task = comparison.runs[0].run.task
    left_out = ""
    if comparison.n_left_out:
        left_out = f"; {format_count(comparison.n_left_out)} that only some scored are left out"
    typer.echo(
        f"{format_count(comparison.n_articles)} articles in "
        f"{format_count(comparison.n_groups)} groups ({task.title if task else ''}), "
        f"95 % intervals{left_out}"
    )
    heading = metric_heading(comparison.metric)
    headers = ["run", "id", heading, "difference to the first", "p"]
    print_table(headers, [_cells(run) for run in comparison.runs], numbers=3)
    adjusted = ", adjusted by Holm's method" if len(comparison.runs) > 2 else ""
    typer.echo(f"  p by approximate randomization over groups{adjusted}")
    _print_mcnemar(comparison)
    table = comparison.differing_articles
    first = f"; the first {MAX_ARTICLES}" if len(table) > MAX_ARTICLES else ""
    typer.echo(f"  they differ on {format_count(len(table))} articles{first}")
    if len(table):
        rows = table.head(MAX_ARTICLES).astype(str).to_numpy()
        # The headings are names of runs, which anybody may have chosen.
        headers = list(map(printable, table.columns))
        print_table(headers, [[cell[:MAX_CELL_LENGTH] for cell in row] for row in rows])


def _cells(run: ComparedRun) -> list[str]:
    cells = [run.name, run.run.short_id, score_with_interval(run.score, run.interval)]
    if run.difference is None:
        return [*cells, "", ""]
    low, high = run.difference.interval
    return [
        *cells,
        f"{format_signed(run.difference.value)} [{format_signed(low)}, {format_signed(high)}]",
        "" if run.p_value is None else format_score(run.p_value, 4),
    ]


def _print_mcnemar(comparison: RunComparison) -> None:

    first, *others = comparison.runs
    for run in others:
        if test := run.mcnemar:
            typer.echo(
                f"  only {printable(first.name)} is right {format_count(test.only_first)} times, "
                f"only {printable(run.name)} {format_count(test.only_second)} times: McNemar mid-p "
                f"{format_score(test.p_mid, 4)}, exact {format_score(test.p_exact, 4)}"
            )
