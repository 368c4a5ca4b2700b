"""Helpers shared by the scripts in this folder: command-line arguments, reading, writing."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

PARTS = {"train": "train", "val": "validation", "valid": "validation", "test": "test"}
"""Publishers' names of the parts, mapped to Tenor's."""


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with the arguments SOURCE and OUTPUT; a script may add its own options."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "source", metavar="SOURCE", type=Path, help="the corpus as downloaded (see above)"
    )
    parser.add_argument(
        "output", metavar="OUTPUT", type=Path, help="output file, ending in .jsonl or .parquet"
    )
    return parser


def find_parquet_files(source: Path) -> list[Path]:
    """Return ``source`` itself if it is a Parquet file, else the Parquet files in the folder."""
    return [source] if source.suffix == ".parquet" else sorted(source.glob("*.parquet"))


def read_parquet(path: Path) -> Iterator[Row]:
    """Yield the rows of a Parquet file."""
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(path).iter_batches(1000):
        yield from batch.to_pylist()


def write_rows(rows: Iterable[Row], output: Path) -> None:
    """Write rows as JSON Lines or Parquet; OUTPUT is replaced only when all rows are written."""
    output.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output.with_name(f".{output.name}.unfinished")
    write = _write_parquet if output.suffix == ".parquet" else _write_jsonl
    try:
        n_rows = write(rows, unfinished)
        if not n_rows:
            sys.exit("no rows found; --help lists the files that SOURCE must contain")
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    print(f"{output}: {n_rows:,} rows")


def _write_jsonl(rows: Iterable[Row], path: Path) -> int:
    n_rows = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            n_rows += 1
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return n_rows


def _write_parquet(rows: Iterable[Row], path: Path) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(list(rows))
    pq.write_table(table, path, compression="zstd")
    return int(table.num_rows)
