"""A survey of inputs before they are read: files, bytes, and an estimate of the articles."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from tenor.articles.article import Rejection, UnreadableInput
from tenor.articles.readers.columns import check_fields
from tenor.articles.readers.file_format import TableFormat
from tenor.articles.readers.tables import TableReader
from tenor.articles.sources import Source, find_sources

SAMPLE_BYTES = 1_000_000
"""The beginning of a table whose rows are counted; those of the rest are estimated."""

READ_AT_RANDOM = ("parquet", "xlsx", "zip")
"""Formats in which the position of a row says nothing about how many follow."""

SURVEY_SECONDS = 2.0
"""The time after which the rows of further tables are estimated from those before."""

MAX_BYTES = 20_000_000
"""The maximum size of a row, and of a table that is not read in parts, as in reading."""


@dataclass
class InputSurvey:
    """What inputs contain, before they are read.

    Attributes
    ----------
    n_files, n_bytes
        The number of files in a known format, and their size.
    articles_of_format
        The number of articles by format; an estimate where ``is_exact`` is false.
    is_exact
        Whether every row of every table was counted.
    reads_stdin
        Whether standard input is an input, whose articles are not counted.
    rejected
        The number of files that are rejected without being read, and of tables whose beginning
        shows that they are rejected, by reason.
    paths
        The files by format.
    """

    n_files: int = 0
    n_bytes: int = 0
    articles_of_format: Counter[str] = field(default_factory=Counter)
    is_exact: bool = True
    reads_stdin: bool = False
    rejected: Counter[str] = field(default_factory=Counter)
    paths: dict[str, list[Path]] = field(default_factory=dict)

    @property
    def n_articles(self) -> int:
        """The number of articles in files."""
        return self.articles_of_format.total()


def survey_inputs(
    inputs: Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    exclude: Collection[str | Path] = (),
) -> InputSurvey:
    """Return a survey of inputs; the parameters are those of `read_articles`.

    A file of a format with one article counts as an article, though it may be rejected when it
    is read, or be an export of several.

    Raises
    ------
    InputError
        As `read_articles`, where the beginning of a table shows the fault.
    """
    check_fields(columns or {})
    survey = InputSurvey()
    counter = _RowCounter(dict(columns or {}), survey.rejected, strict=strict_columns)
    for source in find_sources(inputs, exclude=exclude):
        if isinstance(source, Rejection):
            survey.rejected[str(source.reason)] += 1
        elif source.path is None or source.format is None:
            survey.reads_stdin, survey.is_exact = True, False
        else:
            survey.n_files += 1
            survey.n_bytes += source.path.stat().st_size
            survey.paths.setdefault(source.format.name, []).append(source.path)
            n_articles = 1
            if isinstance(source.format, TableFormat):
                n_articles, is_exact = counter.count(source, source.path, source.format)
                survey.is_exact &= is_exact
            survey.articles_of_format[source.format.name] += n_articles
    return survey


class _RowCounter:
    """Counts the rows of tables, and estimates them where a table or all of them are large."""

    def __init__(self, columns: Mapping[str, str], rejected: Counter[str], *, strict: bool) -> None:
        self._columns = columns
        self._rejected = rejected
        self._strict = strict
        self._end = time.monotonic() + SURVEY_SECONDS
        self._n_rows = self._n_bytes = 0

    def count(self, source: Source, path: Path, table_format: TableFormat) -> tuple[int, bool]:
        """Return the number of articles of a table or archive, and whether it is exact."""
        if table_format.name == "parquet" and not source.gzipped:
            return _parquet_rows(path), True
        size = path.stat().st_size
        if time.monotonic() > self._end:
            return round(size * self._n_rows / max(self._n_bytes, 1)), False
        n_rows, position = self._count_beginning(source, path, table_format)
        self._n_rows, self._n_bytes = self._n_rows + n_rows, self._n_bytes + (position or size)
        return (n_rows, True) if position is None else (round(n_rows * size / position), False)

    def _count_beginning(
        self, source: Source, path: Path, table_format: TableFormat
    ) -> tuple[int, int | None]:
        """Return the number of articles that were read, and where in the file; None at its end."""
        table = TableReader(source.source_path, self._columns, (), MAX_BYTES, strict=self._strict)
        n_rows, is_read_in_order = 0, table_format.name not in READ_AT_RANDOM
        with path.open("rb") as file:
            stream = file
            if source.gzipped:
                import gzip

                stream = cast("io.BufferedReader", io.BufferedReader(gzip.GzipFile(fileobj=file)))
            try:
                position = 0
                for row in table_format.read(table, stream):
                    if (read := file.tell()) != position:
                        # A new block is read, so every row of those before it is counted.
                        if is_read_in_order and position > SAMPLE_BYTES:
                            return n_rows, position
                        if position and time.monotonic() > self._end:
                            return n_rows, position if is_read_in_order else path.stat().st_size
                        position = read
                    n_rows += not isinstance(row, Rejection)
            except UnreadableInput as exc:
                if not n_rows:
                    self._rejected[str(exc.reason)] += 1
        return n_rows, None


def _parquet_rows(path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowException):
        return 0
