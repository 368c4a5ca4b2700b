"""The parts of a bulk labelling: files, or slices of files, that one process labels.

The same inputs give the same parts, so that a command that was killed finds what it labelled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from tenor.articles import Article, Reason, Rejection, number_claims
from tenor.articles.readers.slicing import SLICE_BYTES, RowSlice
from tenor.articles.reading import ReadingOptions, find_slices, halve_slice, is_one_row, read_source
from tenor.articles.sources import Source

MAX_FILES = 64
"""The number of files in a part."""

FIRST_WINDOW = 1024
"""The number of articles in the first window of a file in which a process ended."""


@dataclass(frozen=True, slots=True)
class PartInput:
    """A file, or a slice of a file, that a part consists of.

    Attributes
    ----------
    source
        The file, or why it is not read.
    n_bytes, modified
        Its size, or that of the slice, and when the file was changed, in nanoseconds.
    rows
        The slice; None for the whole file.
    """

    source: Source | Rejection
    n_bytes: int = 0
    modified: int = 0
    rows: RowSlice | None = None

    def describe(self) -> list[Any]:
        """Return what distinguishes it, as values of JSON."""
        rows = None if self.rows is None else list(self.rows)
        return [self.source.source_path, self.n_bytes, self.modified, rows]


@dataclass(frozen=True, slots=True)
class Part:
    """Inputs that are labelled at once, in one process.

    Attributes
    ----------
    number
        Its number, from 0.
    inputs
        The inputs.
    window
        The first of its articles and rejections that count, and that after the last one; None if
        all that follow count. Other windows are those of a part in which a process ended.
    piece
        Which piece it is of such a part; empty for a whole part.
    """

    number: int
    inputs: tuple[PartInput, ...]
    window: tuple[int, int | None] = (0, None)
    piece: str = ""

    @property
    def name(self) -> str:
        """The name of its files, without an extension."""
        return f"part-{self.number:05d}{self.piece}"

    @property
    def n_bytes(self) -> int:
        """The size of its inputs."""
        return sum(item.n_bytes for item in self.inputs)

    def describe(self) -> list[Any]:
        """Return what distinguishes it, as values of JSON."""
        return [item.describe() for item in self.inputs]

    def read(self, options: ReadingOptions) -> Iterator[Article | Rejection]:
        """Yield its articles and rejections."""
        start, stop = self.window
        for item in self.inputs:
            items = number_claims(read_source(item.source, options, item.rows))
            yield from islice(items, start, stop)

    def halves(self, options: ReadingOptions) -> tuple[Part, Part] | None:
        """Return two parts that together are this one; None if it is one article.

        Where the file itself cannot be cut, each half reads all of it and keeps some articles.
        """
        first, second = (replace(self, piece=f"{self.piece}.{half}") for half in (0, 1))
        if len(self.inputs) > 1:
            middle = len(self.inputs) // 2
            return (
                replace(first, inputs=self.inputs[:middle]),
                replace(second, inputs=self.inputs[middle:]),
            )
        [item] = self.inputs
        if self.window == (0, None) and isinstance(item.source, Source):
            if slices := _halved(item, options):
                one, other = (replace(item, rows=rows) for rows in slices)
                return replace(first, inputs=(one,)), replace(second, inputs=(other,))
            if item.rows is not None and is_one_row(item.source):
                return None
        start, stop = self.window
        if stop is None:
            middle = start + max(FIRST_WINDOW, start)
        elif stop - start > 1:
            middle = (start + stop) // 2
        else:
            return None
        return replace(first, window=(start, middle)), replace(second, window=(middle, stop))

    def set_aside(self, detail: str) -> Rejection:
        """Return the rejection of what this part consists of."""
        [item] = self.inputs
        start, stop = self.window
        row = (item.rows.first_row if item.rows else 0) + start + 1
        is_row = item.rows is not None or (start, stop) != (0, None)
        place = f"{item.source.source_path}#{row}" if is_row else item.source.source_path
        return Rejection(place, Reason.UNREADABLE, detail)


def _halved(item: PartInput, options: ReadingOptions) -> tuple[RowSlice, RowSlice] | None:
    """Return the two halves of a file or a slice; None if it cannot be cut."""
    assert isinstance(item.source, Source)
    if item.rows is not None:
        return halve_slice(item.source, item.rows)
    slices = find_slices(item.source, options, max(1, item.n_bytes // 2))
    if len(slices) < 2:
        return None
    first, *others = slices
    return first, others[0]._replace(stop=others[-1].stop)


def plan_parts(
    sources: Iterable[Source | Rejection],
    options: ReadingOptions,
    *,
    first: int = 0,
    is_done: Callable[[PartInput], bool] = lambda item: False,
) -> Iterator[Part]:
    """Yield the parts of sources, in their order.

    Large JSON Lines and Parquet files are cut into slices. Small files are put together.

    Parameters
    ----------
    sources
        The sources, as `find_sources` yields them.
    options
        How they are read.
    first
        The number of the first part.
    is_done
        Whether an input is left out.
    """
    items = (item for item in _part_inputs(sources, options) if not is_done(item))
    for number, inputs in enumerate(_group(items), start=first):
        yield Part(number, inputs)


def _group(items: Iterator[PartInput]) -> Iterator[tuple[PartInput, ...]]:
    group: list[PartInput] = []
    n_bytes = 0
    for item in items:
        if group and (n_bytes + item.n_bytes > SLICE_BYTES or len(group) == MAX_FILES):
            yield tuple(group)
            group, n_bytes = [], 0
        group.append(item)
        n_bytes += item.n_bytes
    if group:
        yield tuple(group)


def _part_inputs(
    sources: Iterable[Source | Rejection], options: ReadingOptions
) -> Iterator[PartInput]:
    for source in sources:
        if isinstance(source, Rejection) or source.path is None:
            yield PartInput(source)
            continue
        # Another machine has another working folder.
        source = replace(source, path=source.path.absolute())
        assert source.path is not None
        try:
            status = source.path.stat()
        except OSError:
            yield PartInput(source)  # Reading it gives the reason.
            continue
        slices = find_slices(source, options, SLICE_BYTES)
        if not slices:
            yield PartInput(source, status.st_size, status.st_mtime_ns)
        for rows in slices:
            size = status.st_size // len(slices)
            yield PartInput(source, size, status.st_mtime_ns, rows)
