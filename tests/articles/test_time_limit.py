"""The limit of the time that a function may take."""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from pathlib import Path

import pytest

from tenor.articles import Article, Reason, Rejection, UnreadableInput, read_articles
from tenor.articles.readers import file_format
from tenor.articles.time_limit import call_within

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "setitimer"), reason="the system has no interval timers"
)


def wait(seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def fail_after_waiting() -> None:
    with contextlib.suppress(BaseException):
        wait(30)
    raise ZeroDivisionError


def match_for_long() -> None:
    re.fullmatch(r"(a+)+b", "a" * 60 + "c")


@pytest.fixture
def alarms() -> Iterator[list[int]]:
    """The signals that a handler set before has got."""
    got: list[int] = []
    earlier = signal.signal(signal.SIGALRM, lambda number, _: got.append(number))
    yield got
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, earlier)


def test_a_function_in_time_returns_its_result() -> None:
    assert call_within(5, wait, 0.01) == "done"


@pytest.mark.parametrize("function", [lambda: wait(30), fail_after_waiting, match_for_long])
def test_a_function_over_time_is_interrupted_with_one_sentence(
    function: Callable[[], object],
) -> None:
    """In loops, in regular expressions, and where a library drops the error."""
    started = time.monotonic()
    with pytest.raises(UnreadableInput, match=r"takes longer than 0\.1 seconds to read") as caught:
        call_within(0.1, function)
    assert caught.value.reason is Reason.TOO_SLOW
    assert time.monotonic() - started < 5


def test_its_own_errors_are_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        call_within(5, lambda: 1 // 0)


@pytest.mark.parametrize("seconds", [1e-6, 1e-5, 1e-4, 1e-3])
def test_no_interrupt_comes_before_or_after_the_function(seconds: float) -> None:
    for _ in range(200):
        with contextlib.suppress(UnreadableInput):
            call_within(seconds, wait, 0.001)
    wait(0.1)


def test_a_handler_and_a_timer_set_before_are_set_again(alarms: list[int]) -> None:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    with pytest.raises(UnreadableInput):
        call_within(0.2, wait, 30)
    wait(0.1)
    assert alarms == [signal.SIGALRM]
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    call_within(5, wait, 0.01)
    wait(0.2)
    assert len(alarms) == 2


def test_limits_within_limits_hold() -> None:
    with pytest.raises(UnreadableInput, match=r"than 0\.2 seconds"):
        call_within(0.2, lambda: [call_within(9, wait, 0.1) for _ in range(50)])


@pytest.fixture
def in_thread() -> Iterator[Callable[[Callable[[], object]], Future[object]]]:
    """Runs a function in a thread, and waits for it."""
    with ThreadPoolExecutor(1) as pool:

        def run(function: Callable[[], object]) -> Future[object]:
            future = pool.submit(function)
            wait_for([future], timeout=20)
            return future

        yield run


@pytest.mark.parametrize("function", [lambda: wait(30), fail_after_waiting])
def test_limits_hold_in_other_threads(
    function: Callable[[], object], in_thread: Callable[[Callable[[], object]], Future[object]]
) -> None:
    """As in the workers of a cluster; the thread goes on afterwards."""
    assert in_thread(lambda: call_within(5, wait, 0.01)).result() == "done"
    error = in_thread(lambda: call_within(0.1, function)).exception()
    assert isinstance(error, UnreadableInput)
    assert str(error.detail) == "it takes longer than 0.1 seconds to read"
    assert isinstance(
        in_thread(lambda: call_within(5, lambda: 1 // 0)).exception(), ZeroDivisionError
    )
    assert in_thread(lambda: wait(1.2)).result() == "done"


@pytest.mark.parametrize("seconds", [1e-6, 1e-4, 1e-3, 2e-3])
def test_no_interrupt_comes_after_the_function_in_other_threads(
    seconds: float, in_thread: Callable[[Callable[[], object]], Future[object]]
) -> None:
    def repeat() -> int:
        for _ in range(200):
            with contextlib.suppress(UnreadableInput):
                call_within(seconds, wait, 0.001)
        wait(0.1)
        return 200

    assert in_thread(repeat).result() == 200


def test_a_file_over_time_is_set_aside_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.pdf", "c.txt"):
        (tmp_path / name).write_text("Ships came.")
    assert [*read_articles(tmp_path / "a.txt")]  # What it imports takes time of its own.
    monkeypatch.setattr(file_format, "MAX_SECONDS", 0.5)
    monkeypatch.setattr("tenor.articles.readers.pdf.parse_pdf", lambda _: wait(30))
    first, second, third = read_articles(tmp_path)
    assert isinstance(first, Article)
    assert isinstance(second, Rejection)
    assert second.reason is Reason.TOO_SLOW
    assert second.detail == "it takes longer than 0.5 seconds to read"
    assert isinstance(third, Article)
