"""``tenor evaluate``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tenor.cli.options import Force, Minutes

if TYPE_CHECKING:
    from tenor.workflow.leakage import Leakage

FEW = 4
LONGEST = 50
"""How many suspects of a kind are printed, and how many characters of each."""


def evaluate(
    spec: Annotated[Path, typer.Argument(metavar="SPEC.toml", help="An experiment spec.")],
    splits: Annotated[
        str, typer.Option(help="all, or some of random,grouped,outlet,time,target.")
    ] = "all",
    draws: Annotated[
        int, typer.Option(min=1, max=100, help="Draws of random, grouped and outlet splits.")
    ] = 5,
    corpus: Annotated[
        Path | None, typer.Option(help="The corpus folder, instead of the one that the spec names.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="A .csv for what gives outlets away: terms, lines, bylines, names."),
    ] = None,
    force: Force = False,
    minutes: Minutes = None,
) -> None:
    """Score a spec under every kind of split, to see what a random one hides."""
    from tenor.models import Experiment
    from tenor.output import check_output
    from tenor.tracking import check_store

    experiment = Experiment.load(spec).with_minutes(minutes)
    if output:
        check_output(output, force=force, endings=(".csv",))
    check_store()
    from tenor.workflow.leak_record import write_suspects
    from tenor.workflow.leakage import evaluate

    def report(line: str) -> None:
        typer.echo(line, err=True)

    tables = evaluate(
        experiment, corpus,
        splits=splits, n_draws=draws, report=report, on_table=print_leakage,
    )  # fmt: skip
    print_suspects(tables)
    if output:
        write_suspects(tables, output)
        typer.echo(f"all of it, with the articles: {output}")


def print_leakage(leakage: Leakage) -> None:
    """Print a leak table, the gap, and how well the features name the outlet."""
    from tenor.cli.show import print_table, printable, with_interval
    from tenor.corpus import MEANING

    first = leakage.rows[0]
    typer.echo(
        f"\n{leakage.name}: one spec on several kinds of held-out articles;\n"
        f"each fit trains on {first.n_train:,} articles; means over draws, with 95 % intervals"
    )
    rows = [
        [
            MEANING[row.kind],
            *(with_interval(score.value, score.interval) for score in row.scores.values()),
            f"{row.scores['macro_f1'].spread:.3f}" if row.n_draws > 1 else "",
            f"{row.majority:.3f}", str(row.n_draws), f"{row.n_test:,.0f}",
        ]
        for row in leakage.rows
    ]  # fmt: skip
    heads = ["held out", "macro-F1", "micro-F1", "spread", "majority", "draws", "scored"]
    print_table(heads, rows, numbers=6)
    for fault in leakage.faults:
        typer.echo(f"  not possible: {printable(fault)}")
    if leakage.gap:
        gap = with_interval(leakage.gap.value, leakage.gap.interval)
        typer.echo(f"  gap: random minus {leakage.gap.hardest} is {gap} macro-F1")
    if probe := leakage.probe:
        accuracy = with_interval(probe.scores.accuracy or 0.0, probe.intervals["accuracy"])
        macro = with_interval(probe.scores.macro_f1, probe.intervals["macro_f1"])
        typer.echo(
            f"  outlet probe: the same features name one of {len(probe.outlets)} outlets with "
            f"accuracy {accuracy},\n  macro-F1 {macro}; "
            f"the majority has {probe.majority_accuracy:.3f} and {probe.majority_macro_f1:.3f}"
        )
    if leakage.not_tried:
        typer.echo(f"  the searches of these fits had no time for {leakage.not_tried:,} settings")
    if leakage.run_id:
        typer.echo(f"  run {leakage.run_id}")


def print_suspects(tables: Sequence[Leakage]) -> None:
    """Print the first of what gives outlets away in the texts of a corpus."""
    from tenor.cli.show import print_table

    shared = [term for table in tables for term in table.shared]
    traces = tables[0].traces
    if not shared and not traces:
        return
    rows = [
        ["term", s.term, s.outlet, s.label, f"{s.n_articles:,}", f"{s.share_of_outlet:.0%}"]
        for s in shared[:FEW]
    ]
    for kind in ("line", "sentence", "byline", "name"):
        rows += [
            [kind, t.text[:LONGEST], t.outlet, "", f"{t.n_articles:,}", f"{t.share_of_outlet:.0%}"]
            for t in [trace for trace in traces if trace.kind == kind][:FEW]
        ]
    typer.echo(
        f"\nwhat gives outlets away: {len(shared):,} top terms of labels are top terms of outlets, "
        f"and {len(traces):,}\nlines, sentences, bylines and names recur in one outlet; "
        "the first of each:"
    )
    heads = ["kind", "text", "outlet", "label", "articles", "of outlet"]
    print_table(heads, rows, numbers=2)
