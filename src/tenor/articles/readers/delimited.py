"""Reading the records of delimited tables; an unclosed quote spoils only its own record."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.text_lines import read_lines

DELIMITERS = ",;\t|"

SAMPLE_SIZE = 1 << 17
"""Characters from which header and dialect are found."""

MAX_LINES_ABOVE_HEADER = 30

MAX_REREAD = 20_000_000
"""Characters that are read again after quotes that are never closed, in a table."""

_DELIMITER_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def find_delimiter(header: str) -> str:
    """Return the delimiter that splits a header line into the most cells."""
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([header], delimiter=mark))))


@dataclass(frozen=True)
class Dialect:
    """How a table is delimited and quoted.

    Attributes
    ----------
    delimiter
        The character between cells.
    quoting
        Whether a quotation mark at the beginning of a cell quotes it.
    escapes
        Whether a backslash escapes a quotation mark, as databases write it.
    """

    delimiter: str
    quoting: bool = True
    escapes: bool = False

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Iterator[list[str]]:
        """Return a reader of records; if strict, text after a closing quote is an error."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quoting=csv.QUOTE_MINIMAL if self.quoting else csv.QUOTE_NONE,
            escapechar="\\" if self.escapes else None,
            doublequote=not self.escapes,
            strict=strict,
        )


def detect_dialect(sample: Sequence[str], delimiter: str) -> Dialect:
    """Return the dialect in which every record of a sample has as many cells as the first.

    Quotation marks are part of the text in many tables that tabs delimit, and escaped by
    backslashes in those of some databases; this shows in records that are malformed otherwise.

    Parameters
    ----------
    sample
        The first lines of the table, the header first.
    delimiter
        The delimiter.
    """
    usual = Dialect(delimiter)
    if not any('"' in line for line in sample):
        return usual
    alternatives = [Dialect(delimiter, escapes=True)] if any('\\"' in row for row in sample) else []
    if delimiter == "\t":
        alternatives.append(Dialect(delimiter, quoting=False))
    return next(filter(lambda dialect: _fits(dialect, sample), [usual, *alternatives]), usual)


def _fits(dialect: Dialect, sample: Sequence[str]) -> bool:
    reader = dialect.reader(sample, strict=True)
    try:
        n_cells = [len(cells) for cells in reader if cells]
    except csv.Error as error:
        # The sample may end within a record.
        return "unexpected end" in str(error)
    return len(set(n_cells[:-1])) <= 1


def read_records(
    text: TextIO, limit: int, is_header: Callable[[Sequence[str]], bool] | None = None
) -> Iterator[tuple[int, list[str] | UnreadableInput]]:
    """Yield the records of a delimited table, the header first.

    A first line ``sep=;``, which names the delimiter for spreadsheets, and lines above the
    header are skipped.

    Parameters
    ----------
    text
        The table, opened with ``newline=""``.
    limit
        The maximum number of characters of a record.
    is_header
        Whether cells are those of a header. If no line near the top is one, or by default, the
        first line is the header.

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
    named = _DELIMITER_LINE.fullmatch(lines.peek())
    if named:
        lines.skip(1)
    n_above, delimiter = _find_header(
        lines.sample(), named[1] if named else "", is_header or (lambda _: True)
    )
    lines.skip(n_above)
    dialect = detect_dialect(lines.sample(), delimiter)
    strict = delimiter == "\t"
    reader = dialect.reader(lines, strict=strict)
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
            lines.rewind()
            reader = dialect.reader(lines, strict=strict)
        if lines.size > limit and len(lines.record) == 1:
            cells = UnreadableInput(
                Reason.TOO_LARGE, f"line {lines.number} is longer than {limit:,} characters"
            )
            reader = dialect.reader(lines, strict=strict)
        elif lines.interrupted:
            cells = UnreadableInput(
                Reason.BAD_ROW, f"line {lines.number} opens a quote that is never closed"
            )
            lines.rewind()
            reader = dialect.reader(lines, strict=strict)
        if cells:
            yield lines.number, cells
        if lines.n_reread > MAX_REREAD:
            # Each open quote is looked for to the end, which would take quadratic time.
            lines.begin_record()
            detail = (
                f"too many quotes are open: line {lines.number} and those after it are not read"
            )
            yield lines.number, UnreadableInput(Reason.BAD_ROW, detail)
            return


def _find_header(
    sample: Sequence[str], delimiter: str, is_header: Callable[[Sequence[str]], bool]
) -> tuple[int, str]:
    """Return the number of lines above the header, and the delimiter."""
    most_above = 0
    for i, line in enumerate(sample[:MAX_LINES_ABOVE_HEADER]):
        mark = delimiter or find_delimiter(line)
        cells = next(csv.reader([line], delimiter=mark), [])
        n_filled = len(list(filter(None, cells)))
        # Titles and notes above a header fill fewer cells than it does.
        if n_filled > most_above and is_header(cells):
            return i, mark
        most_above = max(most_above, n_filled)
    return 0, delimiter or find_delimiter(sample[0] if sample else "")


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
    n_reread
        The number of characters that were read again.
    """

    def __init__(self, lines: Iterator[str], limit: int) -> None:
        self._lines = lines
        self._pending: deque[str] = deque()
        self._limit = limit
        self.number = 1
        self.record: list[str] = []
        self.size = 0
        self.interrupted = False
        self.n_reread = 0

    def __iter__(self) -> Iterator[str]:
        while self.size <= self._limit:
            line = self._pending.popleft() if self._pending else next(self._lines, "")
            if not line:
                break
            self.record.append(line)
            self.size += len(line)
            yield line
        # csv.reader asks for another line of a record only while a quote is open.
        self.interrupted = bool(self.record)

    def peek(self) -> str:
        if not self._pending:
            self._pending.append(next(self._lines, ""))
        return self._pending[0]

    def sample(self) -> list[str]:
        """Return the next lines without reading them, up to `SAMPLE_SIZE` characters."""
        size = sum(map(len, self._pending))
        while size < SAMPLE_SIZE and (line := next(self._lines, "")):
            self._pending.append(line)
            size += len(line)
        return list(self._pending)

    def skip(self, n_lines: int) -> None:
        """Read some lines that are no records."""
        for _ in range(n_lines):
            self.peek()
            self._pending.popleft()
        self.number += n_lines

    def begin_record(self) -> None:
        self.number += len(self.record)
        self.record = []
        self.size = 0
        self.interrupted = False

    def rewind(self) -> None:
        again = self.record[1:]
        self.n_reread += sum(map(len, again))
        self._pending.extendleft(reversed(again))
        del self.record[1:]
