"""``tenor compare``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.completion import complete_metrics, complete_runs
from tenor.cli.options import Force
from tenor.cli.report import Json, Report
from tenor.present import (
    Column,
    Estimate,
    format_count,
    format_score,
    plural,
)

if TYPE_CHECKING:
    from tenor.workflow.compare import ComparedRun, RunComparison

MAX_ARTICLES = 5
"""The number of articles with different predictions that are printed."""


def compare(
    runs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUN RUN...",
            autocompletion=complete_runs,
            help="A run's id or name, NAME@ALIAS or models:/NAME/VERSION; the others are compared "
            "with the first.",
        ),
    ],
    metric: Annotated[
        str, typer.Option(autocompletion=complete_metrics, help="The metric to compare by.")
    ] = "macro_f1",
    common: Annotated[
        bool, typer.Option("--common", help="Compare on the articles that all runs scored.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="The CSV file for all articles on which the runs differ.")
    ] = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Test whether a run is better than another.

    The runs are compared on the same test articles.
    """
    from tenor.workflow.compare import compare_runs, write_differing_articles

    with Report("compare", as_json=as_json) as report:
        comparison = compare_runs(runs, metric=metric, common=common)
        _print_comparison(report, comparison)
        if output is not None:
            write_differing_articles(comparison, output, force=force)
            n = len(comparison.differing_articles)
            report.line(f"{output}: {plural(n, 'article')}", output=output)


def _print_comparison(report: Report, comparison: RunComparison) -> None:
    from tenor.cli.columns import COMPARED_RUNS, DIFFERENCE, P_VALUE, metric_columns

    task, n_left_out = comparison.runs[0].run.task, comparison.n_left_out
    left_out = ""
    if n_left_out:
        are = "is" if n_left_out == 1 else "are"
        left_out = f"; {format_count(n_left_out)} that only some scored {are} left out"
    report.line(
        f"{plural(comparison.n_articles, 'article')} in {plural(comparison.n_groups, 'group')} "
        f"({task.title if task else ''}), 95 % intervals{left_out}",
        metric=comparison.metric,
        task=task.question if task else None,
        n_articles=comparison.n_articles,
        n_groups=comparison.n_groups,
        n_left_out=n_left_out,
        n_averaged=comparison.n_averaged,
    )
    columns = [*COMPARED_RUNS, *metric_columns([comparison.metric]), DIFFERENCE, P_VALUE]
    report.table("runs", columns, [_cells(run) for run in comparison.runs])
    if comparison.metric == "macro_f1":
        labels = plural(comparison.n_averaged, "label")
        report.line(f"macro-F1 over the {labels} that these articles have")
    adjusted = ", adjusted by Holm's method" if len(comparison.runs) > 2 else ""
    if any(run.p_value is not None for run in comparison.runs):
        report.line(f"  p by approximate randomization over the groups of the intervals{adjusted}")
    _print_too_few(report, comparison)
    _print_mcnemar(report, comparison)
    _print_differing(report, comparison)


def _cells(run: ComparedRun) -> list[object]:
    difference = run.difference
    return [
        run.name,
        run.run.run_id,
        Estimate(run.score, run.interval),
        Estimate(difference.value, difference.interval) if difference else None,
        run.p_value,
    ]


def _print_too_few(report: Report, comparison: RunComparison) -> None:
    """Print why runs have neither an interval nor a test of the difference."""
    reasons = {run.name: run.difference.too_few for run in comparison.runs if run.difference}
    report.add(too_few={name: reason for name, reason in reasons.items() if reason})
    for name, reason in reasons.items():
        if reason:
            report.line(f"  too few for an interval or a test of {name}: {reason}")


def _print_mcnemar(report: Report, comparison: RunComparison) -> None:
    report.add(mcnemar=[])
    first, *others = comparison.runs
    for run in others:
        if test := run.mcnemar:
            with report.item("mcnemar"):
                report.line(
                    f"  only {first.name} is right {plural(test.only_first, 'time')}, "
                    f"only {run.name} {plural(test.only_second, 'time')}: McNemar mid-p "
                    f"{format_score(test.p_mid, 4)}, exact {format_score(test.p_exact, 4)}",
                    run_id=run.run.run_id,
                    only_first=test.only_first,
                    only_second=test.only_second,
                    p_mid=test.p_mid,
                    p_exact=test.p_exact,
                )


def _print_differing(report: Report, comparison: RunComparison) -> None:
    table = comparison.differing_articles
    first = f"; the first {MAX_ARTICLES}" if len(table) > MAX_ARTICLES else ""
    report.line(f"  they differ on {plural(len(table), 'article')}{first}")
    article_id, true_labels, *names = map(str, table.columns)
    columns = [
        Column(article_id, "article", "the article's id", "title"),
        Column(true_labels, "true labels", "what people said"),
        *(Column(name, name, "what the run of this name predicts") for name in names),
    ]
    rows = table.astype(str).to_numpy().tolist()
    if rows or report.as_json:
        report.first_rows("differing_articles", columns, rows, MAX_ARTICLES)
