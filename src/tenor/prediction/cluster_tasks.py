"""Parts in the hands of a Dask scheduler, which are submitted again where it has lost them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tenor.errors import InputError
from tenor.prediction.part_folder import PartResult
from tenor.prediction.parts import Part

if TYPE_CHECKING:
    from distributed import Client

LOST_SECONDS = 120
"""The seconds without any worker after which the command ends; it can be started again."""

IDLE_SECONDS = 5
"""The seconds after which parts are submitted again if no worker does anything."""

_POLL_SECONDS, _CHECK_SECONDS = 0.02, 1.0


class PartTasks:
    """The parts that workers of a scheduler label.

    Iterating yields each part with its result, in the order in which they are ready, or with None
    if a worker ended while it had the part. More parts can be submitted meanwhile.

    Parameters
    ----------
    client
        The client of the scheduler.
    label
        Labels a part on a worker.
    """

    def __init__(self, client: Client, label: Callable[[Part], PartResult]) -> None:
        from distributed import as_completed

        self._client = client
        self._label = label
        self._part_of: dict[Any, Part] = {}
        # The results are asked for at once, since a worker that ends takes its own with it.
        self._ready = as_completed([], loop=client.loop, with_results=True, raise_errors=False)

    def submit(self, part: Part) -> None:
        """Let a worker label a part."""
        future = self._client.submit(self._label, part, pure=False)
        self._part_of[future.key] = part
        self._ready.add(future)

    def __iter__(self) -> Iterator[tuple[Part, PartResult | None]]:
        """Yield each part with its result.

        Raises
        ------
        InputError
            If the scheduler has no worker for a time.
        """
        while self._part_of:
            self._wait()
            for future, result in self._ready.next_batch(block=False):
                yield self._part_of.pop(future.key), _checked(result)

    def _wait(self) -> None:
        """Wait for a result, with the limits on workers and lost tasks that Dask does not have."""
        checked = with_workers = at_work = time.monotonic()
        while not self._ready.has_ready():
            time.sleep(_POLL_SECONDS)
            now = time.monotonic()
            if now - checked < _CHECK_SECONDS:
                continue
            checked = now
            tasks_of = self._client.processing()
            with_workers = now if tasks_of else with_workers
            at_work = now if not tasks_of or any(tasks_of.values()) else at_work
            if now - with_workers > LOST_SECONDS:
                raise InputError(
                    f"the scheduler has had no worker for {LOST_SECONDS} s; start some again, and "
                    "the same command goes on where it stopped"
                )
            if now - at_work > IDLE_SECONDS:
                self._submit_again()
                at_work = now

    def _submit_again(self) -> None:
        parts = list(self._part_of.values())
        self._part_of.clear()
        self._ready.clear()
        for part in parts:
            self.submit(part)


def _checked(result: Any) -> PartResult | None:
    """Return the result of a part, None if a worker ended; raise the error of a worker."""
    from distributed import KilledWorker

    if isinstance(result, PartResult):
        return result
    # The type, the error and its traceback.
    error = result[1] if isinstance(result, tuple) else result
    if isinstance(error, KilledWorker):
        return None
    raise error
