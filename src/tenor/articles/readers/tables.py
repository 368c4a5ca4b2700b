"""Reading tables with one article a row: CSV, JSON, JSON Lines and Parquet."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from tenor.articles.article import RawArticle, Reason, Rejection, UnreadableInput
from tenor.articles.readers.cells import DATE_FIELDS, parse_cell, place_addresses, plain_value
from tenor.articles.readers.columns import flatten, list_columns, match_columns
from tenor.articles.readers.decoding import BROKEN_DETAIL, decode, is_broken, read_limited
from tenor.articles.readers.delimited import MAX_LINES_ABOVE_HEADER, read_records
from tenor.articles.readers.slicing import RowSlice
from tenor.articles.readers.text_lines import CheckedText, open_slice, open_text, read_lines

_BATCH_ROWS = 16
"""Rows of a Parquet file that are read at a time; each may have the size of the limit."""


class TableReader:
    """Reads the rows of a table as raw articles.

    Parameters
    ----------
    source_path
        The name of the table in rejections and errors.
    columns
        Field to column, as the user assigns them.
    keep
        Further columns, which `Article.columns` gets.
    max_bytes
        The maximum size of a row in characters, and of a table that is not read in parts in
        bytes.
    strict
        Whether the table must have the columns that the user assigns; if not, those that it
        lacks are not assigned.
    """

    def __init__(
        self,
        source_path: str,
        columns: Mapping[str, str],
        keep: Sequence[str],
        max_bytes: int,
        *,
        strict: bool = True,
    ) -> None:
        self._source_path = source_path
        self._columns = columns
        self._strict = strict
        self._keep = keep
        self.limit = max_bytes
        self._names: tuple[str, ...] = ()
        self._column_of: dict[str, str] | None = None
        self._continues = False
        self._no_text = ""

    def read_csv(self, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
        """Yield the rows of a table delimited by commas, semicolons, tabs or bars."""
        with open_text(stream) as text:
            records = read_records(text, self.limit, self._is_header)
            _, header = next(records, (1, UnreadableInput(Reason.EMPTY, "it has no header")))
            if isinstance(header, UnreadableInput):
                raise header
            names = [name.strip() for name in header]
            self._match_header(names)
            is_checked, are_different = isinstance(text, CheckedText), len({*names}) == len(names)
            for row, (line, cells) in enumerate(records, start=1):
                if isinstance(cells, UnreadableInput):
                    yield self.reject(row, cells.reason, cells.detail)
                elif len(cells) != len(names):
                    detail = f"line {line} has {len(cells)} cells, and the header has {len(names)}"
                    yield self.reject(row, Reason.BAD_ROW, detail)
                elif not is_checked and is_broken("".join(cells)):
                    detail = f"line {line}: {BROKEN_DETAIL}"
                    yield self.reject(row, Reason.BROKEN_ENCODING, detail)
                else:
                    pairs = zip(names, cells, strict=True)
                    values = dict(pairs) if are_different else _first_of_each(names, cells)
                    yield self._raw_article(row, values)

    def _is_header(self, cells: Sequence[str]) -> bool:
        names = [name.strip() for name in cells]
        columns = self._assigned(names)
        return "text" in self._match(names) and columns.get("text", names[0]) in names

    def _match(self, names: Sequence[str], *, strict: bool = False) -> dict[str, str]:
        return match_columns(names, self._assigned(names), self._source_path, strict=strict)

    def _assigned(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the columns that the user assigns, for a table with these columns."""
        if self._strict:
            return self._columns
        return {field: column for field, column in self._columns.items() if column in names}

    def read_jsonl(self, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
        """Yield the objects of a JSON Lines file; blank lines are not rows."""
        with open_text(stream) as text:
            yield from self._parse_lines(text, RowSlice(0, 0))

    def read_jsonl_slice(
        self, stream: io.BufferedReader, rows: RowSlice
    ) -> Iterator[RawArticle | Rejection]:
        """Yield the objects of a slice of a JSON Lines file, as `read_jsonl` does."""
        stream.seek(rows.start)
        with open_slice(stream.read(rows.stop - rows.start), is_start=rows.start == 0) as text:
            yield from self._parse_lines(text, rows)

    def _parse_lines(self, text: TextIO, rows: RowSlice) -> Iterator[RawArticle | Rejection]:
        self._continues = rows.first_row > 0
        is_checked = isinstance(text, CheckedText)
        row = rows.first_row
        lines = read_lines(text, self.limit)
        for number, line in enumerate(lines, start=rows.first_line + 1):
            if not line.isspace():
                row += 1
                yield self._parse_line(row, number, line, is_checked=is_checked)

    def _parse_line(
        self, row: int, number: int, line: str, *, is_checked: bool
    ) -> RawArticle | Rejection:
        if len(line) > self.limit:
            detail = f"line {number} is longer than {self.limit:,} characters"
            return self.reject(row, Reason.TOO_LARGE, detail)
        if not is_checked and is_broken(line):
            return self.reject(row, Reason.BROKEN_ENCODING, f"line {number}: {BROKEN_DETAIL}")
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            return self.reject(row, Reason.BAD_ROW, f"line {number} is not JSON: {error}")
        return self._parse_object(row, value, f"line {number}")

    def read_json(self, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
        """Yield the object of a JSON file, or the objects of a list in it."""
        try:
            value = json.loads(decode(read_limited(stream, self.limit)))
        except (ValueError, RecursionError) as error:
            raise UnreadableInput(Reason.UNREADABLE, f"it is not JSON: {error}") from None
        if isinstance(value, dict):
            if (items := self._find_items(value)) is not None:
                yield from self._parse_items(items)
                return
            article = self._parse_object(1, value, "")
            # A file with one article: its path is its id, without a row.
            yield article if isinstance(article, Rejection) else article | {"row": None}
        elif isinstance(value, list):
            yield from self._parse_items(value)
        else:
            raise UnreadableInput(
                Reason.UNREADABLE, "its JSON is neither an object nor a list of objects"
            )

    def _parse_items(self, items: list[object]) -> Iterator[RawArticle | Rejection]:
        for row, item in enumerate(items, start=1):
            yield self._parse_object(row, item, f"item {row}")

    def _find_items(self, value: dict[str, object]) -> list[object] | None:
        """Return the list of articles in the answer of an API, or None if it is an article."""
        if "text" in self._match(list(flatten(value))):
            return None
        for item in flatten(value).values():
            if isinstance(item, list) and item and isinstance(item[0], dict):
                names = dict.fromkeys(
                    name for entry in item if isinstance(entry, dict) for name in flatten(entry)
                )
                if "text" in self._match(list(names)):
                    return item
        return None

    def read_parquet(self, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
        """Yield the rows of a Parquet file; only the columns that are needed are read."""
        return self._read_row_groups(stream, None)

    def read_parquet_slice(
        self, stream: io.BufferedReader, rows: RowSlice
    ) -> Iterator[RawArticle | Rejection]:
        """Yield the rows of a slice of a Parquet file, as `read_parquet` does."""
        return self._read_row_groups(stream, rows)

    def _read_row_groups(
        self, stream: io.BufferedReader, rows: RowSlice | None
    ) -> Iterator[RawArticle | Rejection]:
        import pyarrow.parquet as pq

        from tenor.articles.readers.arrow_columns import column_values, is_inflated

        # Parquet is read at random positions, so a compressed file is decompressed first.
        in_place = isinstance(stream.raw, io.FileIO)
        file = pq.ParquetFile(stream if in_place else io.BytesIO(read_limited(stream, self.limit)))
        names = file.schema_arrow.names
        column_of = self._match_header(names)
        columns = [*column_of.values(), *(name for name in self._keep if name in names)]
        row = rows.first_row if rows else 0
        groups = list(range(rows.start, rows.stop)) if rows else None
        needed = list(dict.fromkeys(columns))
        n_rows = 1 if is_inflated(file.metadata, needed) else _BATCH_ROWS
        for batch in file.iter_batches(batch_size=n_rows, row_groups=groups, columns=needed):
            cells = map(column_values, batch.columns)
            for values in zip(*cells, strict=True):
                row += 1
                yield self._raw_article(row, dict(zip(batch.schema.names, values, strict=True)))

    def read_xlsx(self, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
        """Yield the rows of the first sheet of a workbook that has a text column."""
        from tenor.articles.readers.workbook import read_sheets

        header: tuple[str, ...] = ()
        for rows in read_sheets(stream, self.limit):
            names: list[str] | None = None
            for number, cells in enumerate(rows, start=1):
                if names is None:
                    header = header or tuple(str(cell) for cell in cells if cell is not None)
                    is_header = self._is_header([str(cell or "") for cell in cells])
                    if is_header:
                        names = [str(cell or "").strip() for cell in cells]
                        self._match_header(names)
                    elif number > MAX_LINES_ABOVE_HEADER:
                        break
                elif any(cell is not None for cell in cells):
                    # Cells at the end of a row may be left out.
                    yield self._raw_article(number, _first_of_each(names, cells))
            if names is not None:
                return
        raise UnreadableInput(Reason.NO_TEXT, _no_text_column("columns", header))

    def _match_header(self, names: Sequence[str]) -> dict[str, str]:
        column_of = self._match(names, strict=True)
        if "text" not in column_of:
            raise UnreadableInput(Reason.NO_TEXT, _no_text_column("columns", names))
        return column_of

    def _parse_object(self, row: int, value: object, place: str) -> RawArticle | Rejection:
        if not isinstance(value, dict):
            detail = f"{place} is {type(value).__name__}, not an object"
            return self.reject(row, Reason.BAD_ROW, detail)
        if dict in map(type, value.values()):
            value = flatten(value)
        return self._raw_article(row, value)

    def _raw_article(self, row: int, values: Mapping[str, object]) -> RawArticle | Rejection:
        names = tuple(values)
        if self._column_of is None or names != self._names:
            # JSON objects may omit keys; only the first must have the columns of the user.
            is_first = self._column_of is None and not self._continues
            self._column_of = self._match(names, strict=is_first)
            self._names = names
            self._no_text = "" if "text" in self._column_of else _no_text_column("keys", names)
        column_of = self._column_of
        if self._no_text:
            return self.reject(row, Reason.NO_TEXT, self._no_text)
        article = {
            field: parse_cell(field, values.get(column)) for field, column in column_of.items()
        }
        if len(article["text"]) > self.limit:
            detail = f"its text is longer than {self.limit:,} characters"
            return self.reject(row, Reason.TOO_LARGE, detail)
        place_addresses(article, values)
        article["row"] = row
        article["columns"] = {
            name: plain_value(values[name]) for name in self._keep if name in values
        }
        article["unparsed"] = {
            field: text
            for field in DATE_FIELDS
            if article.get(field, "") is None
            and (text := parse_cell("", values.get(column_of[field])))
        }
        return article

    def reject(self, row: int | None, reason: Reason, detail: str) -> Rejection:
        """Return the rejection of a row, or of the whole table if ``row`` is None."""
        place = self._source_path if row is None else f"{self._source_path}#{row}"
        return Rejection(place, reason, detail)

    def of_member(self, name: str) -> TableReader:
        """Return a reader with the same options for a file within this one."""
        return TableReader(
            f"{self._source_path}/{name}",
            self._columns,
            self._keep,
            self.limit,
            strict=self._strict,
        )


def _no_text_column(kind: str, names: Sequence[str]) -> str:
    return (
        f"none of its {kind} is known to hold the text; name one with --column text=NAME; "
        f"its {kind}: {list_columns(names)}"
    )


def _first_of_each(names: Sequence[str], cells: Sequence[object]) -> dict[str, object]:
    """Return the cells by the names of their columns; of columns with one name, the first."""
    values: dict[str, object] = {}
    for name, cell in zip(names, cells, strict=False):
        values.setdefault(name, cell)
    return values
