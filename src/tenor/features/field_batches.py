"""The texts of a field of many articles, in the batches that the vectorizer engine encodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from tenor.features.engine.utf8 import BATCH_SIZE, TextBatch, Utf8Texts, text_batches
from tenor.features.fields import FIELDS, SEPARATOR, FieldInput, TextKey

if TYPE_CHECKING:
    import pandas as pd


def field_batches(key: TextKey, articles: pd.DataFrame) -> Iterator[TextBatch]:
    """Yield the texts of a field in batches, in the order of the articles.

    The columns of a field that joins columns stay bytes: no string is made of them.

    Parameters
    ----------
    key
        The field, and the target names that it is computed with.
    articles
        A table with the columns ``title``, ``text`` and ``claim``.
    """
    name, target_names = key
    field = FIELDS[name]
    if field.joins:
        for start in range(0, len(articles), BATCH_SIZE):
            rows = slice(start, start + BATCH_SIZE)
            yield _joined([articles[column].iloc[rows] for column in field.joins])
        return
    columns = (articles[column] for column in ("title", "text", "claim"))
    yield from text_batches(
        field.compute(FieldInput(title, text, claim, target_names))
        for title, text, claim in zip(*columns, strict=True)
    )


def _joined(columns: list[pd.Series]) -> Utf8Texts:
    import pyarrow as pa
    import pyarrow.compute as pc

    string = pa.large_string()
    texts = pc.binary_join_element_wise(
        *(pa.array(column, string) for column in columns), pa.scalar(SEPARATOR, string)
    )
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    _, starts, data = texts.buffers()
    # The kernels are compiled for read-only bytes and writable offsets.
    read_only = np.frombuffer(data or b"", dtype=np.uint8)
    read_only.flags.writeable = False
    return Utf8Texts(read_only, np.frombuffer(starts, dtype=np.int64)[: len(texts) + 1].copy())
