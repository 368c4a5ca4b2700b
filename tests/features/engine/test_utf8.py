"""Texts as UTF-8."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.features import Analysis
from tenor.features.engine.utf8 import BATCH_SIZE, Utf8Texts, encode_utf8, text_batches

PLAIN = Analysis()


def _utf8(*texts: str) -> Utf8Texts:
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    return Utf8Texts(np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets)


def test_batches_are_as_long_as_they_may_be_and_read_nothing_ahead() -> None:
    texts = iter(["a"] * (BATCH_SIZE + 2))
    batches = text_batches(texts)
    assert len(next(batches)) == BATCH_SIZE
    assert len(list(texts)) == 2
    assert list(batches) == []


def test_texts_are_encoded_one_after_another() -> None:
    data, offsets = encode_utf8(["é", "", "\ud800b"], PLAIN)
    assert (data.tobytes(), offsets.tolist()) == (b"\xc3\xa9\xed\xa0\x80b", [0, 2, 2, 6])


@pytest.mark.parametrize(
    ("analysis", "text", "expected"),
    [
        (PLAIN, "THE É", "THE É"),
        (PLAIN, "ΑΣ", "ας"),
        (PLAIN, "İ", "i\u0307"),
        (Analysis(lowercase=False), "ΑΣ İ", "ΑΣ İ"),
        (Analysis(strip_accents="unicode"), "É 経", "e 経"),
        (Analysis(strip_accents="ascii"), "É 経", "e "),
        (Analysis(strip_accents="unicode", lowercase=False), "É", "E"),
    ],
)
def test_only_what_tables_of_characters_cannot_do_is_done_before_encoding(
    analysis: Analysis, text: str, expected: str
) -> None:
    """For strings and for texts that are UTF-8 already."""
    assert encode_utf8([text], analysis).decode() == [expected]
    assert encode_utf8(_utf8(text), analysis).decode() == [expected]


def test_bytes_that_need_no_change_are_not_copied() -> None:
    texts = _utf8("The dam", "", "É")
    assert encode_utf8(texts, PLAIN) is texts
    assert texts.decode() == ["The dam", "", "É"]
