"""The compiled loops, where the vectorizer's own tests do not reach."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tenor.features import kernels


def _mixed(x: np.ndarray) -> np.ndarray:
    for _ in range(2):
        x = (x ^ (x >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return x ^ (x >> np.uint64(32))


def test_a_text_made_so_that_its_pairs_share_few_slots_is_counted_and_hangs_nothing() -> None:
    n_tokens = 3000
    candidates = np.arange(n_tokens, dtype=np.uint64)
    text = [0]
    for _ in range(n_tokens - 1):
        keys = (np.uint64(text[-1]) << np.uint64(32)) | candidates
        wanted = np.flatnonzero(_mixed(keys) % np.uint64(64) == 0)
        text.append(int(wanted[len(text) % len(wanted)]))
    ids = np.array(text, dtype=np.int32)
    pairs = list(dict.fromkeys(pairwise(text)))
    ends = np.array([len(ids)])
    grams, gram_ends, _, keys, n = kernels.ngrams(
        ids, ends, 2, 2, False, True, *kernels.gram_table()
    )
    assert [(int(key) >> 32, int(key) & 0xFFFFFFFF) for key in keys[:n]] == pairs
    assert [pairs[gram] for gram in grams] == list(pairwise(text))
    assert gram_ends.tolist() == [len(text) - 1]


def test_tables_of_two_threads_become_one_with_their_tokens_renumbered() -> None:
    ends = np.array([3])

    def learned(tokens: list[int]) -> list[object]:
        ids = np.array(tokens, dtype=np.int32)
        return list(kernels.ngrams(ids, ends, 2, 3, False, True, *kernels.gram_table())[2:])

    # Here 0 is "the", 1 "dam", 2 "holds"; there 0 is "dam", 1 "holds", 2 "water".
    here, there = learned([0, 1, 2]), learned([0, 1, 2])
    token_of = np.array([1, 2, 3], dtype=np.int32)
    *_, n, gram_of = kernels.merged(*here, *there[1:], token_of)
    # "the dam", "dam holds", "the dam holds"; then "holds water", "dam holds water".
    assert gram_of.tolist() == [1, 3, 4]
    assert n == 5


def test_terms_are_numbered_in_rising_order_and_wanted_ones_keep_their_beginnings() -> None:
    ids = np.array([1, 0, 2, 1, 2], dtype=np.int32)
    *_, keys, n = kernels.ngrams(ids, np.array([5]), 2, 3, False, True, *kernels.gram_table())
    # 0 is "b", 1 "a", 2 "c": "a b", "b c", "c a", "a c", "a b c", "b c a", "c a c".
    rank = np.array([1, 0, 2])
    all_tokens, all_grams = np.ones(3, dtype=bool), np.ones(7, dtype=bool)
    of_token, of_gram = kernels.in_term_order(rank, keys[:n], all_tokens, all_grams)
    # a, a b, a b c, a c, b, b c, b c a, c, c a, c a c
    assert of_token.tolist() == [4, 0, 7]
    assert of_gram.tolist() == [1, 5, 8, 3, 2, 6, 9]
    only = np.array([False, False, False, False, True, False, False])
    assert kernels.in_term_order(rank, keys[:n], ~all_tokens, only)[1].tolist() == [
        -1, -1, -1, -1, 0, -1, -1,
    ]  # fmt: skip
    kept, numbers = kernels.pruned(keys[:n], only)
    assert numbers.tolist() == [0, 4]
    # "a b" as it was, and "c" after the n-gram that has number 0 now.
    assert kept.tolist() == [keys[0], 0x80000000 << 32 | 2]
