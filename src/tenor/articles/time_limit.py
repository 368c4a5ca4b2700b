"""A limit of the time that a function may take."""

from __future__ import annotations

import ctypes
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

    The limit is that of the timer. A call of compiled code is not interrupted, and the limit is
    checked after it; regular expressions are, but only in the main thread of a system with interval
    timers. A handler and a timer that were set before are set again.

    Raises
    ------
    UnreadableInput
        If the time is over.
    """
    call = _call_with_timer if _has_timer() else _call_with_thread
    return call(seconds, function, *args, **kwargs)


def _call_with_timer(
    seconds: float, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
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
        raise _too_slow(seconds)
    return result


def _call_with_thread(
    seconds: float, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    timer = _ThreadTimer(threading.get_ident(), seconds)
    try:
        try:
            timer.start()
            result = function(*args, **kwargs)
        finally:
            timer.stop()
    except _TimeIsUp:
        # It may have been raised during `stop`.
        timer.stop()
    except Exception:
        if not timer.is_over:
            raise
    if timer.is_over:
        raise _too_slow(seconds)
    return result


class _ThreadTimer:
    """A timer that raises `_TimeIsUp` in another thread, and repeats that until it is stopped."""

    def __init__(self, thread: int, seconds: float) -> None:
        self.is_over = False
        self._target = ctypes.c_ulong(thread)
        self._seconds = seconds
        self._stopped = threading.Event()
        self._lock = threading.Lock()

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()
        with self._lock:
            # An exception that is still pending is cancelled.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(self._target, None)

    def _run(self) -> None:
        seconds = self._seconds
        while not self._stopped.wait(seconds):
            with self._lock:
                if self._stopped.is_set():
                    return
                self.is_over = True
                error = ctypes.py_object(_TimeIsUp)
                ctypes.pythonapi.PyThreadState_SetAsyncExc(self._target, error)
            seconds = _REPEAT_SECONDS


def _too_slow(seconds: float) -> UnreadableInput:
    return UnreadableInput(Reason.TOO_SLOW, f"it takes longer than {seconds:g} seconds to read")


def _has_timer() -> bool:
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        # None is a handler that was not set by Python, and cannot be set again.
        and signal.getsignal(signal.SIGALRM) is not None
    )
