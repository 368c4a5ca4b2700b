"""Running jobs in a thread, such as imports, while other work is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


@contextmanager
def warm_up(*jobs: Callable[[], object]) -> Iterator[None]:
    """Run jobs one after another in a thread, and wait for it at the end of the block.

    An exception in a job is suppressed; the code that needs its result later raises it again.
    After an exception in the block, no further job starts.

    Parameters
    ----------
    *jobs
        Functions without arguments.
    """
    is_cancelled = Event()

    def run_jobs() -> None:
        for job in jobs:
            with suppress(Exception):
                if not is_cancelled.is_set():
                    job()

    thread = Thread(target=run_jobs)
    thread.start()
    try:
        yield
    except BaseException:
        is_cancelled.set()
        raise
    finally:
        thread.join()
