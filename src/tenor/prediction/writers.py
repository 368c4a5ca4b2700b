"""Writing labelled articles: JSON Lines, CSV or Parquet; a file appears whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from tenor.cells import cell
from tenor.errors import OutputError
from tenor.output import check_output

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "article_id", "source_path", "title", "outlet", "published", "themes", "theme_scores",
    "stances", "stance_scores", "models", "codebook", "error",
)  # fmt: skip
"""The columns of every output, in order."""

ENDINGS = (".jsonl", ".csv", ".parquet")
STDOUT = "-"

Row = Mapping[str, Any]


class Writer(Protocol):
    """Takes rows in batches; used in a ``with`` block that makes the file final."""

    def __enter__(self) -> Writer: ...

    def write(self, rows: Sequence[Row]) -> None:
        """Write a batch of rows."""

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...


def open_writer(output: str, *, force: bool = False) -> Writer:
    """Return the writer that the output's ending asks for; ``-`` is JSON Lines on stdout.

    Raises
    ------
    OutputError
        If the ending is not known, or a file stands there and ``force`` is not given.
    """
    if output == STDOUT:
        return _JsonLines(sys.stdout)
    path = Path(output)
    if path.suffix not in ENDINGS:
        raise OutputError(f"output '{output}' must end in {', '.join(ENDINGS)}, or be '-'")
    check_output(path, force=force)
    match path.suffix:
        case ".jsonl":
            return _JsonLinesFile(path)
        case ".csv":
            return _CsvFile(path)
        case _:
            return _ParquetFile(path)


class _JsonLines:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def __enter__(self) -> Self:
        return self

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._stream.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")

    def __exit__(self, *_: object) -> None:
        self._stream.flush()


class _File:
    """A file that is written under a temporary name and renamed when all went well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f".{path.name}.unfinished")

    def __enter__(self) -> Self:
        try:
            self._open()
        except OSError as exc:
            raise OutputError(f"output '{self._path}' cannot be written: {exc.strerror}") from exc
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._close()
        if kind is None:
            os.replace(self._temporary, self._path)
        else:
            self._temporary.unlink(missing_ok=True)

    def _open(self) -> None:
        self._stream = self._temporary.open("w", encoding="utf-8", newline="")

    def _close(self) -> None:
        self._stream.close()


class _JsonLinesFile(_File):
    def write(self, rows: Sequence[Row]) -> None:
        _JsonLines(self._stream).write(rows)


class _CsvFile(_File):
    def _open(self) -> None:
        super()._open()
        self._csv = csv.writer(self._stream, lineterminator="\n")
        self._csv.writerow(COLUMNS)

    def write(self, rows: Sequence[Row]) -> None:
        self._csv.writerows([[cell(row[name]) for name in COLUMNS] for row in rows])


class _ParquetFile(_File):
    def _open(self) -> None:
        import pyarrow.parquet as pq

        self._parquet = pq.ParquetWriter(self._temporary, _schema(), compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        import pyarrow as pa

        self._parquet.write_table(pa.Table.from_pylist(list(rows), schema=_schema()))

    def _close(self) -> None:
        self._parquet.close()


def _schema() -> pa.Schema:
    import pyarrow as pa

    scores = pa.map_(pa.string(), pa.float64())
    kinds = {
        "published": pa.date32(),
        "themes": pa.list_(pa.string()),
        "theme_scores": scores,
        "stances": pa.map_(pa.string(), pa.string()),
        "stance_scores": pa.map_(pa.string(), scores),
        "models": pa.list_(pa.string()),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
