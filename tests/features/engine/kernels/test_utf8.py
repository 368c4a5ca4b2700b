"""From UTF-8 to code points."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenor.features.engine import kernels
from tenor.features.engine.char_tables import identity_table, space_table


def _fold(texts: list[str]) -> tuple[str, list[int]]:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    fold = identity_table(splits_at_space=False)
    tokens, ends = kernels.fold_code_points(data, offsets, fold, space_table())
    return "".join(map(chr, tokens)), ends.tolist()


@given(st.lists(st.text(st.characters(codec=None, categories=None)), min_size=1, max_size=4))
def test_text_without_runs_of_white_space_is_decoded_as_python_does(texts: list[str]) -> None:
    texts = ["".join(char for char in text if not char.isspace()) for text in texts]
    assert _fold(texts) == ("".join(texts), np.cumsum([len(text) for text in texts]).tolist())


def test_a_run_of_white_space_becomes_one_space_within_a_text() -> None:
    assert _fold(["a\n\tb\nc", "\u2028", "\u2028 d"]) == ("a b\nc\u2028 d", [5, 6, 8])


def test_words_are_padded_with_spaces() -> None:
    words = np.frombuffer("damé𝐀".encode(), dtype=np.uint8).copy()
    tokens, ends = kernels.pad_words(words, np.array([0, 3, 9]), 2)
    assert ("".join(map(chr, tokens)), ends.tolist()) == (" dam  é𝐀 ", [5, 9])
