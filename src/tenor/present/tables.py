"""Tables: columns and rows, given once, as text of a certain width or as JSON records."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Literal

from tenor.present.json_values import json_value
from tenor.present.numbers import Bounds
from tenor.present.text import printable

GAP = 2
"""The number of spaces between two columns."""

MIN_TEXT_WIDTH = 10
"""The narrowest column of text, in characters, unless its content is narrower."""

_PARTS = re.compile(r"[^-/:=_.]+[-/:=_.]*|[-/:=_.]+")

INTERVAL = " ["
"""Where a number may be divided in a table that is too wide: before its interval."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, if it has one."""

    value: float | None
    interval: Bounds | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name
        Its name in JSON. An `Estimate` has a second key, ``NAME_interval``.
    heading
        Its heading in print.
    meaning
        What its values are, in one line.
    kind
        How a table that is too wide treats it: ``text`` is wrapped and ``title`` is cut;
        ``id`` and ``number`` are never broken, except that the interval of a number moves to
        the next line. Numbers are right-aligned. ``data`` is in JSON only.
    format
        Returns a value as it is printed; None is printed as an empty cell.
    of
        Returns the value that JSON has, given the value in the row; default the same.
    """

    name: str
    heading: str
    meaning: str
    kind: Literal["text", "title", "id", "number", "data"] = "text"
    format: Callable[[Any], str] = str
    of: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and rows with a value for each.

    Attributes
    ----------
    columns
        The columns.
    rows
        The values of each row, in the order of the columns.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]

    def records(self) -> list[dict[str, Any]]:
        """Return every row as a JSON object by the names of the columns."""
        records = []
        for row in self.rows:
            record: dict[str, Any] = {}
            for column, cell in zip(self.columns, row, strict=True):
                value = column.of(cell) if column.of else cell
                if isinstance(value, Estimate):
                    record[column.name] = json_value(value.value)
                    record[f"{column.name}_interval"] = json_value(value.interval)
                else:
                    record[column.name] = json_value(value)
            records.append(record)
        return records

    def lines(self, width: int) -> list[str]:
        """Return the lines of the printed table.

        Parameters
        ----------
        width
            The width that they fit into, if their numbers and ids do.
        """
        columns = [
            _Cells(column, printable(column.heading), [_cell(column, row[i]) for row in self.rows])
            for i, column in enumerate(self.columns)
            if column.kind != "data"
        ]
        return _layout(columns, width)


@dataclass(slots=True)
class _Cells:
    """The texts of a column, and the width that it gets."""

    column: Column
    heading: str
    cells: list[str]
    width: int = 0
    pieces: list[list[str]] = field(default_factory=list)

    @property
    def is_flexible(self) -> bool:
        return self.column.kind in ("text", "title")

    def natural_width(self) -> int:
        return max(map(_width, self.cells), default=0)

    def divide(self, *, stack_intervals: bool) -> None:
        """Divide the cells into the lines that they have at the width of the column."""
        self.pieces = [wrap(self.heading, self.width)]
        for cell in self.cells:
            match self.column.kind:
                case "text":
                    self.pieces.append(wrap(cell, self.width))
                case "title":
                    self.pieces.append([cut(cell, self.width)])
                case _:
                    self.pieces.append(_stacked(cell) if stack_intervals else [cell])


def _layout(columns: list[_Cells], width: int) -> list[str]:
    """Return the lines of a table in the layout that fits and has the fewest lines.

    The layouts are: everything on one line; headings and texts wrapped; intervals below their
    values as well. Where none fits, the first column has lines of its own, and the table may be
    too wide.
    """
    layouts = []
    for wrap_headings, stack_intervals in ((False, False), (True, False), (True, True)):
        if _set_widths(columns, width, wrap_headings, stack_intervals):
            layouts.append(_render(columns, stack_intervals))
            if not wrap_headings:
                break
    if layouts:
        return min(layouts, key=len)
    first, *rest = columns
    for cells in rest:
        if cells.is_flexible:
            cells.width = min(cells.width, _floor(cells))
    others = sum(cells.width + GAP for cells in rest)
    heading = max(map(_width, first.heading.split()), default=GAP)
    first.width = max(heading, min(first.natural_width(), width - others))
    return _render(columns, stack_intervals=True, overhang=True)


def _set_widths(
    columns: list[_Cells], width: int, wrap_headings: bool, stack_intervals: bool
) -> bool:
    """Set the width of every column; return whether the table fits."""
    free = width - GAP * (len(columns) - 1)
    for cells in columns:
        words = cells.heading.split() if wrap_headings else [cells.heading]
        heading = max(map(_width, words), default=0)
        natural = cells.natural_width()
        if stack_intervals and not cells.is_flexible:
            pieces = (piece for cell in cells.cells for piece in _stacked(cell))
            natural = max(map(_width, pieces), default=0)
        cells.width = max(heading, natural)
    if sum(cells.width for cells in columns) <= free:
        return True
    # All texts that are wider than a limit get this limit, which is found by bisection.
    flexible = {id(cells): (_floor(cells), cells.width) for cells in columns if cells.is_flexible}
    fixed = sum(cells.width for cells in columns if not cells.is_flexible)

    def total(limit: int) -> int:
        return fixed + sum(min(wide, max(floor, limit)) for floor, wide in flexible.values())

    if not wrap_headings or total(0) > free:
        return False
    limit = bisect_right(range(free + 1), free, key=total) - 1
    for cells in columns:
        if id(cells) in flexible:
            floor, wide = flexible[id(cells)]
            cells.width = min(wide, max(floor, limit))
    return True


def _floor(cells: _Cells) -> int:
    return max([MIN_TEXT_WIDTH, *map(_width, cells.heading.split())])


def _render(columns: list[_Cells], stack_intervals: bool, *, overhang: bool = False) -> list[str]:
    for cells in columns:
        cells.divide(stack_intervals=stack_intervals)
    total = sum(cells.width for cells in columns) + GAP * (len(columns) - 1)
    lines = []
    for number, row in enumerate(zip(*(cells.pieces for cells in columns), strict=True)):
        pieces = list(row)
        if overhang and any(_width(piece) > columns[0].width for piece in pieces[0]):
            lines += pieces[0]
            pieces[0] = []
        for parts in zip_longest(*pieces, fillvalue=""):
            padded = [_pad(part, cells) for part, cells in zip(parts, columns, strict=True)]
            lines.append((" " * GAP).join(padded).rstrip())
        if number == 0:
            lines.append("─" * total)
    return lines


def _cell(column: Column, value: Any) -> str:
    if value is None or (isinstance(value, Estimate) and value.value is None):
        return ""
    return printable(column.format(value))


def _stacked(cell: str) -> list[str]:
    return cell.replace(INTERVAL, "\n[").split("\n")


def _pad(text: str, cells: _Cells) -> str:
    space = " " * max(0, cells.width - _width(text))
    return space + text if cells.column.kind == "number" else text + space


def _width(text: str) -> int:
    """The number of columns of a terminal that a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """Return a text as lines of at most ``width`` columns of a terminal.

    It is divided between words. A word that is too long is divided after punctuation in it, as
    hyphens are, and only then between any two characters.

    Examples
    --------
    >>> wrap("one or the other", 7), wrap("school-merger", 8)
    (['one or', 'the', 'other'], ['school-', 'merger'])
    """
    lines: list[str] = []
    for word in text.split():
        parts = [word] if _width(word) <= width else _PARTS.findall(word)
        for i, part in enumerate(parts):
            separator = " " if i == 0 else ""
            if lines and _width(f"{lines[-1]}{separator}{part}") <= width:
                lines[-1] += f"{separator}{part}"
            elif _width(part) <= width:
                lines.append(part)
            else:
                lines += _chop(part, width)
    return lines or [""]


def cut(text: str, width: int) -> str:
    """Return a text that is cut to ``width`` columns of a terminal, with an ellipsis.

    Examples
    --------
    >>> cut("Evening sittings", 8), cut("Evening", 8)
    ('Evening…', 'Evening')
    """
    if _width(text) <= width:
        return text
    return f"{_chop(text, max(1, width - 1))[0].rstrip()}…"


def _chop(text: str, width: int) -> list[str]:
    from rich.cells import chop_cells

    return chop_cells(text, max(1, width)) or [""]
