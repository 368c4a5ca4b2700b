"""Loops and blocks whose progress is shown while they run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from tenor.present import format_count
from tenor.progress.display import hide, log_step, refresh
from tenor.progress.levels import Level, depth, enter

Item = TypeVar("Item")

REFRESH_SECONDS = 0.1
"""The seconds between two updates of a count in a terminal."""

FIRST_COUNT, LAST_INTERVAL = 10.0, 300.0
"""The seconds after which a count is logged first, and the interval to which this doubles."""

MEASURE_INTERVAL = 60.0
"""The seconds between two logged messages of work that is measured."""


def track(items: Iterable[Item], description: str, total: int | None = None) -> Iterator[Item]:
    """Yield items and show how many there were.

    Parameters
    ----------
    items
        The items, of which there may be millions.
    description
        What is done with them, such as ``reading``.
    total
        The number of items, if it is known.
    """
    of_total = f" of {format_count(total)}" if total else ""
    with _shown(Level(description, total)) as level:
        interval = FIRST_COUNT
        refresh_at = level.started
        log_at = level.started + interval
        for item in items:
            yield item
            level.n_done += 1
            now = time.monotonic()
            if now >= min(refresh_at, log_at):
                level.text = f"{description} {format_count(level.n_done)}{of_total}"
                refresh()
                refresh_at = now + REFRESH_SECONDS
            if now >= log_at:
                log_step()
                interval = min(2 * interval, LAST_INTERVAL)
                log_at = now + interval


def steps(
    items: Sequence[Item],
    name: str | Callable[[int, Item], str],
    *,
    minor: bool = False,
    seconds: float | None = None,
) -> Iterator[Item]:
    """Yield items, each of which is a step of the work.

    Parameters
    ----------
    items
        The items.
    name
        What an item is, such as ``fold``, which gives ``fold 2 of 5``; or a function that
        returns the text of a step, given its number from 1 and the item.
    minor
        Whether only the first step, and those that follow a longer one, are logged.
    seconds
        The time after which the work ends before all items are yielded, if it is limited.
    """
    with _shown(Level(total=len(items), limit=seconds)) as level:
        for number, item in enumerate(items, start=1):
            text = (
                f"{name} {number} of {len(items)}" if isinstance(name, str) else name(number, item)
            )
            level.next_step(text, number - 1)
            refresh()
            log_step(minor=minor and number > 1)
            yield item


@contextmanager
def measured(description: str, total: float) -> Iterator[Callable[[float, str], None]]:
    """Yield a function that shows how far the work is; it gets an amount that is done, and a text.

    Parameters
    ----------
    description
        The work, which is shown before the first text.
    total
        The amount of the work, in any unit; 0 if it is not known.
    """
    with _shown(Level(description, total=total or None)) as level:
        log_at = level.started + FIRST_COUNT
        refresh()

        def advance(amount: float, text: str) -> None:
            nonlocal log_at
            level.n_done += amount
            level.text = text
            refresh()
            now = time.monotonic()
            if now >= log_at:
                log_step()
                log_at = now + MEASURE_INTERVAL

        yield advance


@contextmanager
def step(description: str) -> Iterator[None]:
    """Show a step of unknown length while the block runs."""
    with _shown(Level(description)):
        refresh()
        log_step(minor=True)
        yield


@contextmanager
def _shown(level: Level) -> Iterator[Level]:
    try:
        with enter(level):
            yield level
    finally:
        if not depth():
            hide()
