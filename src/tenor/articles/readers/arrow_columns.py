"""The values of columns of Arrow, as those of Parquet files, where some cells have faults."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

MIN_INFLATED_BYTES = 1 << 25
MAX_INFLATION = 50
"""How often the size of its file a column may have, from the size above on; text has 2 to 10."""


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


def is_inflated(metadata: Any, columns: Collection[str]) -> bool:
    """Whether a column is so much larger than in its file that a few rows could fill the memory.

    Parameters
    ----------
    metadata
        The metadata of the Parquet file.
    columns
        The names of the columns that are read.
    """
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for chunk in map(group.column, range(group.num_columns)):
            size = chunk.total_uncompressed_size
            limit = max(MIN_INFLATED_BYTES, MAX_INFLATION * chunk.total_compressed_size)
            if size > limit and chunk.path_in_schema.partition(".")[0] in columns:
                return True
    return False


def _value(cell: Any) -> object:
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return cell.as_buffer().to_pybytes() if hasattr(cell, "as_buffer") else None
    except (OverflowError, ValueError):
        return None
