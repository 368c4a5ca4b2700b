"""Showing the current step: in a line of the terminal, or as messages of a logger."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tenor.present import printable
from tenor.progress.levels import current_step, depth, share_done, time_left

if TYPE_CHECKING:
    import logging

    from rich.progress import Progress

LOGGER = "tenor"
"""The name of the logger of steps that no terminal shows."""

MINOR_SECONDS = 1.0
"""The seconds since the last message within which a minor step is not logged."""


class _Display:
    """What is shown now: the line of the terminal, and the step that was logged last."""

    progress: Progress | None = None
    logged: str = ""
    logged_at: float = -MINOR_SECONDS


def refresh() -> None:
    """Show the current step and how far the work is, if there is a terminal."""
    if not depth() or not is_terminal():
        return
    if _Display.progress is None:
        _Display.progress = _make_progress()
        _Display.progress.start()
    share = share_done()
    _Display.progress.update(
        _Display.progress.task_ids[0],
        description=_with_time_left(current_step()),
        completed=share or 0.0,
        total=None if share is None else 1.0,
    )


def hide() -> None:
    """Remove the line of progress from the terminal until the next step, for other output."""
    if _Display.progress is not None:
        _Display.progress.stop()
        _Display.progress = None


def log_step(*, minor: bool = False) -> None:
    """Log the current step, unless a terminal shows it or it was logged last.

    Parameters
    ----------
    minor
        Whether to leave it out soon after another step.
    """
    if not depth() or is_terminal():
        return
    text, now = current_step(), time.monotonic()
    if text == _Display.logged or (minor and now - _Display.logged_at < MINOR_SECONDS):
        return
    _Display.logged, _Display.logged_at = text, now
    _logger().info("%s", _with_time_left(text))


def print_note(message: str) -> None:
    """Print a message in the terminal, or log it."""
    if is_terminal():
        hide()
        sys.stderr.write(f"{printable(message)}\n")
    else:
        _logger().info("%s", printable(message))


@contextmanager
def logged_to_stderr() -> Iterator[None]:
    """Write the logged steps to standard error, a line each, while the block runs."""
    if is_terminal():
        yield
        return
    import logging

    class Lines(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            # Standard error as it is now, which need not be that of the start.
            sys.stderr.write(f"{record.getMessage()}\n")

    logger, handler = _logger(), Lines(logging.INFO)
    level, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagates


def is_terminal() -> bool:
    """Return whether standard error is a terminal in which a line can be drawn again."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def _with_time_left(text: str) -> str:
    return ", ".join(filter(None, [text, time_left()]))


def _make_progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    progress = Progress(
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TimeElapsedColumn(),
        # A description may contain a path, in which brackets are not markup.
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        # What a command writes to standard output must not become part of the line.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    progress.add_task("", total=None)
    return progress


def _logger() -> logging.Logger:
    import logging

    return logging.getLogger(LOGGER)
