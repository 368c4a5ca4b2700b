"""The table of n-grams: exact whatever the hashes are, and merged with the tables of threads."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from tenor.features.engine import kernels


def _mix(x: np.ndarray) -> np.ndarray:
    for _ in range(2):
        x = (x ^ (x >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return x ^ (x >> np.uint64(32))


def _encode(tokens: list[int], max_n: int) -> tuple[Any, ...]:
    ids, ends = np.array(tokens, dtype=np.int32), np.array([len(tokens)])
    return kernels.encode_ngrams(ids, ends, 2, max_n, False, True, *kernels.new_ngram_table())


def test_pairs_that_were_chosen_to_share_few_slots_are_counted_exactly() -> None:
    """The hashes of all pairs of this text are multiples of 64."""
    n_tokens = 3000
    candidates = np.arange(n_tokens, dtype=np.uint64)
    tokens = [0]
    for _ in range(n_tokens - 1):
        keys = (np.uint64(tokens[-1]) << np.uint64(32)) | candidates
        colliding = np.flatnonzero(_mix(keys) % np.uint64(64) == 0)
        tokens.append(int(colliding[len(tokens) % len(colliding)]))
    pairs = list(dict.fromkeys(pairwise(tokens)))
    ngrams, ngram_ends, _, keys, n = _encode(tokens, 2)
    assert [(int(key) >> 32, int(key) & 0xFFFFFFFF) for key in keys[:n]] == pairs
    assert [pairs[ngram] for ngram in ngrams] == list(pairwise(tokens))
    assert ngram_ends.tolist() == [len(tokens) - 1]


def test_the_table_of_another_thread_is_added_with_its_tokens_renumbered() -> None:
    # Here 0 is "the", 1 "dam", 2 "holds"; in the other table 0 is "dam", 1 "holds", 2 "water".
    table, other = _encode([0, 1, 2], 3)[2:], _encode([0, 1, 2], 3)[2:]
    token_numbers = np.array([1, 2, 3], dtype=np.int32)
    *_, n, ngram_numbers = kernels.merge_ngrams(*table, *other[1:], token_numbers)
    # "the dam", "dam holds", "the dam holds"; then "holds water", "dam holds water".
    assert ngram_numbers.tolist() == [1, 3, 4]
    assert n == 5


def test_a_subset_keeps_the_prefixes_of_its_ngrams() -> None:
    *_, keys, n = _encode([1, 0, 2, 1, 2], 3)
    # 0 is "b", 1 "a", 2 "c": "a b", "b c", "c a", "a c", "a b c", "b c a", "c a c".
    wanted = np.array([False, False, False, False, True, False, False])
    new_keys, old_numbers = kernels.subset_ngrams(keys[:n], wanted)
    assert old_numbers.tolist() == [0, 4]
    # "a b" as it was, and "c" after the n-gram that has the number 0 now.
    assert new_keys.tolist() == [keys[0], 0x80000000 << 32 | 2]


def test_slots_are_built_again_from_the_keys() -> None:
    _, _, _, keys, n = _encode(list(range(5000)), 2)
    slots = kernels.build_slots(keys, n, n)
    tokens, ends = np.arange(5000, dtype=np.int32), np.array([5000])
    ngrams, *_ = kernels.encode_ngrams(tokens, ends, 2, 2, False, False, slots, keys, n)
    assert ngrams.tolist() == list(range(4999))
