"""What commands print: tables for people, with nothing in them that drives a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tenor.evaluation import Interval
    from tenor.workflow.agreement import LabelAgreement
    from tenor.workflow.results import Row
    from tenor.workflow.training import Trained

HEADS = {
    "macro_f1": "macro-F1",
    "micro_f1": "micro-F1",
    "accuracy": "accuracy",
    "f_avg": "F_avg",
    "fnc_score": "FNC score",
}
"""The scores that the results table shows, and how it calls them."""
SHARES = (0.8, 0.5)
"""Which of a model's surest answers are looked at."""
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
    names = [name for name in HEADS if name in first.scores.metrics]
    rows = []
    for row in trained.rows:
        cells = (with_interval(row.scores.metrics[n], row.intervals[n]) for n in names)
        rows.append([row.name, *cells, f"{row.coverage:.0%}"])
    typer.echo(
        f"\n{trained.model.name}: trained on {trained.n_train:,} articles ({trained.n_gold:,} "
        f"labelled by people),\nscored on {first.scores.n_articles:,} that people labelled "
        f"({trained.split}), with 95 % intervals"
    )
    print_table(["", *(HEADS[name] for name in names), "answered"], rows, numbers=len(names) + 1)
    typer.echo()

    labels = sorted(first.scores.per_label, key=lambda label: -label.support)
    rows = []
    for label in labels[:MOST_LABELS]:
        f1 = with_interval(label.f1, first.intervals[f"f1:{label.label}"])
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
    _print_diagnosis(trained)
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


def print_pooled(row: Row | None) -> None:
    """Print the scores of all targets of a training together."""
    if row is not None:
        named = (
            f"{HEADS[name]} {with_interval(value, row.intervals[name])}"
            for name, value in row.scores.metrics.items()
            if name in HEADS
        )
        typer.echo(f"\nall {row.name}, {row.scores.n_articles:,} answers: {', '.join(named)}")


def _print_diagnosis(trained: Trained) -> None:
    from tenor.evaluation.reliability import at_coverage
    from tenor.evaluation.slices import ENOUGH, worst

    found, whole = trained.diagnosis, trained.rows[0].scores.micro_f1
    if (error := found.reliability.error) is not None:
        cuts = [at_coverage(found.cuts, share) for share in SHARES]
        sure = ", ".join(f"{cut.accuracy:.2f} of {cut.coverage:.0%}" for cut in cuts if cut)
        surest = f"; of its surest answers it has right {sure}" if sure else ""
        typer.echo(f"  calibration error {error:.3f}{surest}")
    low, possible = worst(found.slices, whole)
    of_all = f"of {possible} slices with {ENOUGH} distinct articles or more"
    if low:
        typer.echo(f"  lowest {of_all}, each clearly below {whole:.3f}:")
        rows = [
            [f"{part.by}: {part.value}", with_interval(part.micro_f1, part.interval), str(part.n)]
            for part in low
            if part.interval
        ]
        print_table(["slice", "micro-F1", "articles"], rows, numbers=2)
    elif possible:
        typer.echo(f"  none {of_all} is clearly below {whole:.3f} in micro-F1")


def with_interval(value: float, interval: Interval) -> str:
    """Return a score with its interval: ``0.814 [.74, .88]``."""
    low, high = (f"{bound:.2f}".removeprefix("0") for bound in interval)
    return f"{value:.3f} [{low}, {high}]"
