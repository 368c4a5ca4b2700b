"""Slices of tables: rows that a process can read without those before them.

A JSON Lines file is cut at line ends, a Parquet file between row groups. The slices of a file,
read one after the other, give exactly the articles and rejections that the file gives.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from tenor.articles.article import UnreadableInput
from tenor.articles.readers.columns import flatten, match_columns
from tenor.articles.readers.decoding import SAMPLE_BYTES, detect_encoding

SLICE_BYTES = 4_000_000
"""The size of a slice, which may be half as large again."""

MAX_LINE_BYTES = 64_000_000
"""A file with a longer line is not cut."""

_BLANK_LINE = re.compile(r"^[^\S\n]*\n", re.MULTILINE)
_PIECE_BYTES = 1 << 16
MIN_SLICES = 2
"""The number of slices from which on a file is cut."""


class RowSlice(NamedTuple):
    """Some rows of a table.

    Attributes
    ----------
    start, stop
        The first byte and that after the last one of JSON Lines, or the first row group and that
        after the last one of Parquet.
    first_row, first_line
        The numbers of rows and of lines before it.
    """

    start: int
    stop: int
    first_row: int = 0
    first_line: int = 0


def slice_json_lines(
    stream: io.BufferedReader, columns: Mapping[str, str], slice_bytes: int
) -> list[RowSlice]:
    """Return the slices of a JSON Lines file; empty if it can be read only as a whole.

    That is a file which is small, not UTF-8, ends lines with carriage returns alone, has an
    endless line, or holds several claims on an article, which are numbered in their order.

    Parameters
    ----------
    stream
        The file.
    columns
        Field to column, as the user assigns them.
    slice_bytes
        The size of a slice.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size < MIN_SLICES * slice_bytes:
        return []
    try:
        codec = detect_encoding(stream.peek(SAMPLE_BYTES), complete=False)
    except UnreadableInput:
        return []
    if not codec.startswith("utf-8") or _has_claims(stream.readline(SLICE_BYTES), columns):
        return []
    stream.seek(0)
    slices: list[RowSlice] = []
    start = row = line = 0
    # All have about the same size, so that no process gets a last one of twice as much.
    step = -(-size // (size // slice_bytes))
    while start < size:
        is_last = size - start <= step
        data = stream.read(step)
        if not is_last:
            data += stream.readline(MAX_LINE_BYTES)
        counts = _count_lines(data if start else data.removeprefix(codecs.BOM_UTF8))
        if not data or counts is None or (not data.endswith(b"\n") and not is_last):
            return []
        if counts[0]:
            slices.append(RowSlice(start, start + len(data), row, line))
        start, row, line = start + len(data), row + counts[0], line + counts[1]
    return slices


def halve_json_lines(stream: io.BufferedReader, rows: RowSlice) -> tuple[RowSlice, RowSlice] | None:
    """Return the two halves of a slice of a JSON Lines file; None if it is one line."""
    stream.seek(rows.start)
    data = stream.read(rows.stop - rows.start)
    middle = data.find(b"\n", len(data) // 2, -1) + 1 or data.rfind(b"\n", 0, len(data) // 2) + 1
    counts = _count_lines(data[:middle])
    if not middle or counts is None:
        return None
    return (
        rows._replace(stop=rows.start + middle),
        RowSlice(
            rows.start + middle, rows.stop, rows.first_row + counts[0], rows.first_line + counts[1]
        ),
    )


def halve_parquet(stream: io.BufferedReader, rows: RowSlice) -> tuple[RowSlice, RowSlice] | None:
    """Return the two halves of a slice of a Parquet file; None if it is one row group."""
    import pyarrow.parquet as pq

    if rows.stop - rows.start < 2:
        return None
    middle = (rows.start + rows.stop) // 2
    metadata = pq.ParquetFile(stream).metadata
    n_rows = sum(metadata.row_group(number).num_rows for number in range(rows.start, middle))
    return rows._replace(stop=middle), RowSlice(middle, rows.stop, rows.first_row + n_rows)


def slice_parquet(
    stream: io.BufferedReader, columns: Mapping[str, str], slice_bytes: int
) -> list[RowSlice]:
    """Return the slices of a Parquet file; empty if it can be read only as a whole.

    Parameters and exceptions are those of `slice_json_lines`.
    """
    import pyarrow.parquet as pq

    file = pq.ParquetFile(stream)
    if "claim" in match_columns(file.schema_arrow.names, columns, "", strict=False):
        return []
    slices: list[RowSlice] = []
    start = row = next_row = size = 0
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        size += group.total_byte_size
        next_row += group.num_rows
        if size >= slice_bytes or number == file.metadata.num_row_groups - 1:
            slices.append(RowSlice(start, number + 1, row))
            start, row, size = number + 1, next_row, 0
    return slices if len(slices) >= MIN_SLICES else []


def _count_lines(data: bytes) -> tuple[int, int] | None:
    """Return the numbers of rows and lines; None if the reader of text might count others."""
    if not _is_utf8(data) or data.count(b"\r") != data.count(b"\r\n"):
        return None
    n_lines = data.count(b"\n") + (not data.endswith(b"\n"))
    if data.count(b"\n{") + data.startswith(b"{") == n_lines:
        return n_lines, n_lines  # No line is blank.
    text = data.decode()
    n_blank = len(_BLANK_LINE.findall(text)) + text.rpartition("\n")[2].isspace()
    return n_lines - n_blank, n_lines


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are valid in UTF-8; in pieces, as strings that fit the cache take a fifth."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE_BYTES):
            decoder.decode(data[start : start + _PIECE_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _has_claims(line: bytes, columns: Mapping[str, str]) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    names = list(flatten(row)) if isinstance(row, dict) else []
    return "claim" in match_columns(names, columns, "", strict=False)
