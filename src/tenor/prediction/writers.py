"""Writing labelled articles, and the list of the inputs that were rejected."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

from tenor.articles import Rejection
from tenor.articles.rejections import RejectionCounts, rejection_line
from tenor.errors import OutputError
from tenor.output import atomic_file, check_output
from tenor.prediction.batch_drift import CountsByModel, add_counts
from tenor.prediction.columns import ColumnType
from tenor.prediction.review import ReviewQueue
from tenor.prediction.rows import BATCH_SIZE, Row
from tenor.prediction.tables import TABLES, Write, json_lines_writer

STDOUT = "-"
"""The output that means standard output."""

Reject = Callable[[Rejection], object]
"""Writes a rejected input to the list of those."""


def rejected_path(output: str) -> Path:
    """Return the path of the list of the inputs that were rejected, ``NAME.rejected.jsonl``."""
    path = Path(output)
    return path.with_name(f"{path.stem}.rejected.jsonl")


def check_destination(output: str, *, force: bool = False) -> None:
    """Check that labelled articles may be written to a file, before they are labelled.

    Parameters
    ----------
    output
        The path of the file, or ``-`` for standard output.
    force
        Allow an existing file to be replaced.

    Raises
    ------
    OutputError
        If the extension is unknown, the file or its list of rejected inputs exists and ``force``
        is false, or its folder does not exist.
    """
    if output == STDOUT:
        return
    path = Path(output)
    if path.suffix not in TABLES:
        raise OutputError(f"output '{output}' must end in {', '.join(TABLES)}, or be '-'")
    check_output(path, force=force)
    check_output(rejected_path(output), force=force)


@contextmanager
def open_writer(
    output: str, types: Mapping[str, ColumnType], *, force: bool = False
) -> Iterator[Write]:
    """Yield the function that writes rows to a file, which appears complete or not at all.

    Parameters
    ----------
    output
        The path of the file, whose extension names its format, or ``-`` for JSON Lines
        on standard output.
    types
        The type of each column, see `column_types`.
    force
        Replace an existing file.

    Raises
    ------
    OutputError
        If the file may not or cannot be written.
    """
    check_destination(output, force=force)
    if output == STDOUT:
        try:
            yield json_lines_writer(sys.stdout)
        finally:
            sys.stdout.flush()
        return
    path = Path(output)
    with (
        atomic_file(path, replace=force) as temporary,
        TABLES[path.suffix](temporary, types) as write,
    ):
        yield write


@contextmanager
def open_rejected_list(output: str, *, force: bool = False) -> Iterator[Reject]:
    """Yield the function that writes rejected inputs to the list beside an output.

    The list appears complete or not at all, and only if it has a line.

    Parameters
    ----------
    output
        As for `open_writer`; the list of standard output is standard error.
    force
        Replace an existing list, or remove it if no input is rejected.

    Raises
    ------
    OutputError
        If the list exists and ``force`` is false, or cannot be written.
    """
    if output == STDOUT:
        yield lambda rejection: sys.stderr.write(rejection_line(rejection))
        return
    path = rejected_path(output)
    streams: list[IO[str]] = []
    with ExitStack() as stack:

        def reject(rejection: Rejection) -> None:
            if not streams:
                temporary = stack.enter_context(atomic_file(path, replace=force))
                stream = temporary.open("w", encoding="utf-8", newline="\n")
                streams.append(stack.enter_context(stream))
            streams[0].write(rejection_line(rejection))

        yield reject
    if force and not streams:
        path.unlink(missing_ok=True)


@dataclass
class WrittenCounts:
    """What was labelled and written.

    Attributes
    ----------
    n_articles, n_rows
        The numbers of labelled articles, and of written rows.
    rejected
        The rejections, counted.
    drift
        The counts from which drift is measured.
    n_auto, n_review
        The number of labels that are automatic, and of those to review.
    n_to_review, n_coded
        The number of articles with a label to review, and of those that are coded already.
    """

    n_articles: int = 0
    n_rows: int = 0
    rejected: RejectionCounts = field(default_factory=RejectionCounts)
    drift: CountsByModel = field(default_factory=dict)
    n_auto: int = 0
    n_review: int = 0
    n_to_review: int = 0
    n_coded: int = 0

    def add(self, other: WrittenCounts) -> None:
        """Add what was written elsewhere."""
        self.n_articles += other.n_articles
        self.n_rows += other.n_rows
        self.rejected.add_counts(other.rejected)
        add_counts(self.drift, other.drift)
        self.n_auto += other.n_auto
        self.n_review += other.n_review
        self.n_to_review += other.n_to_review
        self.n_coded += other.n_coded

    def add_decisions(self, queue: ReviewQueue) -> None:
        """Add the decisions that were counted while articles were labelled."""
        self.n_auto += queue.n_auto
        self.n_review += queue.n_review
        self.n_to_review += queue.n_articles
        self.n_coded += queue.n_coded


def write_labelled(
    labelled: Iterator[tuple[Row | None, Rejection | None]], write: Write, reject: Reject
) -> WrittenCounts:
    """Write rows and rejections, a batch at a time, and return their counts.

    Parameters
    ----------
    labelled
        Rows and rejections, as `label_rows` yields them.
    write, reject
        The functions that write them.
    """
    counts = WrittenCounts()
    while batch := list(islice(labelled, BATCH_SIZE)):
        rows = [row for row, _ in batch if row is not None]
        write(rows)
        counts.n_rows += len(rows)
        for _, rejection in batch:
            if rejection is None:
                counts.n_articles += 1
            else:
                counts.rejected.add(rejection)
                reject(rejection)
    return counts
