"""The levels of nested work: the text of the current step on each, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import current_thread, main_thread

from tenor.present import printable

MIN_ELAPSED = 2.0
"""The seconds of work after which the remaining time is estimated."""

PART_OF_STEP = 0.9
"""The share of a step that is done when the steps within it are."""


@dataclass(slots=True)
class Level:
    """One level of nested work.

    Attributes
    ----------
    text
        The current step.
    total
        The number of steps, or the amount of work; None if it is unknown.
    n_done
        How much of it is done.
    limit
        The seconds after which the work on this level ends at the latest; None without a limit.
    started
        When it started, as `time.monotonic` returns it.
    step_done
        The share of the current step that levels within it have completed.
    """

    text: str = ""
    total: float | None = None
    n_done: float = 0
    limit: float | None = None
    started: float = field(default_factory=lambda: time.monotonic())
    step_done: float = 0.0

    def next_step(self, text: str, n_done: int) -> None:
        """Begin the step after ``n_done`` others."""
        self.text, self.n_done, self.step_done = text, n_done, 0.0

    def share_done(self, of_step: float) -> float | None:
        """Return the share that is done, given that of the current step; None if unknown."""
        if not self.total:
            return None
        done = (self.n_done + max(of_step, self.step_done)) / self.total
        if self.limit:
            done = max(done, (time.monotonic() - self.started) / self.limit)
        return min(done, 1.0)


_levels: list[Level] = []


@contextmanager
def enter(level: Level) -> Iterator[Level]:
    """Add a level of work while the block runs."""
    if current_thread() is not main_thread():
        # The work of other threads is part of a step of the main thread.
        yield level
        return
    _levels.append(level)
    try:
        yield level
    finally:
        # A generator that is not exhausted may be closed later than the levels around it.
        if level in _levels:
            position = _levels.index(level)
            del _levels[position:]
            if position and level.total:
                # What follows in the step around this level takes little time, as a rule.
                around = _levels[position - 1]
                around.step_done = max(around.step_done, PART_OF_STEP)


def depth() -> int:
    """Return the number of levels."""
    return len(_levels)


def current_step() -> str:
    """Return the current step on all levels, such as ``tenor-theme, fold 2 of 5``."""
    return printable(", ".join(level.text for level in _levels if level.text))


def share_done() -> float | None:
    """Return the share of all the work that is done; None if its length is unknown."""
    share, _ = _outermost()
    return share


def time_left() -> str:
    """Return the estimated time to the end of all the work; empty if it is unknown."""
    share, started = _outermost()
    elapsed = time.monotonic() - started
    if not share or elapsed < MIN_ELAPSED:
        return ""
    return format_time_left(elapsed * (1 - share) / share)


def format_time_left(seconds: float) -> str:
    """Return an estimated time in the unit that suits it.

    Examples
    --------
    >>> format_time_left(7), format_time_left(200), format_time_left(9000)
    ('about 5 s left', 'about 3 min left', 'about 2.5 h left')
    """
    if seconds < 95:
        return f"about {max(5, round(seconds / 5) * 5)} s left"
    if seconds < 95 * 60:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"


def _outermost() -> tuple[float | None, float]:
    """Return the share done and the start of the outermost level of known length."""
    share, started = None, 0.0
    for level in reversed(_levels):
        of_level = level.share_done(share or 0.0)
        if of_level is not None:
            share, started = of_level, level.started
    return share, started
