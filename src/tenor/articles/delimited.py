"""Records of delimited tables, one at a time, with none lost to a quote that never closes."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import TextIO

from tenor.articles.article import Reason
from tenor.articles.decoding import Refusal


def read_lines(text: TextIO, limit: int) -> Iterator[str]:
    """Yield the lines of a stream; of one beyond the limit, a little more than the limit."""
    while line := text.readline(limit + 1):
        yield line
        while len(line) > limit and line[-1] not in "\r\n":
            line = text.readline(limit + 1)


def find_delimiter(header: str) -> str:
    """Return the delimiter, of comma, semicolon, tab and bar, that a header line uses."""
    return max(",;\t|", key=lambda mark: len(next(csv.reader([header], delimiter=mark))))


def read_records(text: TextIO, limit: int) -> Iterator[tuple[int, list[str] | Refusal]]:
    """Yield the number of each record's first line, and its cells or why it has none."""
    # Process-wide, and too small for a long article as Python sets it.
    csv.field_size_limit(max(csv.field_size_limit(), limit + 2))
    feed = _Feed(read_lines(text, limit), limit)
    delimiter = find_delimiter(feed.peek())
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        feed.begin()
        try:
            cells: list[str] | Refusal = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells = Refusal(Reason.BAD_ROW, f"line {feed.line} is not delimited text: {error}")
        if feed.size > limit and len(feed.record) == 1:
            cells = Refusal(
                Reason.TOO_LARGE, f"line {feed.line} is longer than {limit:,} characters"
            )
        elif feed.cut:
            cells = Refusal(Reason.BAD_ROW, f"line {feed.line} opens a quote that is never closed")
            feed.rewind()
            reader = csv.reader(feed, delimiter=delimiter)
        if cells:
            yield feed.line, cells


class _Feed:
    """Hands lines to csv.reader, and takes back those of a record that does not end."""

    def __init__(self, lines: Iterator[str], limit: int) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self._limit = limit
        self.line = 1
        self.record: list[str] = []
        self.size = 0
        self.cut = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        # csv.reader asks within a record only where a quote is still open.
        line = "" if self.size > self._limit else self.peek()
        if not line:
            self.cut = bool(self.record)
            raise StopIteration
        self._again.popleft()
        self.record.append(line)
        self.size += len(line)
        return line

    def peek(self) -> str:
        if not self._again:
            self._again.append(next(self._lines, ""))
        return self._again[0]

    def begin(self) -> None:
        self.line += len(self.record)
        self.record = []
        self.size = 0
        self.cut = False

    def rewind(self) -> None:
        self._again.extendleft(reversed(self.record[1:]))
        del self.record[1:]
