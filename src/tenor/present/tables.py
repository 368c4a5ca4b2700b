"""Tables: columns and rows, given once, as text of a certain width or as JSON records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tenor.present.json_values import json_value
from tenor.present.numbers import Bounds
from tenor.present.table_layout import Cells, lay_out
from tenor.present.text import printable


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
            Cells(
                column.kind, printable(column.heading), [_cell(column, row[i]) for row in self.rows]
            )
            for i, column in enumerate(self.columns)
            if column.kind != "data"
        ]
        return lay_out(columns, width)


def _cell(column: Column, value: Any) -> str:
    if value is None or (isinstance(value, Estimate) and value.value is None):
        return ""
    return printable(column.format(value))
