"""What commands print: tables for people, with nothing in them that drives a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tenor.evaluation import Interval
    from tenor.workflow.training import Trained

MOST_LABELS = 12
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
