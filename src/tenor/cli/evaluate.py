"""``tenor evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.completion import complete_specs
from tenor.cli.options import Force, Minutes, Promise, SpecCorpus, spec_corpus
from tenor.cli.report import Json, Report
from tenor.present import (
    Estimate,
    format_percent,
    format_score,
    plural,
    score_with_interval,
)

if TYPE_CHECKING:
    from tenor.workflow.leaks.result import LeakTable

CUES = (
    "line, sentence, byline or name identifies",
    "lines, sentences, bylines and names identify",
)

MAX_CUES_PER_KIND = 4
"""The number of outlet cues of a kind that are printed."""


def evaluate(
    spec: Annotated[
        Path,
        typer.Argument(
            metavar="SPEC.toml", autocompletion=complete_specs, help="The experiment spec."
        ),
    ],
    splits: Annotated[
        str,
        typer.Option(help="The kinds of split: all, or some of random,grouped,outlet,time,target."),
    ] = "all",
    draws: Annotated[
        int, typer.Option(min=1, max=100, help="The number of random, grouped and outlet splits.")
    ] = 5,
    corpus: SpecCorpus = None,
    output: Annotated[
        Path | None,
        typer.Option(help="The CSV file for outlet cues: terms, lines, sentences, bylines, names."),
    ] = None,
    force: Force = False,
    minutes: Minutes = None,
    promise: Promise = None,
    as_json: Json = False,
) -> None:
    """Score a spec under several kinds of split: a leak table.

    Each fit trains on the same number of articles; no fitted model is kept. An interrupted
    evaluation is resumed by the same command.
    """
    from tenor.models.spec import Experiment
    from tenor.output import check_output
    from tenor.tracking import check_store

    experiment = Experiment.load(spec).with_minutes(minutes).with_promise(promise)
    if output:
        check_output(output, force=force, extensions=(".csv",))
    check_store()
    from tenor.workflow.leaks.evaluate import evaluate
    from tenor.workflow.leaks.log import write_outlet_cues

    with Report("evaluate", as_json=as_json) as report:

        def print_table(leak_table: LeakTable) -> None:
            with report.item("leak_tables"):
                print_leak_table(report, leak_table)

        leak_tables = evaluate(
            experiment,
            spec_corpus(experiment, corpus),
            splits=splits,
            n_draws=draws,
            on_table=print_table,
        )
        print_outlet_cues(report, leak_tables)
        if output:
            write_outlet_cues(leak_tables, output, force=force)
            report.line(f"all outlet cues, with their articles: {output}", output=output)


def print_leak_table(report: Report, leak_table: LeakTable) -> None:
    """Print a leak table, its gap and the scores of the outlet probe."""
    from tenor.cli.columns import LEAK_COLUMNS, LEAK_KIND, metric_columns
    from tenor.corpus import EVAL_SPLIT_TITLES

    task, n_train = leak_table.task, leak_table.rows[0].n_train
    report.line()
    report.line(
        f"{task.model_name}: one spec under several kinds of split;",
        task=task.question,
        n_train=n_train,
        failures=leak_table.failures,
        n_untried=leak_table.n_untried,
        run_id=leak_table.run_id,
    )
    report.line(
        f"each fit trains on {plural(n_train, 'article')}; means over draws, with 95 % intervals"
    )
    rows: list[list[object]] = [
        [
            row.kind,
            EVAL_SPLIT_TITLES[row.kind],
            *(Estimate(score.value, score.interval) for score in row.scores.values()),
            row.scores["macro_f1"].std if row.n_draws > 1 else None,
            row.majority,
            row.n_draws,
            row.n_test,
        ]
        for row in leak_table.rows
    ]
    columns = [*LEAK_KIND, *metric_columns(leak_table.rows[0].scores), *LEAK_COLUMNS]
    report.table("splits", columns, rows)
    for failure in leak_table.failures:
        report.line(f"  not possible: {failure}")
    _print_gap(report, leak_table)
    _print_promise(report, leak_table)
    if leak_table.n_untried:
        report.line(
            f"  the searches did not try {plural(leak_table.n_untried, 'setting')} within their "
            "time"
        )
    if leak_table.run_id:
        report.line(f"  run {leak_table.run_id}")


def _print_gap(report: Report, leak_table: LeakTable) -> None:
    from tenor.evaluation.evidence import TOO_FEW_GROUPS

    report.add(gap=None, outlet_probe=None)
    if gap := leak_table.gap:
        report.line(
            f"  gap in macro-F1, random minus {gap.hardest}: "
            f"{score_with_interval(gap.value, gap.interval)}"
            f"{'' if gap.interval else f' ({TOO_FEW_GROUPS})'}",
            gap={"hardest": gap.hardest, "value": gap.value, "interval": gap.interval},
        )
    if probe := leak_table.probe:
        accuracy = score_with_interval(probe.accuracy, probe.intervals["accuracy"])
        macro_f1 = score_with_interval(probe.scores.macro_f1, probe.intervals["macro_f1"])
        report.line(
            f"  outlet probe: the same features predict one of "
            f"{plural(len(probe.outlets), 'outlet')} with accuracy {accuracy}",
            outlet_probe={
                "outlets": probe.outlets,
                "accuracy": probe.accuracy,
                "accuracy_interval": probe.intervals["accuracy"],
                "macro_f1": probe.scores.macro_f1,
                "macro_f1_interval": probe.intervals["macro_f1"],
                "majority_accuracy": probe.majority_accuracy,
                "majority_macro_f1": probe.majority_macro_f1,
                "n_train": probe.n_train,
                "n_test": probe.n_test,
            },
        )
        report.line(
            f"  and macro-F1 {macro_f1}; the majority baseline has "
            f"{format_score(probe.majority_accuracy)} and {format_score(probe.majority_macro_f1)}"
        )


def _print_promise(report: Report, leak_table: LeakTable) -> None:
    from tenor.cli.columns import LEAK_PROMISE

    made = [(row.kind, row.promise) for row in leak_table.rows if row.promise]
    if not made:
        return
    report.line()
    report.line(
        f"  a promise to be right {format_percent(made[0][1].precision)} of the time, made as a "
        "training on these articles makes it:"
    )
    rows: list[list[object]] = [
        [kind, check.n_promised, check.n_automatic, check.automatic_share, check.right]
        for kind, check in made
    ]
    report.table("promise", LEAK_PROMISE, rows)
    for kind, check in made:
        if check.broken:
            report.line(
                f"  {kind}: clearly less often right than promised for "
                f"{plural(len(check.broken), 'label')}, such as {', '.join(check.broken[:3])}"
            )


def print_outlet_cues(report: Report, leak_tables: Sequence[LeakTable]) -> None:
    """Print the first outlet cues of each kind; all of them are in the JSON object."""
    from tenor.cli.columns import OUTLET_CUES

    shared_terms = [term for leak_table in leak_tables for term in leak_table.shared_terms]
    outlet_cues = leak_tables[0].outlet_cues
    of_kind: dict[str, list[list[object]]] = {
        "term": [
            ["term", term.term, term.outlet, term.label, term.n_articles, term.share_of_outlet]
            for term in shared_terms
        ]
    }
    for kind in ("line", "sentence", "byline", "name"):
        of_kind[kind] = [
            [kind, cue.text, cue.outlet, None, cue.n_articles, cue.share_of_outlet]
            for cue in outlet_cues
            if cue.kind == kind
        ]
    if report.as_json:
        report.table("outlet_cues", OUTLET_CUES, [row for rows in of_kind.values() for row in rows])
    elif any(of_kind.values()):
        n_cues = len(outlet_cues)
        report.line()
        report.line(
            f"outlet cues: {plural(len(shared_terms), 'term has', 'terms have')} a large weight "
            "for a label and for an outlet,"
        )
        report.line(f"and {plural(n_cues, *CUES)} an outlet; the first of each kind:")
        first = [row for rows in of_kind.values() for row in rows[:MAX_CUES_PER_KIND]]
        report.table("outlet_cues", OUTLET_CUES, first)
