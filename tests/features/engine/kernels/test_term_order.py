"""The order of terms and their spelling."""

from __future__ import annotations

import itertools

import numpy as np

from tenor.features.engine import kernels

RANKS = np.array([1, 0, 2])
ALL_TOKENS, ALL_NGRAMS = np.ones(3, dtype=bool), np.ones(7, dtype=bool)
TOKEN_BYTES = np.frombuffer(b"bac", dtype=np.uint8).copy()
TOKEN_OFFSETS = np.arange(4)
"""The tokens 0, 1 and 2 are "b", "a" and "c"."""


def _keys() -> np.ndarray:
    """Return the keys of "a b", "b c", "c a", "a c", "a b c", "b c a" and "c a c"."""
    tokens = np.array([1, 0, 2, 1, 2], dtype=np.int32)
    empty = kernels.new_ngram_table()
    *_, keys, n = kernels.encode_ngrams(tokens, np.array([5]), 2, 3, False, True, *empty)
    return keys[:n]


def test_columns_follow_the_order_of_the_terms() -> None:
    token_columns, ngram_columns = kernels.order_terms(RANKS, _keys(), ALL_TOKENS, ALL_NGRAMS)
    # a, a b, a b c, a c, b, b c, b c a, c, c a, c a c
    assert token_columns.tolist() == [4, 0, 7]
    assert ngram_columns.tolist() == [1, 5, 8, 3, 2, 6, 9]


def test_prefixes_that_are_no_terms_have_no_column() -> None:
    only_a_b_c = np.array([False, False, False, False, True, False, False])
    token_columns, ngram_columns = kernels.order_terms(RANKS, _keys(), ~ALL_TOKENS, only_a_b_c)
    assert token_columns.tolist() == [-1, -1, -1]
    assert ngram_columns.tolist() == [-1, -1, -1, -1, 0, -1, -1]


def test_terms_are_spelled_in_the_order_of_their_columns() -> None:
    keys = _keys()
    columns = kernels.order_terms(RANKS, keys, ALL_TOKENS, ALL_NGRAMS)
    for joined, expected in (
        (1, ["a", "a b", "a b c", "a c", "b", "b c", "b c a", "c", "c a", "c a c"]),
        (0, ["a", "ab", "abc", "ac", "b", "bc", "bca", "c", "ca", "cac"]),
    ):
        text, offsets = kernels.spell_terms(*columns, 10, keys, TOKEN_BYTES, TOKEN_OFFSETS, joined)
        spelled = text.tobytes().decode()
        assert [spelled[a:b] for a, b in itertools.pairwise(offsets)] == expected


def test_eight_bytes_compare_as_the_words_do() -> None:
    words = np.frombuffer("abcdefghijabcé".encode(), dtype=np.uint8).copy()
    offsets, tokens = np.array([0, 10, 15]), np.array([0, 1])
    first = kernels.eight_bytes(words, offsets, tokens, 0)
    assert first.tolist() == [0x6162636465666768, 0x616263C3A9000000]
    assert kernels.eight_bytes(words, offsets, tokens, 8).tolist() == [0x696A000000000000, 0]
