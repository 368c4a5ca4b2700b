"""What commands print: tables for people, with nothing in them that drives a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tenor.evaluation import Interval
    from tenor.workflow.leakage import Leakage
    from tenor.workflow.training import Trained

MOST_LABELS = 12
FEW = 4
LONGEST = 50
WIDTH = 110
"""Columns of a table that no terminal shows."""


def printable(text: str) -> str:
    """Return text with control characters replaced: it may come from a stranger's file."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 0) -> None:
    """Print a table; its last ``numbers`` columns are set flush right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, header in enumerate(headers):
        right = i >= len(headers) - numbers
        table.add_column(header, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    with console.capture() as printed:
        console.print(table)
    lines = (line.rstrip() for line in printed.get().splitlines())
    typer.echo("\n".join(line for line in lines if line))


def print_trained(trained: Trained) -> None:
    """Print the results table of a training, and how each label did."""
    from tenor.corpus import LEFT_OUT

    first = trained.rows[0]
    names = list(first.scores.metrics)
    rows = []
    for row in trained.rows:
        cells = (_with_interval(row.scores.metrics[n], row.intervals[n]) for n in names)
        rows.append([row.name, *cells, f"{row.coverage:.0%}"])
    typer.echo(
        f"\n{trained.model.name}: trained on {trained.n_train:,} articles ({trained.n_gold:,} "
        f"labelled by people),\nscored on {first.scores.n_articles:,} that people labelled "
        f"({trained.split}), with 95 % intervals"
    )
    if trained.left_out:
        typer.echo(f"{trained.left_out:,} more {LEFT_OUT[trained.spec.split.kind]}")
    heads = [name.replace("_f1", "-F1") for name in names]
    print_table(["", *heads, "answered"], rows, numbers=len(names) + 1)
    typer.echo()

    labels = sorted(first.scores.per_label, key=lambda label: -label.support)
    rows = []
    for label in labels[:MOST_LABELS]:
        f1 = _with_interval(label.f1, first.intervals[f"f1:{label.label}"])
        precision, recall = f"{label.precision:.2f}", f"{label.recall:.2f}"
        rows.append([label.label, precision, recall, f1, str(label.support)])
    print_table(["label", "precision", "recall", "F1", "articles"], rows, numbers=4)
    if len(labels) > MOST_LABELS:
        typer.echo(f"  {len(labels) - MOST_LABELS} rarer labels are in the run's table 'labels'")
    if trained.run_id:
        typer.echo(f"  run {trained.run_id}, registered as {trained.model.name} v{trained.version}")


def _with_interval(value: float, interval: Interval) -> str:
    low, high = (f"{bound:.2f}".removeprefix("0") for bound in interval)
    return f"{value:.3f} [{low}, {high}]"


def print_leakage(leakage: Leakage) -> None:
    """Print a leak table, the gap, and how well the features name the outlet."""
    from tenor.corpus import MEANING

    first = leakage.rows[0]
    typer.echo(
        f"\n{leakage.name}: one spec on several kinds of held-out articles;\n"
        f"each fit trains on {first.n_train:,} articles; means over draws, with 95 % intervals"
    )
    rows = [
        [
            MEANING[row.kind],
            *(_with_interval(score.value, score.interval) for score in row.scores.values()),
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
        gap = _with_interval(leakage.gap.value, leakage.gap.interval)
        typer.echo(f"  gap: random minus {leakage.gap.hardest} is {gap} macro-F1")
    if probe := leakage.probe:
        accuracy = _with_interval(probe.scores.accuracy or 0.0, probe.intervals["accuracy"])
        macro = _with_interval(probe.scores.macro_f1, probe.intervals["macro_f1"])
        typer.echo(
            f"  outlet probe: the same features name one of {len(probe.outlets)} outlets with "
            f"accuracy {accuracy},\n  macro-F1 {macro}; "
            f"the majority has {probe.majority_accuracy:.3f} and {probe.majority_macro_f1:.3f}"
        )
    if leakage.run_id:
        typer.echo(f"  run {leakage.run_id}")


def print_suspects(tables: Sequence[Leakage]) -> None:
    """Print the first of what gives outlets away in the texts of a corpus."""
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
