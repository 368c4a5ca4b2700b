"""Work on threads."""

from __future__ import annotations

import threading
import time

import pytest

from tenor.features.engine.threads import map_in_order, run_in_threads


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_results_come_in_the_order_of_the_items(n_jobs: int) -> None:
    def work(number: int) -> int:
        time.sleep(0.01 * (number % 3))
        return -number

    assert list(map_in_order(work, range(10), n_jobs)) == [-number for number in range(10)]


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_items_are_taken_only_a_few_ahead_of_the_caller(n_jobs: int) -> None:
    items = iter(range(100))
    results = map_in_order(lambda number: number, items, n_jobs)
    assert next(results) == 0
    assert next(items) <= 2 * n_jobs + 1
    results.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("n_jobs", [1, 3])
def test_the_same_work_runs_once_in_each_thread(n_jobs: int) -> None:
    barrier = threading.Barrier(n_jobs)

    def work() -> int:
        barrier.wait(10)
        return threading.get_ident()

    assert len(set(run_in_threads(work, n_jobs))) == n_jobs


def test_an_error_of_a_thread_reaches_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_in_order(lambda number: 1 // number, [1, 0], 2))
    with pytest.raises(ZeroDivisionError):
        run_in_threads(lambda: 1 // 0, 2)
