"""Texts as bytes, the tables that say how their characters count, and work on threads."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis, strip_accents

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_CODE_POINTS = 0x110000

BATCH = 512
"""Texts that one thread cuts at a time."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def encoded(
    texts: Sequence[str], analysis: Analysis
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return the UTF-8 of texts, one after another, and where each begins and the last ends."""
    encoded = [_prepared(text, analysis).encode("utf-8", "surrogatepass") for text in texts]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), starts


def _prepared(text: str, analysis: Analysis) -> str:
    if analysis.strip_accents:
        return strip_accents(text.lower() if analysis.lowercase else text, analysis.strip_accents)
    if text.isascii():
        return text
    # The only letters whose lower case is not one letter, or depends on their neighbors.
    if analysis.lowercase and ("\u0130" in text or "\u03a3" in text):
        return text.lower()
    return text


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


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in lists that one thread takes at a time."""
    rest = iter(texts)
    while batch := list(islice(rest, BATCH)):
        yield batch


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
