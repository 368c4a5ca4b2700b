"""The formats of labelled articles; a new format is one entry of `TABLES`."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tenor.errors import OutputError
from tenor.prediction.columns import ColumnType
from tenor.present.cells import format_cell
from tenor.present.workbooks import save_workbook

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
Write = Callable[[Sequence[Row]], None]
"""Writes a batch of rows."""

Types = Mapping[str, ColumnType]
"""The type of each column, in order."""

SQL_TABLE = "labels"
"""The name of the table in a SQLite database."""

MAX_SHEET_ROWS = 1_048_575
"""The number of rows that a sheet can have below its header."""

MAX_CELL_CHARACTERS = 32_767
"""The number of characters that a cell of a sheet can have."""

_PLAIN_TYPES = ("number", "flag")


@contextmanager
def _json_lines_table(path: Path, types: Types) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        yield json_lines_writer(stream)


def json_lines_writer(stream: IO[str]) -> Write:
    """Return the function that writes rows to a stream as JSON Lines."""
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode

    def write(rows: Sequence[Row]) -> None:
        stream.write("".join([f"{encode(row)}\n" for row in rows]))

    return write


@contextmanager
def _csv_table(path: Path, types: Types) -> Iterator[Write]:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(map(format_cell, types))
        yield lambda rows: writer.writerows(
            [_csv_cell(row[name]) for name in types] for row in rows
        )


def _csv_cell(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else format_cell(value)


@contextmanager
def _parquet_table(path: Path, types: Types) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = parquet_schema(types)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda rows: writer.write_table(pa.Table.from_pylist(list(rows), schema=schema))


def parquet_schema(types: Types) -> pa.Schema:
    """Return the schema of a Parquet file with columns of these types."""
    import pyarrow as pa

    scores = pa.map_(pa.string(), pa.float64())
    arrow_types: dict[ColumnType, pa.DataType] = {
        "text": pa.string(),
        "date": pa.date32(),
        "number": pa.float64(),
        "flag": pa.bool_(),
        "list": pa.list_(pa.string()),
        "labels": pa.map_(pa.string(), pa.string()),
        "scores": scores,
        "label_scores": pa.map_(pa.string(), scores),
    }
    return pa.schema([(name, arrow_types[kind]) for name, kind in types.items()])


def read_parquet_rows(path: Path, types: Types) -> Iterator[list[Row]]:
    """Yield the rows of a Parquet file of `TABLES`, a batch at a time."""
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(batch_size=1024):
        yield [
            {name: _plain(value, types[name]) for name, value in row.items()}
            for row in batch.to_pylist()
        ]


def _plain(value: Any, kind: ColumnType) -> Any:
    """Return the value of a map, which Arrow gives as pairs, as a dictionary."""
    if value is None or kind not in ("labels", "scores", "label_scores"):
        return value
    if kind == "label_scores":
        return {name: dict(scores) for name, scores in value}
    return dict(value)


@contextmanager
def _sqlite_table(path: Path, types: Types) -> Iterator[Write]:
    import sqlite3

    path.unlink(missing_ok=True)
    names = ", ".join(_quoted(name) for name in types)
    columns = ", ".join(
        f"{_quoted(name)} {_SQL_TYPES.get(kind, 'TEXT')}" for name, kind in types.items()
    )
    insert = f"INSERT INTO {SQL_TABLE} ({names}) VALUES ({', '.join('?' * len(types))})"
    try:
        with closing(sqlite3.connect(path)) as database:
            # The file is renamed when it is complete, so it needs no journal.
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(f"CREATE TABLE {SQL_TABLE} ({columns})")

            def write(rows: Sequence[Row]) -> None:
                database.executemany(
                    insert, ([_sql_value(row[name]) for name in types] for row in rows)
                )

            yield write
            database.commit()
    except sqlite3.Error as error:
        raise OutputError(f"'{path.name}' cannot be written: {error}") from error


_SQL_TYPES: Mapping[ColumnType, str] = {"number": "REAL", "flag": "INTEGER"}


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _sql_value(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, int | float) else str(value)


@contextmanager
def _xlsx_table(path: Path, types: Types) -> Iterator[Write]:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SQL_TABLE)
    sheet.freeze_panes = "A2"
    sheet.append(_sheet_row(types))
    n_rows = 0

    def write(rows: Sequence[Row]) -> None:
        nonlocal n_rows
        n_rows += len(rows)
        if n_rows > MAX_SHEET_ROWS:
            raise OutputError(
                f"'{path.name}' would have more than {MAX_SHEET_ROWS:,} rows, the most that a "
                "sheet can have; write .parquet, .sqlite or .csv"
            )
        for row in rows:
            sheet.append(_sheet_row(row[name] for name in types))

    try:
        yield write
    except BaseException:
        sheet.close()  # Or its stream would end with an error of its own.
        raise
    save_workbook(workbook, path)


def _sheet_row(values: Iterable[object]) -> list[object]:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return [
        value
        if isinstance(value, int | float)
        else ILLEGAL_CHARACTERS_RE.sub(" ", format_cell(value))[:MAX_CELL_CHARACTERS]
        for value in values
    ]


TABLES: dict[str, Callable[[Path, Types], AbstractContextManager[Write]]] = {
    ".jsonl": _json_lines_table,
    ".csv": _csv_table,
    ".parquet": _parquet_table,
    ".sqlite": _sqlite_table,
    ".xlsx": _xlsx_table,
}
"""For each extension, what opens a new file and yields the function that writes rows to it."""
