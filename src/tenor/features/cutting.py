"""The tables that say how the characters of texts count, and work on threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_CODE_POINTS = 0x110000

Item = TypeVar("Item")
Result = TypeVar("Result")


def fold_of(analysis: Analysis) -> NDArray[np.uint32]:
    """Return for each code point the one it counts as, or SEPARATOR."""
    # Stripping accents can bring forth capital letters, which stay capital.
    lowercase = analysis.lowercase and not analysis.strip_accents
    return _fold_table(lowercase, analysis.analyzer == "word", analysis.analyzer != "char")


LAST_LETTER = 0x3FFFF
"""No code point above is a letter, a digit or a space, and none has another case."""


@cache
def _fold_table(lowercase: bool, words: bool, splits: bool) -> NDArray[np.uint32]:
    letters = list(map(chr, range(LAST_LETTER + 1)))
    if lowercase:
        letters = [low if len(low := letter.lower()) == 1 else letter for letter in letters]
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    table[: len(letters)] = list(map(ord, letters))
    if splits and words:
        table[len(letters) :] = kernels.SEPARATOR
        counts = [letter.isalnum() for letter in letters]
        counts[ord("_")] = True
        table[: len(letters)][~np.array(counts)] = kernels.SEPARATOR
    elif splits:
        table[: len(letters)][[letter.isspace() for letter in letters]] = kernels.SEPARATOR
    return table


@cache
def identity(*, splits_at_space: bool) -> NDArray[np.uint32]:
    """Return the table by which every code point counts as itself."""
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    if splits_at_space:
        table[32] = kernels.SEPARATOR
    return table


@cache
def spaces() -> NDArray[np.bool_]:
    """Return which code points are white space."""
    table = np.zeros(N_CODE_POINTS, dtype=np.bool_)
    table[[cp for cp in range(LAST_LETTER + 1) if chr(cp).isspace()]] = True
    return table


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], n_jobs: int
) -> Iterator[Result]:
    """Yield the results of items worked on by threads, in order; few wait at a time."""
    if n_jobs == 1:
        yield from map(work, items)
        return
    with ThreadPoolExecutor(n_jobs) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 2 * n_jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def in_threads(work: Callable[[], Result], n_jobs: int) -> list[Result]:
    """Do the same work on every thread; returns all results."""
    if n_jobs == 1:
        return [work()]
    with ThreadPoolExecutor(n_jobs) as pool:
        return [future.result() for future in [pool.submit(work) for _ in range(n_jobs)]]
