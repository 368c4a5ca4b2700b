"""The articles table of a corpus, with the duplicate groups that are known at its end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tenor.corpus.columns import articles_schema
from tenor.corpus.duplicates import group_duplicates
from tenor.corpus.judgments import BATCH_SIZE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def write_grouped(
    ungrouped: Path, output: Path, signatures: NDArray[np.uint32]
) -> tuple[list[str], list[str]]:
    """Write a table of articles with their duplicate groups.

    Parameters
    ----------
    ungrouped
        The Parquet file of the articles, without duplicate groups.
    output
        The file to write.
    signatures
        The MinHash signatures of the articles, shape (n, 128).

    Returns
    -------
    tuple of two lists
        The ids of the articles, and their groups: each is the id of its first article.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    groups = group_duplicates(signatures)
    schema = articles_schema().append(pa.field("duplicate_group", pa.string()))
    start = 0
    with (
        pq.ParquetFile(ungrouped) as source,
        pq.ParquetWriter(output, schema, compression="zstd") as writer,
    ):
        ids = source.read(["article_id"]).column("article_id").to_pylist()
        names = [ids[i] for i in groups]
        for batch in source.iter_batches(BATCH_SIZE):
            column = pa.array(names[start : start + len(batch)], pa.string())
            start += len(batch)
            table = pa.Table.from_batches([batch]).append_column("duplicate_group", column)
            writer.write_table(table)
    return ids, names
