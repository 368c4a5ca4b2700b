"""The table of tokens."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tenor.features.engine import kernels
from tenor.features.engine.char_tables import identity_table

# The head of a token holds eight ASCII characters: lengths around it, and equal beginnings.
WORDS = st.text("ab", min_size=1, max_size=10) | st.text("aé𝐀", min_size=1, max_size=10)


def _tokenize(texts: list[str], table: tuple[Any, ...], *, min_length: int = 1, adds: bool = True):  # type: ignore[no-untyped-def]
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([0, *map(len, encoded)])
    data = np.frombuffer(b"".join(encoded), dtype=np.uint8)
    fold = identity_table(splits_at_space=True)
    return kernels.tokenize(data, offsets, fold, min_length, adds, *table)


@given(st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=4))
def test_equal_words_and_only_they_have_equal_numbers(texts: list[list[str]]) -> None:
    numbers: dict[str, int] = {}
    expected = [numbers.setdefault(word, len(numbers)) for words in texts for word in words]
    tokens, ends, *_, n = _tokenize([" ".join(words) for words in texts], kernels.new_token_table())
    assert tokens.tolist() == expected
    assert ends.tolist() == np.cumsum([len(words) for words in texts]).tolist()
    assert n == len(numbers)


def test_a_table_grows_and_keeps_its_numbers() -> None:
    words = [f"word{i}é" for i in range(20_000)]
    *_, slots, token_bytes, token_offsets, n = _tokenize(words, kernels.new_token_table())
    table = slots, token_bytes, token_offsets, n
    assert n == 20_000
    assert len(slots) >= 4 * n
    tokens, *_ = _tokenize([" ".join(reversed(words))], table, adds=False)
    assert tokens.tolist() == list(range(19_999, -1, -1))


def test_unknown_tokens_are_not_added_on_request() -> None:
    *_, slots, token_bytes, token_offsets, n = _tokenize(["dam"], kernels.new_token_table())
    table = slots, token_bytes, token_offsets, n
    tokens, *_, n = _tokenize(["the dam", "dams"], table, adds=False)
    assert (tokens.tolist(), n) == ([-1, 0, -1], 1)


def test_tokens_shorter_than_the_shortest_are_left_out() -> None:
    tokens, ends, *_, n = _tokenize(["a ab é éé"], kernels.new_token_table(), min_length=2)
    assert (tokens.tolist(), ends.tolist(), n) == ([0, 1], [2], 2)
