"""Tables with an article a row: CSV, JSON, JSON Lines, Parquet."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from tenor.articles.article import Reason, Rejection
from tenor.articles.columns import match_columns, plain_value, read_cell
from tenor.articles.decoding import Refusal, decode, open_text
from tenor.articles.delimited import read_lines, read_records

_BATCH = 256

Piece = dict[str, Any]
"""Fields of an Article as its source gives them, not cleaned yet; ``row`` is the table's row."""


class Table:
    """The rows of one table, as pieces of Articles.

    Parameters
    ----------
    source_path
        What to call the table in rejections and errors.
    columns
        Field to column name, where the caller chose the column.
    keep
        Further columns to carry.
    max_bytes
        The most that one row may hold.
    """

    def __init__(
        self, source_path: str, columns: Mapping[str, str], keep: Sequence[str], max_bytes: int
    ) -> None:
        self._source_path = source_path
        self._columns = columns
        self._keep = keep
        self._limit = max_bytes
        self._names: tuple[str, ...] = ()
        self._fields: dict[str, str] | None = None

    def read_csv(self, stream: io.BufferedReader) -> Iterator[Piece | Rejection]:
        """Yield the rows of a table delimited by comma, semicolon, tab or bar."""
        with open_text(stream) as text:
            records = read_records(text, self._limit)
            _, header = next(records, (1, Refusal(Reason.EMPTY, "it has no header")))
            if isinstance(header, Refusal):
                raise header
            names = [name.strip() for name in header]
            self._match_header(names)
            for row, (line, cells) in enumerate(records, start=1):
                if isinstance(cells, Refusal):
                    yield self._reject(row, cells.reason, cells.detail)
                elif len(cells) != len(names):
                    told = f"line {line} has {len(cells)} cells where the header has {len(names)}"
                    yield self._reject(row, Reason.BAD_ROW, told)
                else:
                    yield self._piece(row, dict(zip(names, cells, strict=True)))

    def read_jsonl(self, stream: io.BufferedReader) -> Iterator[Piece | Rejection]:
        """Yield the lines of a JSON Lines file; lines without anything do not count."""
        row = 0
        with open_text(stream) as text:
            for number, line in enumerate(read_lines(text, self._limit), start=1):
                if not line.isspace():
                    row += 1
                    yield self._line(row, number, line)

    def _line(self, row: int, number: int, line: str) -> Piece | Rejection:
        if len(line) > self._limit:
            told = f"line {number} is longer than {self._limit:,} characters"
            return self._reject(row, Reason.TOO_LARGE, told)
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            return self._reject(row, Reason.BAD_ROW, f"line {number} is not JSON: {error}")
        return self._object(row, value, f"line {number}")

    def read_json(self, data: bytes) -> Iterator[Piece | Rejection]:
        """Yield the one object of a JSON file, or those of its list."""
        try:
            value = json.loads(decode(data))
        except ValueError as error:
            raise Refusal(Reason.UNREADABLE, f"it is not JSON: {error}") from None
        if isinstance(value, dict):
            piece = self._object(1, value, "")
            # One file, one article: its path is its id.
            yield piece if isinstance(piece, Rejection) else piece | {"row": None}
        elif isinstance(value, list):
            for row, item in enumerate(value, start=1):
                yield self._object(row, item, f"item {row}")
        else:
            raise Refusal(Reason.UNREADABLE, "it is neither an object nor a list of objects")

    def read_parquet(self, stream: BinaryIO) -> Iterator[Piece | Rejection]:
        """Yield the rows of a Parquet file, of which only the needed columns are read."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        file = pq.ParquetFile(stream)
        names = file.schema_arrow.names
        fields = self._match_header(names)
        wanted = list(dict.fromkeys([*fields.values(), *(n for n in self._keep if n in names)]))
        row = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
            cells = []
            for column in batch.columns:
                if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
                    # Nanoseconds would come out as pandas timestamps.
                    column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
                cells.append(column.to_pylist())
            for values in zip(*cells, strict=True):
                row += 1
                yield self._piece(row, dict(zip(batch.schema.names, values, strict=True)))

    def _match_header(self, names: Sequence[str]) -> dict[str, str]:
        fields = match_columns(names, self._columns, self._source_path)
        if "text" not in fields:
            raise Refusal(
                Reason.NO_TEXT, f"none of its columns is known to hold text: {', '.join(names)}"
            )
        return fields

    def _object(self, row: int, value: object, place: str) -> Piece | Rejection:
        if not isinstance(value, dict):
            detail = f"{place} is {type(value).__name__}, not an object"
            return self._reject(row, Reason.BAD_ROW, detail)
        return self._piece(row, value)

    def _piece(self, row: int, values: Mapping[str, object]) -> Piece | Rejection:
        names = tuple(values)
        if self._fields is None or names != self._names:
            # Objects may leave out what they have not; the first shows what the table has.
            self._fields = match_columns(
                names, self._columns, self._source_path, strict=self._fields is None
            )
            self._names = names
        piece = {
            field: read_cell(field, values.get(column)) for field, column in self._fields.items()
        }
        if len(piece.get("text", "")) > self._limit:
            detail = f"its text is longer than {self._limit:,} characters"
            return self._reject(row, Reason.TOO_LARGE, detail)
        piece["row"] = row
        piece["columns"] = {
            name: plain_value(values[name]) for name in self._keep if name in values
        }
        return piece

    def _reject(self, row: int, reason: Reason, detail: str) -> Rejection:
        return Rejection(f"{self._source_path}#{row}", reason, detail)
