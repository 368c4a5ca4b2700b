"""What commands print: tables for people, with nothing in them that drives a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from tenor.evaluation import Interval

HEADS = {
    "macro_f1": "macro-F1",
    "micro_f1": "micro-F1",
    "accuracy": "accuracy",
    "f_avg": "F_avg",
    "fnc_score": "FNC score",
}
"""The scores that tables show, and what they call them."""
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


def with_interval(value: float, interval: Interval) -> str:
    """Return a score with its interval: ``0.814 [.74, .88]``."""
    return f"{value:.3f} {bounds(interval)}"


def bounds(interval: Interval) -> str:
    """Return an interval: ``[-.02, .08]``."""
    # Adding zero makes of a rounded -0.0 a 0.0.
    low, high = (f"{round(bound, 2) + 0:.2f}".replace("0.", ".", 1) for bound in interval)
    return f"[{low}, {high}]"
