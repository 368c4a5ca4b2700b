"""Starting up beside other work: imports and stores that take seconds, and that come later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


@contextmanager
def meanwhile(*jobs: Callable[[], object]) -> Iterator[None]:
    """Do some jobs one after the other in a thread, and wait for their end in the end.

    What goes wrong in one is told by whoever needs it next and does it anew. After an
    error in the body no further job is begun.
    """
    given_up = Event()

    def work() -> None:
        for job in jobs:
            with suppress(Exception):
                if not given_up.is_set():
                    job()

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    except BaseException:
        given_up.set()
        raise
    finally:
        thread.join()
