"""The values of columns of Arrow, as those of Parquet files, where some cells have faults."""

from __future__ import annotations

from typing import Any


def column_values(column: Any) -> list[object]:
    """Return the values of a column as objects of Python.

    A time that Python has no date for is None. A text that is not UTF-8 is returned as bytes.

    Parameters
    ----------
    column
        An array of pyarrow.
    """
    import pyarrow as pa

    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        # In nanoseconds they would become pandas timestamps.
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        values: list[object] = column.to_pylist()
    except (OverflowError, ValueError):
        return [_value(cell) for cell in column]
    return values


def _value(cell: Any) -> object:
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return cell.as_buffer().to_pybytes() if hasattr(cell, "as_buffer") else None
    except (OverflowError, ValueError):
        return None
