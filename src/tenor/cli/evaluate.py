"""``tenor evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force, Minutes, SpecCorpus
from tenor.present import (
    format_count,
    format_percent,
    format_score,
    printable,
    score_with_interval,
)

if TYPE_CHECKING:
    from tenor.workflow.leaks.result import LeakTable

MAX_CUES_PER_KIND = 4
"""The number of outlet cues of a kind that are printed."""

MAX_CHARACTERS = 50
"""The number of characters of an outlet cue that are printed."""


def evaluate(
    spec: Annotated[Path, typer.Argument(metavar="SPEC.toml", help="The experiment spec.")],
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
) -> None:
    """Make a leak table: the scores of a spec under several kinds of split.

    Each fit trains on the same number of articles; no fitted model is kept. An interrupted
    evaluation is resumed by the same command.

    Examples:

      tenor evaluate experiments/themes.toml

      tenor evaluate experiments/themes.toml --splits random,outlet --draws 2 --output cues.csv
    """
    from tenor.models import Experiment
    from tenor.output import check_output
    from tenor.tracking import check_store

    experiment = Experiment.load(spec).with_minutes(minutes)
    if output:
        check_output(output, force=force, extensions=(".csv",))
    check_store()
    from tenor.workflow.leaks.evaluate import evaluate
    from tenor.workflow.leaks.log import write_outlet_cues

    def print_step(line: str) -> None:
        typer.echo(line, err=True)

    leak_tables = evaluate(
        experiment,
        corpus,
        splits=splits,
        n_draws=draws,
        on_step=print_step,
        on_table=print_leak_table,
    )
    print_outlet_cues(leak_tables)
    if output:
        write_outlet_cues(leak_tables, output, force=force)
        typer.echo(f"all outlet cues, with their articles: {output}")


def print_leak_table(leak_table: LeakTable) -> None:
    """Print a leak table, its gap and the scores of the outlet probe."""
    from tenor.cli.tables import print_table
    from tenor.corpus import EVAL_SPLIT_TITLES
    from tenor.evaluation import metric_heading

    typer.echo(
        f"\n{leak_table.task.model_name}: one spec under several kinds of split;\n"
        f"each fit trains on {format_count(leak_table.rows[0].n_train)} articles; "
        "means over draws, with 95 % intervals"
    )
    rows = [
        [
            EVAL_SPLIT_TITLES[row.kind],
            *(score_with_interval(score.value, score.interval) for score in row.scores.values()),
            format_score(row.scores["macro_f1"].std) if row.n_draws > 1 else "",
            format_score(row.majority),
            str(row.n_draws),
            format_count(row.n_test),
        ]
        for row in leak_table.rows
    ]
    scores = map(metric_heading, leak_table.rows[0].scores)
    headers = ["split", *scores, "std", "majority", "draws", "scored"]
    print_table(headers, rows, numbers=6)
    for failure in leak_table.failures:
        typer.echo(f"  not possible: {printable(failure)}")
    if gap := leak_table.gap:
        difference = score_with_interval(gap.value, gap.interval)
        typer.echo(f"  gap in macro-F1, random minus {gap.hardest}: {difference}")
    if probe := leak_table.probe:
        accuracy = score_with_interval(probe.accuracy, probe.intervals["accuracy"])
        macro_f1 = score_with_interval(probe.scores.macro_f1, probe.intervals["macro_f1"])
        typer.echo(
            f"  outlet probe: the same features predict one of {len(probe.outlets)} outlets with "
            f"accuracy {accuracy}\n  and macro-F1 {macro_f1}; the majority baseline has "
            f"{format_score(probe.majority_accuracy)} and {format_score(probe.majority_macro_f1)}"
        )
    if leak_table.n_untried:
        untried = format_count(leak_table.n_untried)
        typer.echo(f"  the searches did not try {untried} settings within their time")
    if leak_table.run_id:
        typer.echo(f"  run {leak_table.run_id}")


def print_outlet_cues(leak_tables: Sequence[LeakTable]) -> None:
    """Print the first outlet cues of each kind."""
    from tenor.cli.tables import print_table

    shared_terms = [term for leak_table in leak_tables for term in leak_table.shared_terms]
    outlet_cues = leak_tables[0].outlet_cues
    if not shared_terms and not outlet_cues:
        return
    cells = [
        ("term", term.term, term.outlet, term.label, term.n_articles, term.share_of_outlet)
        for term in shared_terms[:MAX_CUES_PER_KIND]
    ]
    for kind in ("line", "sentence", "byline", "name"):
        of_kind = [cue for cue in outlet_cues if cue.kind == kind][:MAX_CUES_PER_KIND]
        cells += [
            (kind, cue.text[:MAX_CHARACTERS], cue.outlet, "", cue.n_articles, cue.share_of_outlet)
            for cue in of_kind
        ]
    typer.echo(
        f"\noutlet cues: {format_count(len(shared_terms))} terms have a large weight for a label "
        f"and for an outlet,\nand {format_count(len(outlet_cues))} lines, sentences, bylines and "
        "names identify an outlet; the first of each kind:"
    )
    rows = [[*texts, format_count(n), format_percent(share)] for *texts, n, share in cells]
    print_table(["kind", "text", "outlet", "label", "articles", "of outlet"], rows, numbers=2)
