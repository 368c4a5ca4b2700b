"""Texts as UTF-8: what is joined as bytes is what is joined as text."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.features import FIELDS, Analysis, field_text, utf8
from tenor.features.utf8 import Utf8, batches, encoded, field_batches

CELLS = st.one_of(st.text("aBßİΣσ’“”中 \n\u0301𝐀\x00", max_size=20), st.text(max_size=20)).filter(
    lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12)
WAYS = [
    Analysis.of("word", (1, 2), True, None, None),
    Analysis.of("word", (1, 1), False, None, None),
    Analysis.of("char", (1, 2), True, "unicode", None),
]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("dtype", ["str", object])
@given(rows=ROWS)
def test_a_field_of_a_table_is_the_field_of_its_articles(
    field: str, way: Analysis, dtype: type, rows: list[tuple[str, str, str]]
) -> None:
    articles = pd.DataFrame(rows, columns=["title", "text", "claim"], dtype=dtype)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utf8, "BATCH", 5)
        found = [encoded(batch, way) for batch in field_batches(field, articles)]
        texts = [field_text(field, title=t, text=b, claim=c) for t, b, c in rows]
        expected = [encoded(batch, way) for batch in batches(texts)]
    assert len(found) == len(expected)
    for own, other in zip(found, expected, strict=True):
        assert own.data.tobytes() == other.data.tobytes()
        assert own.starts.tolist() == other.starts.tolist()


def test_rows_that_lie_in_several_chunks_are_joined_whole() -> None:
    """Where a table's row groups end need not be where a batch does."""
    parts = [pd.DataFrame({"title": list("abc"), "text": list("xyz"), "claim": ""})] * 3
    [batch] = field_batches("title_body", pd.concat(parts))
    assert isinstance(batch, Utf8)
    assert batch.decoded() == ["a\n\nx", "b\n\ny", "c\n\nz"] * 3


def test_joined_bytes_are_read_by_the_loops_that_read_encoded_text() -> None:
    """For arrays that may be written to where these may not they would be compiled once more."""
    articles = pd.DataFrame({"title": ["a"], "text": ["b"], "claim": [""]})
    for batch in (*field_batches("body", articles), ["a b"]):
        data, starts = encoded(batch, WAYS[0])
        assert (data.flags.writeable, starts.flags.writeable) == (False, True)
        assert (data.dtype, starts.dtype) == (np.uint8, np.int64)
