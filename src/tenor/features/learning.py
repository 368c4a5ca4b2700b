"""Learning a vocabulary from texts, by compiled loops.

The terms are those of the plain path (`Analysis.terms`); one is counted only
once it is known that it can be in enough texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis
from tenor.features.cutting import (
    Tokens,
    as_tokens,
    characters,
    cut_texts,
    in_order,
    span_of,
    spans_of,
    without_stop_words,
)
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARDS = 4
"""Parts, for each thread, in which n-grams are counted: more cost time, fewer cost memory."""


@dataclass(frozen=True)
class Learned:
    """A vocabulary, the number of texts that each term is in, and its occurrences."""

    vocabulary: Vocabulary
    in_texts: NDArray[np.int64]
    occurs: NDArray[np.int64]


def learn(texts: Sequence[str], analysis: Analysis, least: int, n_jobs: int) -> Learned:
    """Find the terms that are in at least ``least`` texts, in rising order."""
    if analysis.analyzer == "char_wb":
        return _learn_in_words(texts, analysis, least, n_jobs)
    if analysis.analyzer == "word":
        tokens = without_stop_words(cut_texts(texts, analysis, n_jobs), analysis)
    else:
        tokens = characters(texts, analysis)
    in_texts, occurs = kernels.text_frequencies(tokens.ids, tokens.ends, len(tokens))
    grams = _Grams(tokens, analysis.ngram_range, least, n_jobs, in_texts, occurs)
    return _sorted(grams, grams.in_texts, grams.occurs, least, analysis)


class _Grams:
    """All n-grams of tokens up to the longest; node numbers go on from token numbers."""

    def __init__(
        self,
        tokens: Tokens,
        ngram_range: tuple[int, int],
        least: int,
        n_jobs: int,
        in_texts: NDArray[np.int32],
        occurs: NDArray[np.int64],
    ) -> None:
        self.tokens = tokens
        levels, counts, totals = [], [in_texts], [occurs]
        alive = in_texts >= least
        keys, nodes = kernels.ngram_table(np.empty(0, dtype=np.uint64), len(tokens))
        self.lengths = [np.ones(len(tokens), dtype=np.int32)]
        for n in range(2, ngram_range[1] + 1):
            n_shards = SHARDS * n_jobs

            def count(
                shard: int,
                n: int = n,
                keys: Any = keys,
                nodes: Any = nodes,
                n_shards: int = n_shards,
            ) -> Any:
                return kernels.count_ngrams(
                    tokens.ids, tokens.ends, n, alive, keys, nodes, shard, n_shards, least
                )

            found = list(in_order(count, range(n_shards), n_jobs))
            levels += [part[0] for part in found]
            counts += [part[1] for part in found]
            totals += [part[2] for part in found]
            self.lengths += [np.full(len(part[0]), n, dtype=np.int32) for part in found]
            self.keys = np.concatenate(levels)
            keys, nodes = kernels.ngram_table(self.keys, len(tokens))
        if not levels:
            self.keys = np.empty(0, dtype=np.uint64)
        self.table = keys, nodes
        self.in_texts = np.concatenate(counts)
        self.occurs = np.concatenate(totals)

    def paths(self, nodes: NDArray[np.intp], longest: int) -> NDArray[np.int32]:
        """Return the tokens of nodes, shape (n, longest), -1 after the last."""
        paths = np.full((len(nodes), longest), -1, dtype=np.int32)
        lengths = np.concatenate(self.lengths)[nodes]
        at = np.asarray(nodes, dtype=np.int64).copy()
        first = len(self.tokens)
        for k in range(longest - 1, 0, -1):
            longer = lengths > k
            key = self.keys[at[longer] - first]
            paths[longer, k] = (key & np.uint64(0xFFFFFFFF)).astype(np.int32)
            at[longer] = (key >> np.uint64(32)).astype(np.int64)
        paths[:, 0] = at
        return paths


def _learn_in_words(texts: Sequence[str], analysis: Analysis, least: int, n_jobs: int) -> Learned:
    tokens = cut_texts(texts, analysis, n_jobs)
    ids, ends = kernels.padded_words(tokens.chars, tokens.char_ends, 0, len(tokens))
    letters = as_tokens(ids, ends)
    n = np.zeros(len(letters), dtype=np.int32)
    # Every n-gram of every word is kept until it is known how many texts have it.
    grams = _Grams(letters, analysis.ngram_range, 0, n_jobs, n, n.astype(np.int64))
    everything = np.arange(len(grams.in_texts), dtype=np.int32)
    low, high = analysis.ngram_range
    lists, list_ends = kernels.grams_of_words(
        letters.ids, letters.ends, low, high, everything, *grams.table
    )

    def count(span: tuple[int, int]) -> Any:
        part, part_ends = span_of(tokens, *span)
        return kernels.gram_frequencies(part, part_ends, lists, list_ends, len(everything))

    spans = spans_of(len(texts), -(-len(texts) // n_jobs))
    parts = list(in_order(count, spans, n_jobs))
    in_texts = sum((part[0].astype(np.int64) for part in parts), np.zeros(1, dtype=np.int64))
    occurs = sum((part[1] for part in parts), np.zeros(1, dtype=np.int64))
    return _sorted(grams, in_texts, occurs, max(1, least), analysis)


def _sorted(
    grams: _Grams,
    in_texts: NDArray[Any],
    occurs: NDArray[Any],
    least: int,
    analysis: Analysis,
) -> Learned:
    lengths = np.concatenate(grams.lengths)
    kept = in_texts >= least
    if analysis.analyzer != "char_wb":
        kept &= lengths >= analysis.ngram_range[0]
    nodes = np.flatnonzero(kept)
    longest = int(lengths[nodes].max(initial=1))
    paths = grams.paths(nodes, longest)
    order = _order(paths, grams.tokens)
    nodes, paths = nodes[order], paths[order]
    return Learned(
        _spelled(paths, lengths[nodes], grams.tokens, joined=analysis.analyzer == "word"),
        in_texts[nodes].astype(np.int64),
        occurs[nodes].astype(np.int64),
    )


def _order(paths: NDArray[np.int32], tokens: Tokens) -> NDArray[np.intp]:
    # Ordering by the tokens' ranks is ordering the terms: the space that joins
    # words comes before every character that a word can hold.
    chars, ends = tokens.chars.tobytes(), tokens.char_ends.tolist()
    spelled = [chars[a:b] for a, b in pairwise(ends)]
    rank = np.zeros(len(spelled) + 1, dtype=np.int64)
    rank[sorted(range(len(spelled)), key=spelled.__getitem__)] = np.arange(1, len(spelled) + 1)
    # Position -1, which stands for no token, has rank 0.
    ranks = rank[paths]
    bits = max(1, len(spelled).bit_length())
    per_key = max(1, 63 // bits)
    packed = []
    for start in range(0, paths.shape[1], per_key):
        key = np.zeros(len(paths), dtype=np.int64)
        for column in ranks[:, start : start + per_key].T:
            key = (key << bits) | column
        packed.append(key)
    if len(packed) == 1:
        return np.argsort(packed[0], kind="stable")
    return np.lexsort(packed[::-1])


def _spelled(
    paths: NDArray[np.int32], lengths: NDArray[np.int32], tokens: Tokens, *, joined: bool
) -> Vocabulary:
    sizes = np.append(np.diff(tokens.char_ends), 0)
    total = int(sizes[paths].sum()) + (int((lengths - 1).sum()) if joined else 0)
    text = np.empty(total, dtype=np.uint8)
    offsets = np.empty(len(paths) + 1, dtype=np.int64)
    kernels.spell(paths, lengths, tokens.chars, tokens.char_ends, joined, text, offsets)
    return Vocabulary(text, offsets)
