"""Texts as UTF-8, in batches that a thread takes one at a time."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.features.analysis import Analysis, strip_accents

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH_SIZE = 512
"""Texts that a thread takes at a time."""

IRREGULAR_CAPITALS = "\u0130", "\u03a3"
"""The letters whose lower case is more than one letter (dotted I) or depends on the neighbors
(Greek sigma): no table of single characters lowers them."""


class Utf8Texts(NamedTuple):
    """Texts as UTF-8.

    Attributes
    ----------
    data
        The bytes of all texts, one after another, shape (n_bytes,).
    offsets
        Where each text begins in ``data``, and where the last one ends, shape (n_texts + 1,).
    """

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    def decode(self) -> list[str]:
        """Return the texts as strings."""
        data, offsets = self.data.tobytes(), self.offsets.tolist()
        return [data[start:stop].decode() for start, stop in itertools.pairwise(offsets)]

    def has_irregular_capitals(self) -> bool:
        """Whether any text has a letter of `IRREGULAR_CAPITALS`."""
        data = self.data.tobytes()
        return any(letter.encode() in data for letter in IRREGULAR_CAPITALS)


TextBatch = Sequence[str] | Utf8Texts
"""Texts as strings, or as bytes where they never were strings."""


def text_batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield texts in batches of `BATCH_SIZE`."""
    iterator = iter(texts)
    while batch := list(itertools.islice(iterator, BATCH_SIZE)):
        yield batch


def encode_utf8(texts: TextBatch, analysis: Analysis) -> Utf8Texts:
    """Return texts as UTF-8, with their accents stripped if the analysis strips them.

    Texts with `IRREGULAR_CAPITALS` are lowered if the analysis lowers case. All other folding is
    left to the kernels and their tables of characters, see `char_tables`.
    """
    if isinstance(texts, Utf8Texts):
        if not analysis.strip_accents and not (
            analysis.lowercase and texts.has_irregular_capitals()
        ):
            return texts
        texts = texts.decode()
    encoded = [_preprocess(text, analysis).encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in encoded], out=offsets[1:])
    return Utf8Texts(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)


def _preprocess(text: str, analysis: Analysis) -> str:
    if analysis.strip_accents:
        return strip_accents(text.lower() if analysis.lowercase else text, analysis.strip_accents)
    if text.isascii():
        return text
    if analysis.lowercase and any(letter in text for letter in IRREGULAR_CAPITALS):
        return text.lower()
    return text
