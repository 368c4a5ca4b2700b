"""The compiled loops, where the vectorizer's own tests do not reach."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from tenor.features import kernels


def _mixed(x: np.ndarray) -> np.ndarray:
    for _ in range(2):
        x = (x ^ (x >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return x ^ (x >> np.uint64(32))


def test_a_text_made_to_fill_one_shard_is_counted_and_hangs_nothing() -> None:
    n_shards, n_tokens = 8, 6000
    candidates = np.arange(n_tokens, dtype=np.uint64)
    text = [0]
    for _ in range(n_tokens - 1):
        keys = (np.uint64(text[-1]) << np.uint64(32)) | candidates
        wanted = np.flatnonzero((_mixed(keys) >> np.uint64(40)) % np.uint64(n_shards) == 0)
        text.append(int(wanted[len(text) % len(wanted)]))
    ids = np.array(text, dtype=np.int32)
    pairs = set(pairwise(text))
    assert len(pairs) > 4096
    keys, nodes = kernels.ngram_table(np.empty(0, dtype=np.uint64), n_tokens)
    alive = np.ones(n_tokens, dtype=bool)
    found = [
        kernels.count_ngrams(ids, np.array([len(ids)]), 2, alive, keys, nodes, shard, n_shards, 1)
        for shard in range(n_shards)
    ]
    assert [len(part[0]) for part in found] == [len(pairs)] + [0] * (n_shards - 1)
    assert found[0][2].sum() == len(ids) - 1
