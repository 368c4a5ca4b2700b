"""Texts as UTF-8, in batches that one thread takes at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.features.analysis import Analysis, strip_accents
from tenor.features.fields import BETWEEN, field_text

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

BATCH = 512
"""Texts that one thread cuts at a time."""

JOINED = {"title": ["title"], "body": ["text"], "claim": ["claim"], "title_body": ["title", "text"]}
"""The fields that are columns of a table of articles, or two of them."""

SPECIAL = "\u0130", "\u03a3"
"""The only letters whose lower case is not one letter, or depends on their neighbors."""


class Utf8(NamedTuple):
    """The bytes of texts, one after another; where each begins and the last ends, (n + 1,)."""

    data: NDArray[np.uint8]
    starts: NDArray[np.int64]

    def decoded(self) -> list[str]:
        """Return the texts."""
        data, starts = self.data.tobytes(), self.starts.tolist()
        return [data[start:stop].decode() for start, stop in itertools.pairwise(starts)]

    def holds_special(self) -> bool:
        """Whether any text holds a letter that `SPECIAL` names."""
        data = self.data.tobytes()
        return any(letter.encode() in data for letter in SPECIAL)


Batch = Sequence[str] | Utf8


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in batches."""
    rest = iter(texts)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def field_batches(
    field: str, articles: pd.DataFrame, names: tuple[str, ...] = ()
) -> Iterator[Batch]:
    """Yield the texts of a field of articles, n of them, in batches.

    Fields that are columns as they stand go by as bytes: no text becomes a string on the way.

    Parameters
    ----------
    articles
        A table with the columns ``title``, ``text`` and ``claim``.
    names
        What a stance's target is called.
    """
    if field in JOINED:
        for start in range(0, len(articles), BATCH):
            rows = slice(start, start + BATCH)
            yield _joined([articles[name].iloc[rows] for name in JOINED[field]])
        return
    columns = (articles[name] for name in ("title", "text", "claim"))
    yield from batches(
        field_text(field, title=title, text=text, claim=claim, names=names)
        for title, text, claim in zip(*columns, strict=True)
    )


def encoded(texts: Batch, analysis: Analysis) -> Utf8:
    """Return texts as UTF-8, with changes that are not of one letter at a time made."""
    if isinstance(texts, Utf8):
        if not analysis.strip_accents and not (analysis.lowercase and texts.holds_special()):
            return texts
        texts = texts.decoded()
    encoded = [_prepared(text, analysis).encode("utf-8", "surrogatepass") for text in texts]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return Utf8(np.frombuffer(b"".join(encoded), dtype=np.uint8), starts)


def _joined(columns: list[pd.Series]) -> Utf8:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = pa.large_string()
    texts = pc.binary_join_element_wise(
        *(pa.array(column, kind) for column in columns), pa.scalar(BETWEEN, kind)
    )
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    _, starts, data = texts.buffers()
    # The loops are compiled for bytes that cannot be written to and numbers that can.
    read_only = np.frombuffer(data or b"", dtype=np.uint8)
    read_only.flags.writeable = False
    return Utf8(read_only, np.frombuffer(starts, dtype=np.int64)[: len(texts) + 1].copy())


def _prepared(text: str, analysis: Analysis) -> str:
    if analysis.strip_accents:
        return strip_accents(text.lower() if analysis.lowercase else text, analysis.strip_accents)
    if text.isascii():
        return text
    if analysis.lowercase and any(letter in text for letter in SPECIAL):
        return text.lower()
    return text
