"""Laying out the cells of a table as lines that fit a width."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from tenor.present.wrapping import cut, text_width, wrap

GAP = 2
"""The number of spaces between two columns."""

MIN_TEXT_WIDTH = 10
"""The narrowest column of text, in characters, unless its content is narrower."""

INTERVAL = " ["
"""Where a number may be divided in a table that is too wide: before its interval."""


@dataclass(slots=True)
class Cells:
    """The texts of a column of a table, and the width that it gets.

    Attributes
    ----------
    kind
        As in `tenor.present.Column`.
    heading, cells
        Its texts.
    width, pieces
        The width of the column, and the lines of its heading and of each cell at this width.
    """

    kind: str
    heading: str
    cells: list[str]
    width: int = 0
    pieces: list[list[str]] = field(default_factory=list)

    @property
    def is_flexible(self) -> bool:
        """Whether the column may be narrower than its cells."""
        return self.kind in ("text", "title")

    def natural_width(self) -> int:
        """Return the width of the widest cell."""
        return max(map(text_width, self.cells), default=0)

    def divide(self, *, stack_intervals: bool) -> None:
        """Divide the cells into the lines that they have at the width of the column."""
        self.pieces = [wrap(self.heading, self.width)]
        for cell in self.cells:
            match self.kind:
                case "text":
                    self.pieces.append(wrap(cell, self.width))
                case "title":
                    self.pieces.append([cut(cell, self.width)])
                case _:
                    self.pieces.append(_stacked(cell) if stack_intervals else [cell])


class _Layout(NamedTuple):
    """How a table is laid out.

    Attributes
    ----------
    wraps
        Whether headings and texts are wrapped.
    stacks
        Whether intervals are below their values.
    gap
        The number of spaces between two columns.
    overhangs
        Whether a cell of the first column that is too wide has lines of its own.
    """

    wraps: bool = False
    stacks: bool = False
    gap: int = GAP
    overhangs: bool = False


def lay_out(columns: list[Cells], width: int) -> list[str]:
    """Return the lines of a table in the layout that fits and has the fewest lines.

    The last layout is used even if it is too wide.
    """
    for layouts in (
        [_Layout()],
        [_Layout(wraps=True), _Layout(wraps=True, stacks=True)],
        [_Layout(wraps=True, stacks=True, gap=1)],
    ):
        fitting = [
            _render(columns, layout) for layout in layouts if _set_widths(columns, width, layout)
        ]
        if fitting:
            return min(fitting, key=len)
    first, *rest = columns
    for cells in rest:
        if cells.is_flexible:
            cells.width = min(cells.width, _floor(cells))
    others = sum(cells.width + GAP for cells in rest)
    heading = max(map(text_width, first.heading.split()), default=GAP)
    first.width = max(heading, min(first.natural_width(), width - others))
    return _render(columns, _Layout(wraps=True, stacks=True, overhangs=True))


def _set_widths(columns: list[Cells], width: int, layout: _Layout) -> bool:
    """Set the width of every column; return whether the table fits."""
    free = width - layout.gap * (len(columns) - 1)
    for cells in columns:
        words = cells.heading.split() if layout.wraps else [cells.heading]
        heading = max(map(text_width, words), default=0)
        natural = cells.natural_width()
        if layout.stacks and not cells.is_flexible:
            pieces = (piece for cell in cells.cells for piece in _stacked(cell))
            natural = max(map(text_width, pieces), default=0)
        cells.width = max(heading, natural)
    if sum(cells.width for cells in columns) <= free:
        return True
    # All texts that are wider than a limit get this limit, which is found by bisection.
    flexible = {id(cells): (_floor(cells), cells.width) for cells in columns if cells.is_flexible}
    fixed = sum(cells.width for cells in columns if not cells.is_flexible)

    def total(limit: int) -> int:
        return fixed + sum(min(wide, max(floor, limit)) for floor, wide in flexible.values())

    if not layout.wraps or total(0) > free:
        return False
    limit = bisect_right(range(free + 1), free, key=total) - 1
    for cells in columns:
        if id(cells) in flexible:
            floor, wide = flexible[id(cells)]
            cells.width = min(wide, max(floor, limit))
    return True


def _floor(cells: Cells) -> int:
    return max([MIN_TEXT_WIDTH, *map(text_width, cells.heading.split())])


def _render(columns: list[Cells], layout: _Layout) -> list[str]:
    for cells in columns:
        cells.divide(stack_intervals=layout.stacks)
    if layout.overhangs:
        columns[0].pieces[1:] = [[cell] for cell in columns[0].cells]
    total = sum(cells.width for cells in columns) + layout.gap * (len(columns) - 1)
    lines = []
    for number, row in enumerate(zip(*(cells.pieces for cells in columns), strict=True)):
        pieces = list(row)
        if layout.overhangs and any(text_width(piece) > columns[0].width for piece in pieces[0]):
            lines += pieces[0]
            pieces[0] = []
        for parts in zip_longest(*pieces, fillvalue=""):
            padded = [_pad(part, cells) for part, cells in zip(parts, columns, strict=True)]
            lines.append((" " * layout.gap).join(padded).rstrip())
        if number == 0:
            lines.append("─" * total)
    return lines


def _stacked(cell: str) -> list[str]:
    return cell.replace(INTERVAL, "\n[").split("\n")


def _pad(text: str, cells: Cells) -> str:
    space = " " * max(0, cells.width - text_width(text))
    return space + text if cells.kind == "number" else text + space
