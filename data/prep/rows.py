"""What the scripts of this folder share: their arguments, and reading and writing rows."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

PARTS = {"train": "train", "val": "validation", "valid": "validation", "test": "test"}
"""What publishers call the parts, and what Tenor does."""


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Return a parser of SOURCE and OUTPUT, for a script to add its options to."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("source", metavar="SOURCE", type=Path, help="The corpus, as downloaded.")
    parser.add_argument(
        "output",
        metavar="OUTPUT",
        type=Path,
        help="The rows, in a file ending in .jsonl or .parquet.",
    )
    return parser


def parquet_files(source: Path) -> list[Path]:
    """Return the Parquet files that a source is or holds."""
    return [source] if source.suffix == ".parquet" else sorted(source.glob("*.parquet"))


def read_parquet(path: Path) -> Iterator[Row]:
    """Yield the rows of a Parquet file."""
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(1000):
        yield from batch.to_pylist()


def write_rows(rows: Iterable[Row], output: Path) -> None:
    """Write rows as JSON Lines or Parquet; the file appears when it is whole."""
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(f".{output.name}.unfinished")
    write = _write_parquet if output.suffix == ".parquet" else _write_jsonl
    try:
        number = write(rows, unfinished)
        if not number:
            sys.exit("no row was found; the first lines of this script say what SOURCE holds")
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"{output}: {number:,} rows")


def _write_jsonl(rows: Iterable[Row], path: Path) -> int:
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            number += 1
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return number


def _write_parquet(rows: Iterable[Row], path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(list(rows))
    pq.write_table(table, path, compression="zstd")
    return int(table.num_rows)
