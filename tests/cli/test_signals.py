"""Signals that end the process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tenor.cli.signals import Stopped, stop_at_signals


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    for number in handlers:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_raises_and_a_second_does_not_interrupt_what_follows(
    number: signal.Signals, code: int
) -> None:
    stop_at_signals()
    with pytest.raises(Stopped) as caught:
        os.kill(os.getpid(), number)
    os.kill(os.getpid(), signal.SIGTERM)
    assert caught.value.exit_code == code


def test_a_signal_that_is_ignored_stays_so() -> None:
    """As by nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    stop_at_signals()
    os.kill(os.getpid(), signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
