"""``tenor plan``."""

from __future__ import annotations

import math
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.codings_sheet import Unit
from tenor.cli.completion import complete_models, complete_predicted_labels
from tenor.cli.options import MODEL_REFERENCES, CorpusFolder
from tenor.cli.report import Json, Report
from tenor.output import new_name
from tenor.present import format_count, plural

if TYPE_CHECKING:
    from tenor.workflow.codings.plan import SharePlan


def plan(
    corpus: CorpusFolder,
    share: Annotated[
        str,
        typer.Option(
            metavar="LABEL",
            autocompletion=complete_predicted_labels,
            help="The theme, or the position as TARGET=POSITION, whose share is wanted.",
        ),
    ],
    margin: Annotated[
        float | None,
        typer.Option(
            metavar="POINTS",
            help="The half-width wanted of the 95 % interval, in percentage points.",
        ),
    ] = None,
    hours: Annotated[
        float | None,
        typer.Option(
            min=0.01, max=100_000, help="In place of --margin, the hours that each coder has."
        ),
    ] = None,
    per_hour: Annotated[
        float,
        typer.Option(
            min=0.01, max=10_000, help="The number of articles that a coder codes in an hour."
        ),
    ] = 20.0,
    coders: Annotated[
        int,
        typer.Option(
            min=1,
            max=1000,
            help="The number of coders; with several, all of them code a part, for alpha.",
        ),
    ] = 1,
    by: Annotated[
        str,
        typer.Option(
            help="What shares are compared by: outlet, month or year, or several, separated by "
            "commas; the margin holds in each."
        ),
    ] = "",
    unit: Annotated[
        Unit, typer.Option("--for", help="What the share counts: articles or stories.")
    ] = "articles",
    model: Annotated[
        str,
        typer.Option(
            metavar="REF",
            autocompletion=complete_models,
            help="The model whose predictions the share is estimated with: "
            f"{MODEL_REFERENCES}; by default hand coding alone.",
        ),
    ] = "",
    expected: Annotated[
        float | None,
        typer.Option(
            metavar="PERCENT",
            help="The share expected, in percent; by default that of the model, or of the codings.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Plan how many articles to code for a share, and which."""
    from tenor.corpus.frame import parse_strata
    from tenor.workflow.codings.plan import plan_codings

    if (margin is None) == (hours is None):
        raise typer.BadParameter("use either --margin POINTS or --hours HOURS")
    if hours is not None and not math.isfinite(hours * per_hour):
        raise typer.BadParameter("it is no number of hours", param_hint="--hours")
    with Report("plan", as_json=as_json) as report:
        planned = plan_codings(
            corpus,
            share,
            margin=None if margin is None else margin / 100,
            n_codings=None if hours is None else int(coders * hours * per_hour),
            by=parse_strata(by),
            unit=unit,
            model=model,
            expected=None if expected is None else expected / 100,
            n_coders=coders,
        )
        _print_options(report, planned)
        if by:
            _print_domains(report, planned)
        _print_workload(report, planned, per_hour)
        command = _command(corpus, planned, model)
        if planned.chosen.n:
            report.line("to draw them:")
            report.line(f"  {command}", command=command)


def _print_options(report: Report, planned: SharePlan) -> None:
    from tenor.cli.draw_columns import PLANNED_DRAWS

    report.line(
        f"share of '{planned.share}', expected to be {100 * planned.expected:.1f} % by "
        f"{planned.expected_by}:",
        share=planned.share,
        expected=planned.expected,
        expected_by=planned.expected_by,
    )
    rows = [
        [str(option.design), option.n, option.n_articles, option.half_width]
        for option in planned.options
    ]
    report.table("options", PLANNED_DRAWS, rows)
    report.line()


def _print_domains(report: Report, planned: SharePlan) -> None:
    from tenor.cli.draw_columns import PLANNED_DOMAINS

    widths = planned.chosen.half_widths
    rows = sorted(zip(planned.domains, widths, strict=True), key=lambda row: -row[1])
    report.table("domains", PLANNED_DOMAINS, [list(row) for row in rows])
    report.line()


def _print_workload(report: Report, planned: SharePlan, per_hour: float) -> None:
    load = planned.workload
    hours = load.hours(per_hour)
    report.add(
        n_articles=load.n_articles,
        overlap=load.overlap,
        n_codings=load.n_codings,
        hours_of_each_coder=hours,
    )
    if not load.n_articles:
        report.line("the codings of the corpus are enough: no further article has to be coded")
        return
    shared = (
        f", {format_count(load.overlap)} of them by each of {load.n_coders} coders (for alpha) and "
        "the others by one"
        if load.n_coders > 1
        else ""
    )
    report.line(f"code {plural(load.n_articles, 'article')}{shared}")
    report.line(
        f"  {plural(load.n_codings, 'coding')}, {hours:.1f} hours "
        f"{'for each coder' if load.n_coders > 1 else 'for one coder'} at {per_hour:g} an hour"
    )
    if load.n_coders == 1:
        report.line("  by one coder alone, agreement cannot be measured; plan --coders 2 for it")


def _command(corpus: Path, planned: SharePlan, model: str) -> str:
    """Return the command that draws the articles."""
    chosen, load = planned.chosen, planned.workload
    words = ["tenor", "codings", "sheet", str(corpus), "--n", str(chosen.n)]
    words += ["--for", chosen.design.unit]
    if chosen.design.by:
        words += ["--by", ",".join(chosen.design.by), "--each"]
    if chosen.design.uncertain:
        words += ["--uncertain", f"{chosen.design.uncertain:g}", "--model", model]
        words += ["--share", planned.share]
    names = [f"coder{i + 1}" for i in range(load.n_coders)]
    words += ["--coders", ",".join(names)]
    words += ["--overlap", str(load.overlap)] if load.overlap else []
    return shlex.join([*words, "--output", new_name("sheets")])
