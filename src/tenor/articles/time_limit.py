"""A limit of the time that a function may take."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import ParamSpec, TypeVar

from tenor.articles.article import Reason, UnreadableInput

MAX_SECONDS = 60.0
"""The time that reading a file with one article, or one file of an archive, may take."""

_REPEAT_SECONDS = 1.0
_LEAST_SECONDS = 1e-6

P = ParamSpec("P")
T = TypeVar("T")


class _TimeIsUp(BaseException):
    """Not an Exception, which libraries catch."""


def call_within(
    seconds: float, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Return what a function returns, if it does so in time.

    The limit is that of the clock. It holds in the main thread, on systems with interval timers;
    elsewhere the function is called without a limit. A call of compiled code is not interrupted,
    and the limit is checked after it. A handler and a timer that were set before are set again.

    Raises
    ------
    UnreadableInput
        If the time is over.
    """
    if not _has_timer():
        return function(*args, **kwargs)
    is_running, is_over = False, False

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal is_over
        if is_running:
            is_over = True
            raise _TimeIsUp

    earlier = signal.signal(signal.SIGALRM, interrupt)
    # It is repeated, because libraries may drop an error.
    remaining, interval = signal.setitimer(signal.ITIMER_REAL, seconds, _REPEAT_SECONDS)
    started = time.monotonic()
    try:
        try:
            # Not before: an interrupt between the timer and here would be caught by nobody.
            is_running = True
            result = function(*args, **kwargs)
        finally:
            is_running = False
    except _TimeIsUp:
        pass
    except Exception:
        if not is_over:
            raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, earlier)
        if remaining:
            rest = remaining - (time.monotonic() - started)
            signal.setitimer(signal.ITIMER_REAL, max(rest, _LEAST_SECONDS), interval)
    if is_over:
        detail = f"it takes longer than {seconds:g} seconds to read"
        raise UnreadableInput(Reason.TOO_SLOW, detail)
    return result


def _has_timer() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        # None is a handler that was not set by Python, and cannot be set again.
        and signal.getsignal(signal.SIGALRM) is not None
    )
