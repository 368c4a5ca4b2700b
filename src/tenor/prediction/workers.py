"""Labelling parts in several processes; a part in which a process ends is divided.

Processes are those of `concurrent.futures`. Each maps the bundles once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice

from tenor.errors import TenorError
from tenor.models import Model
from tenor.prediction.part_folder import PartResult
from tenor.prediction.part_labels import PartLabeler, PartSetup
from tenor.prediction.parts import Part
from tenor.prediction.worker_server import start_method, start_server

MAX_DEATHS = 40
"""Ends of processes in one part after which the rest of the part is set aside."""

ENDED = (
    "the process that read and labelled it ended (out of memory, or killed); label it on its own "
    "with --jobs 1 to see why"
)

_PARTS_AHEAD = 2
"""Parts for each process that are planned before they are needed."""


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def label_parts(
    parts: Iterable[Part], setup: PartSetup, models: Mapping[str, Model], n_jobs: int
) -> Iterator[tuple[Part, PartResult]]:
    """Yield the result of each part, in the order in which they are ready.

    Parameters
    ----------
    parts
        The parts.
    setup
        How they are labelled.
    models
        The models by name, for the work in this process.
    n_jobs
        The number of processes; 1 labels in this process.

    Raises
    ------
    InputError
        If a table lacks a column that the user names.
    OutputError
        If a part cannot be written.
    """
    if n_jobs == 1:
        labeler = PartLabeler(setup, models)
        yield from ((part, labeler.label(part)) for part in parts)
        return
    stream = iter(parts)
    broken: list[Part] = []
    while True:
        yield from _label_in_pool(stream, setup, n_jobs, broken)
        if not broken:
            return
        # Which of them ended the process is not known, so that each is labelled on its own.
        for part in broken:
            yield part, _label_alone(part, setup, PartLabeler(setup, models))
        broken = []


def _label_in_pool(
    parts: Iterator[Part], setup: PartSetup, n_jobs: int, broken: list[Part]
) -> Iterator[tuple[Part, PartResult]]:
    """Yield results until all parts are labelled, or a process ends; add the parts in hand then."""
    pending: dict[Future[PartResult], Part] = {}
    with _pool(setup, n_jobs) as pool:
        try:
            for part in islice(parts, _PARTS_AHEAD * n_jobs):
                pending[pool.submit(_label, part)] = part
            while pending:
                done, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    yield pending.pop(future), result
                    for part in islice(parts, 1):
                        pending[pool.submit(_label, part)] = part
        except BrokenProcessPool:
            broken += [part for part in pending.values() if part not in broken]


def _label_alone(part: Part, setup: PartSetup, labeler: PartLabeler) -> PartResult:
    """Label a part in a process of its own, divided until what ends the process is set aside."""
    n_deaths = 0
    pieces: list[PartResult] = []
    waiting = [part]
    while waiting:
        piece = waiting.pop()
        try:
            with _pool(setup, 1) as pool:
                pieces.append(pool.submit(_label, piece).result())
        except BrokenProcessPool:
            n_deaths += 1
            halves = piece.halves(setup.reading) if n_deaths < MAX_DEATHS else None
            if halves is None:
                pieces.append(labeler.set_aside(piece, ENDED))
            else:
                waiting += reversed(halves)
    return labeler.join(part, pieces)


@contextmanager
def _pool(setup: PartSetup, n_jobs: int) -> Iterator[ProcessPoolExecutor]:
    start_server(setup.folder.extension)
    context = multiprocessing.get_context(start_method())
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        n_jobs, mp_context=context, initializer=_start_worker, initargs=(setup,)
    )
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    pool.shutdown(cancel_futures=True)


_labeler: PartLabeler | TenorError | None = None
"""The labeler of this process, or why it has none, if it is a worker."""


def _start_worker(setup: PartSetup) -> None:
    global _labeler
    # An interrupt goes to all processes of a terminal; the parent ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _labeler = PartLabeler(setup, setup.load(), n_threads=1)
    except TenorError as error:
        # An error here would look like the end of the process.
        _labeler = error


def _end_with_parent() -> None:
    """End this process when its parent was killed, which leaves it waiting for work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _label(part: Part) -> PartResult:
    if isinstance(_labeler, TenorError):
        raise _labeler
    assert _labeler is not None
    return _labeler.label(part)
