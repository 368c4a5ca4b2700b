"""What commands print: tables for people, with nothing in them that drives a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tenor.evaluation import Interval
    from tenor.workflow.agreement import LabelAgreement
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
    first = trained.rows[0]
    names = list(first.scores.metrics)
    sizes = [row.scores.n_articles for row in trained.rows]
    differ = len(set(sizes)) > 1
    rows = []
    for row, size in zip(trained.rows, sizes, strict=True):
        cells = (_with_interval(row.scores.metrics[n], row.intervals[n]) for n in names)
        rows.append([row.name, *cells, f"{row.coverage:.0%}", *([f"{size:,}"] * differ)])
    typer.echo(
        f"\n{trained.model.name}: trained on {trained.n_train:,} articles ({trained.n_gold:,} "
        f"labelled by people),\nscored on {first.scores.n_articles:,} that people labelled "
        f"({trained.split}), with 95 % intervals"
    )
    heads = [name.replace("_f1", "-F1") for name in names]
    heads += ["answered", *(["articles"] * differ)]
    print_table(["", *heads], rows, numbers=len(heads))
    typer.echo()

    labels = sorted(first.scores.per_label, key=lambda label: -label.support)
    rows = []
    for label in labels[:MOST_LABELS]:
        f1 = _with_interval(label.f1, first.intervals[f"f1:{label.label}"])
        precision, recall = f"{label.precision:.2f}", f"{label.recall:.2f}"
        rows.append([label.label, precision, recall, f1, str(label.support)])
    heads = ["label", "precision", "recall", "F1", "articles"]
    if trained.agreement:
        heads.append("people's alpha")
        found = {row.label: row for row in trained.agreement}
        rows = [[*row, _alpha(found[row[0]])] for row in rows]
    print_table(heads, rows, numbers=len(heads) - 1)
    if len(labels) > MOST_LABELS:
        typer.echo(f"  {len(labels) - MOST_LABELS} rarer labels are in the run's table 'labels'")
    _print_agreement(trained)
    if trained.run_id:
        typer.echo(f"  run {trained.run_id}, registered as {trained.model.name} v{trained.version}")


def _alpha(row: LabelAgreement) -> str:
    if row.agreement.alpha is None:
        return ""
    above = row.comparison is not None and row.comparison.verdict == "above"
    mark = "exceeded " if above else "low " if row.agreement.is_low else ""
    return f"{mark}{row.agreement.alpha:.3f}"


def _print_agreement(trained: Trained) -> None:
    from tenor.workflow.agreement import warnings

    if trained.agreement:
        whole = trained.agreement[0].agreement
        alpha = "is undefined" if whole.alpha is None else f"{whole.alpha:.3f}"
        typer.echo(
            f"  alpha of people on {whole.n_articles:,} articles that several judged: {alpha}"
        )
    for warning in warnings(trained.agreement):
        typer.echo(printable(f"  warning: {warning}"))


def _with_interval(value: float, interval: Interval) -> str:
    low, high = (f"{bound:.2f}".removeprefix("0") for bound in interval)
    return f"{value:.3f} [{low}, {high}]"
