"""Signals that end the process: they raise an exception, so that it removes what it began."""

from __future__ import annotations

import signal


class Stopped(BaseException):
    """The process got a signal to end.

    Attributes
    ----------
    exit_code
        The exit code by convention: 128 and the number of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def stop_at_signals() -> None:
    """Let SIGTERM and SIGHUP raise `Stopped`, unless they are ignored."""
    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # A signal that is ignored stays so: nohup ignores SIGHUP.
    handled = [name for name in names if signal.getsignal(name) == signal.SIG_DFL]

    def stop(number: int, frame: object) -> None:
        # A further signal must not interrupt the removal.
        for name in handled:
            signal.signal(name, signal.SIG_IGN)
        raise Stopped(number)

    for name in handled:
        signal.signal(name, stop)
