"""Reading the records of delimited tables; an unclosed quote spoils only its own record."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from tenor.articles.article import Reason, UnreadableInput

DELIMITERS = ",;\t|"


def read_lines(text: TextIO, limit: int) -> Iterator[str]:
    """Yield the lines of a stream, each cut off a little beyond ``limit`` characters."""
    while line := text.readline(limit + 1):
        yield line
        while len(line) > limit and line[-1] not in "\r\n":
            line = text.readline(limit + 1)


def find_delimiter(header: str) -> str:
    """Return the delimiter that splits a header line into the most cells."""
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark))))


def read_records(text: TextIO, limit: int) -> Iterator[tuple[int, list[str] | UnreadableInput]]:
    """Yield the records of a delimited table, the header first.

    Parameters
    ----------
    text
        The table, opened with ``newline=""``.
    limit
        The maximum number of characters of a record.

    Yields
    ------
    int
        The number of the record's first line.
    list of str or UnreadableInput
        Its cells, or the error if it cannot be read.
    """
    # Python's limit is for the whole process, and too small for a long article.
    csv.field_size_limit(max(csv.field_size_limit(), limit + 2))
    lines = _RecordLines(read_lines(text, limit), limit)
    delimiter = find_delimiter(lines.peek())
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        lines.begin_record()
        try:
            cells: list[str] | UnreadableInput = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = UnreadableInput(
                Reason.BAD_ROW, f"line {lines.number} is not delimited text: {error}"
            )
        if lines.size > limit and len(lines.record) == 1:
            cells = UnreadableInput(
                Reason.TOO_LARGE, f"line {lines.number} is longer than {limit:,} characters"
            )
        elif lines.interrupted:
            cells = UnreadableInput(
                Reason.BAD_ROW, f"line {lines.number} opens a quote that is never closed"
            )
            lines.rewind()
            reader = csv.reader(lines, delimiter=delimiter)
        if cells:
            yield lines.number, cells


class _RecordLines:
    """Iterates over the lines of one record after another.

    A record is interrupted at the limit, or at the end of the file if a quote is open. All its
    lines except the first can then be read again.

    Attributes
    ----------
    number
        The number of the record's first line.
    record
        The lines of the record so far.
    size
        Their number of characters.
    interrupted
        Whether the record ended within a quote.
    """

    def __init__(self, lines: Iterator[str], limit: int) -> None:
        self._lines = lines
        self._pending: deque[str] = deque()
        self._limit = limit
        self.number = 1
        self.record: list[str] = []
        self.size = 0
        self.interrupted = False

    def __iter__(self) -> _RecordLines:
        return self

    def __next__(self) -> str:
        line = "" if self.size > self._limit else self.peek()
        if not line:
            # csv.reader asks for another line of a record only while a quote is open.
            self.interrupted = bool(self.record)
            raise StopIteration
        self._pending.popleft()
        self.record.append(line)
        self.size += len(line)
        return line

    def peek(self) -> str:
        if not self._pending:
            self._pending.append(next(self._lines, ""))
        return self._pending[0]

    def begin_record(self) -> None:
        self.number += len(self.record)
        self.record = []
        self.size = 0
        self.interrupted = False

    def rewind(self) -> None:
        self._pending.extendleft(reversed(self.record[1:]))
        del self.record[1:]
