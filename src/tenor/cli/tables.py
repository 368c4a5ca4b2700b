"""Printing tables for people; control characters in their cells are replaced."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from tenor.present import printable

DEFAULT_WIDTH = 110
"""The width of a table that is not printed to a terminal, in characters."""


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int = 0) -> None:
    """Print a table.

    Parameters
    ----------
    headers
        The headings of the columns.
    rows
        The cells of each row.
    numbers
        The number of columns, counted from the last, that hold numbers and are right-aligned.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for i, header in enumerate(headers):
        is_number = i >= len(headers) - numbers
        table.add_column(
            Text(printable(header)), justify="right" if is_number else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else DEFAULT_WIDTH)
    with console.capture() as capture:
        console.print(table)
    lines = (line.rstrip() for line in capture.get().splitlines())
    typer.echo("\n".join(line for line in lines if line))
