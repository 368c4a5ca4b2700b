"""Work on threads. Kernels release the interpreter lock, so that threads run them in parallel."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_order(
    work: Callable[[Item], Result], items: Iterable[Item], n_jobs: int
) -> Iterator[Result]:
    """Yield the results of a function for items, computed by threads, in the order of the items.

    Unlike the ``map`` of an executor it takes items and keeps results only a few ahead of the
    caller, which bounds the memory of both.

    Parameters
    ----------
    work
        The function.
    items
        Its arguments, which may be an iterator.
    n_jobs
        The number of threads; 1 computes in the calling thread.
    """
    if n_jobs == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(n_jobs) as pool:
        pending: deque[Future[Result]] = deque()
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) > 2 * n_jobs:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def run_in_threads(work: Callable[[], Result], n_jobs: int) -> list[Result]:
    """Call a function once in each of ``n_jobs`` threads and return the results."""
    if n_jobs == 1:
        return [work()]
    with ThreadPoolExecutor(n_jobs) as pool:
        return [future.result() for future in [pool.submit(work) for _ in range(n_jobs)]]
