"""Progress bars and notes on standard error, which are shown only in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


def track(items: Iterable[Item], description: str, total: int | None = None) -> Iterator[Item]:
    """Yield items and show a progress bar.

    Parameters
    ----------
    items
        The items.
    description
        The text before the bar.
    total
        The number of items, if it is known.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        # A description may contain a path, in which brackets are not markup.
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(items, total=total, description=description)


def print_note(message: str, *, always: bool = False) -> None:
    """Print a message on standard error; not only in a terminal if ``always`` is true."""
    if always or sys.stderr.isatty():
        sys.stderr.write(f"{message}\n")


@contextmanager
def spinner(description: str) -> Iterator[None]:
    """Show a spinner while the block runs, for work of unknown length."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.text import Text

    with Console(stderr=True).status(Text(description)):
        yield
