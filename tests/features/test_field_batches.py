"""Batches of a field: the bytes of joined columns are the bytes of joined strings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenor.articles import Article
from tenor.features import FIELDS, Analysis, field_text, text_key
from tenor.features import field_batches as module
from tenor.features.engine import utf8
from tenor.features.engine.utf8 import Utf8Texts, encode_utf8, text_batches
from tenor.features.field_batches import field_batches

CELLS = st.one_of(st.text("aBßİΣσ’“”中 \n\u0301𝐀\x00", max_size=20), st.text(max_size=20)).filter(
    lambda text: not any("\ud800" <= letter <= "\udfff" for letter in text)
)
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12)
ANALYSES = [
    Analysis(ngram_range=(1, 2)),
    Analysis(lowercase=False),
    Analysis("char", (1, 2), strip_accents="unicode"),
]
TITLE_BODY = text_key("title_body", ())


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("analysis", ANALYSES)
@pytest.mark.parametrize("dtype", ["str", object])
@given(rows=ROWS)
def test_the_texts_of_a_table_are_the_texts_of_its_articles(
    field: str, analysis: Analysis, dtype: type, rows: list[tuple[str, str, str]]
) -> None:
    table = pd.DataFrame(rows, columns=["title", "text", "claim"], dtype=dtype)
    key = text_key(field, ("a", "中"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utf8, "BATCH_SIZE", 5)
        patch.setattr(module, "BATCH_SIZE", 5)
        batches = [encode_utf8(batch, analysis) for batch in field_batches(key, table)]
        articles = [Article(article_id="", title=a, text=b, claim=c) for a, b, c in rows]
        texts = text_batches(field_text(key, article) for article in articles)
        expected = [encode_utf8(batch, analysis) for batch in texts]
    assert len(batches) == len(expected)
    for batch, other in zip(batches, expected, strict=True):
        assert batch.data.tobytes() == other.data.tobytes()
        assert batch.offsets.tolist() == other.offsets.tolist()


def test_rows_of_several_chunks_are_joined() -> None:
    """The row groups of a table need not end where a batch does."""
    parts = [pd.DataFrame({"title": list("abc"), "text": list("xyz"), "claim": ""})] * 3
    [batch] = field_batches(TITLE_BODY, pd.concat(parts))
    assert isinstance(batch, Utf8Texts)
    assert batch.decode() == ["a\n\nx", "b\n\ny", "c\n\nz"] * 3


def test_joined_columns_have_the_array_types_of_encoded_strings() -> None:
    """For other types, or for bytes that can be written to, kernels would be compiled again."""
    table = pd.DataFrame({"title": ["a"], "text": ["b"], "claim": [""]})
    for batch in (*field_batches(text_key("body", ()), table), ["a b"]):
        data, offsets = encode_utf8(batch, ANALYSES[0])
        assert (data.flags.writeable, offsets.flags.writeable) == (False, True)
        assert (data.dtype, offsets.dtype) == (np.uint8, np.int64)
