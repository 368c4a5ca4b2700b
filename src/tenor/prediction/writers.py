"""Writing labelled articles as JSON Lines, CSV or Parquet."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tenor.articles import Rejection
from tenor.articles.rejections import rejection_line
from tenor.errors import OutputError
from tenor.output import atomic_file, check_output
from tenor.present.cells import format_cell

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "article_id",
    "source_path",
    "title",
    "outlet",
    "published",
    "themes",
    "theme_scores",
    "stances",
    "stance_scores",
    "models",
    "codebook",
    "error",
)
"""The columns of every output, in order."""

STDOUT = "-"
"""The output that means standard output."""

Row = Mapping[str, Any]
Write = Callable[[Sequence[Row]], None]
"""Writes a batch of rows."""

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
    if path.suffix not in _WRITERS:
        raise OutputError(f"output '{output}' must end in {', '.join(_WRITERS)}, or be '-'")
    check_output(path, force=force)
    check_output(rejected_path(output), force=force)


@contextmanager
def open_writer(output: str, *, force: bool = False) -> Iterator[Write]:
    """Yield the function that writes rows to a file, which appears complete or not at all.

    Parameters
    ----------
    output
        The path of the file, whose extension names its format, or ``-`` for JSON Lines
        on standard output.
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
            yield _json_lines_writer(sys.stdout)
        finally:
            sys.stdout.flush()
        return
    path = Path(output)
    with atomic_file(path, replace=force) as temporary, _WRITERS[path.suffix](temporary) as write:
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


@contextmanager
def _json_lines_file(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        yield _json_lines_writer(stream)


def _json_lines_writer(stream: IO[str]) -> Write:
    def write(rows: Sequence[Row]) -> None:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")

    return write


@contextmanager
def _csv_file(path: Path) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        yield lambda rows: writer.writerows(
            [format_cell(row[name]) for name in COLUMNS] for row in rows
        )


@contextmanager
def _parquet_file(path: Path) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda rows: writer.write_table(pa.Table.from_pylist(list(rows), schema=schema))


_WRITERS: dict[str, Callable[[Path], AbstractContextManager[Write]]] = {
    ".jsonl": _json_lines_file,
    ".csv": _csv_file,
    ".parquet": _parquet_file,
}


def _schema() -> pa.Schema:
    import pyarrow as pa

    scores = pa.map_(pa.string(), pa.float64())
    types = {
        "published": pa.date32(),
        "themes": pa.list_(pa.string()),
        "theme_scores": scores,
        "stances": pa.map_(pa.string(), pa.string()),
        "stance_scores": pa.map_(pa.string(), scores),
        "models": pa.list_(pa.string()),
    }
    return pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
