"""Learning a vocabulary from texts, and counting its terms in texts, by compiled loops.

The results are those of the plain path (`Analysis.terms`, counted), at the
speed of the machine: texts are cut on all threads, and a term is counted once
it is known that it can be in enough texts.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis, strip_accents
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

N_CODE_POINTS = 0x110000
BATCH = 512
"""Texts that one thread counts at a time."""
SHARDS = 4
"""Parts, for each thread, in which n-grams are counted: fewer cost memory, more cost time."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Tokens:
    """Texts as token numbers.

    Attributes
    ----------
    ids, ends
        Token numbers of all texts, and where each text's end in them.
    chars, char_ends
        The UTF-8 of all tokens, and where each begins and the last ends.
    """

    ids: NDArray[np.int32]
    ends: NDArray[np.int64]
    chars: NDArray[np.uint8]
    char_ends: NDArray[np.int64]

    def __len__(self) -> int:
        """The number of distinct tokens."""
        return len(self.char_ends) - 1


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
        tokens = _without_stop_words(_cut(texts, analysis, n_jobs), analysis)
    else:
        tokens = _characters(texts, analysis)
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


def _learn_in_words(texts: Sequence[str], analysis: Analysis, least: int, n_jobs: int) -> Learned:
    tokens = _cut(texts, analysis, n_jobs)
    ids, ends = kernels.padded_words(tokens.chars, tokens.char_ends, 0, len(tokens))
    letters = _as_tokens(ids, ends)
    n = np.zeros(len(letters), dtype=np.int32)
    # Every n-gram of every word is kept until it is known how many texts have it.
    grams = _Grams(letters, analysis.ngram_range, 0, n_jobs, n, n.astype(np.int64))
    everything = np.arange(len(grams.in_texts), dtype=np.int32)
    low, high = analysis.ngram_range
    lists, list_ends = kernels.grams_of_words(
        letters.ids, letters.ends, low, high, everything, *grams.table
    )

    def count(span: tuple[int, int]) -> Any:
        part, part_ends = _span(tokens, *span)
        return kernels.gram_frequencies(part, part_ends, lists, list_ends, len(everything))

    spans = _spans(len(texts), -(-len(texts) // n_jobs))
    parts = list(in_order(count, spans, n_jobs))
    in_texts = sum((part[0].astype(np.int64) for part in parts), np.zeros(1, dtype=np.int64))
    occurs = sum((part[1] for part in parts), np.zeros(1, dtype=np.int64))
    return _sorted(grams, in_texts, occurs, max(1, least), analysis)


class Counter:
    """Counts the terms of a vocabulary in texts.

    Parameters
    ----------
    vocabulary
        The terms.
    analysis
        How texts are cut into terms.
    columns
        The column of each term; default its position.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        analysis: Analysis,
        columns: NDArray[np.int32] | None = None,
    ) -> None:
        self._analysis = analysis
        self._n_columns = len(vocabulary)
        low, high = analysis.ngram_range
        if columns is None:
            columns = np.arange(len(vocabulary), dtype=np.int32)
        text = np.ascontiguousarray(vocabulary.text)
        offsets = np.ascontiguousarray(vocabulary.offsets)
        sizes = np.diff(offsets)
        if analysis.analyzer == "word":
            fold = _identity(splits_at_space=True)
            ids, ends, *table = kernels.tokenize(
                text, offsets, fold, 1, True, *kernels.new_token_table()
            )
            lengths = np.diff(ends, prepend=0)
            bytes_of = np.diff(table[3][: table[4] + 1])
            starts = ends - lengths
            spelled = np.add.reduceat(np.append(bytes_of[ids], 0), starts) if len(ends) else ends
            usable = (lengths >= low) & (lengths <= high)
            usable &= spelled + lengths - 1 == sizes
            self._stops, table = _add_words(analysis.stop_words, table)
            # Without spare bytes each call writes its candidates to a copy of its own.
            table[2] = table[2][: table[3][table[4]]].copy()
            self._table = tuple(table)
            n_tokens = table[4]
        else:
            ids, ends = kernels.code_points(
                text, offsets, _identity(splits_at_space=False), np.zeros(N_CODE_POINTS, np.bool_)
            )
            lengths = np.diff(ends, prepend=0)
            starts = ends - lengths
            present = np.zeros(N_CODE_POINTS, dtype=bool)
            present[ids] = True
            present[32] = True
            self._letter = np.full(N_CODE_POINTS, kernels.UNKNOWN, dtype=np.int32)
            self._letter[present] = np.arange(np.count_nonzero(present))
            ids = self._letter[ids]
            n_tokens = int(np.count_nonzero(present))
            usable = (lengths >= (1 if analysis.analyzer == "char_wb" else low)) & (lengths <= high)
        chosen = np.flatnonzero(usable)
        longest = int(lengths[chosen].max(initial=1))
        paths = np.full((len(chosen), longest), kernels.UNKNOWN, dtype=np.int32)
        for k in range(longest):
            longer = lengths[chosen] > k
            paths[longer, k] = ids[starts[chosen[longer]] + k]
        node_of, keys, nodes, n_nodes = kernels.nodes_of_paths(
            paths, lengths[chosen].astype(np.int32), n_tokens
        )
        self._column_of = np.full(n_tokens + n_nodes + 1, kernels.UNKNOWN, dtype=np.int32)
        self._column_of[node_of] = columns[chosen]
        self._grams = keys, nodes

    def rows(self, texts: Sequence[str], n_jobs: int) -> Iterator[Any]:
        """Yield, for batches of texts in their order: row ends, columns rising in a row, counts."""
        spans = _spans(len(texts), BATCH)
        return in_order(lambda span: self.count(texts[span[0] : span[1]]), spans, n_jobs)

    def count(self, texts: Sequence[str]) -> Any:
        """Return for texts: row ends (n,), columns rising in a row, counts."""
        low, high = self._analysis.ngram_range
        data, starts = _encoded(texts, self._analysis)
        fold = _fold(self._analysis)
        if self._analysis.analyzer == "word":
            ids, ends, *_ = kernels.tokenize(data, starts, fold, 2, False, *self._table)
            if self._stops is not None:
                ids, ends = _dropped(ids, ends, self._stops)
        elif self._analysis.analyzer == "char":
            ids, ends = kernels.code_points(data, starts, fold, _spaces())
            ids = self._letter[ids]
        else:
            ids, ends, *table = kernels.tokenize(
                data, starts, fold, 1, True, *kernels.new_token_table()
            )
            letters, letter_ends = kernels.padded_words(table[2], table[3], 0, table[4])
            lists, list_ends = kernels.grams_of_words(
                self._letter[letters], letter_ends, low, high, self._column_of, *self._grams
            )
            return kernels.rows_of_words(ids, ends, lists, list_ends, self._n_columns)
        return kernels.rows_of_ngrams(
            ids, ends, low, high, self._column_of, *self._grams, self._n_columns
        )


def united(
    vocabularies: Sequence[Vocabulary],
) -> tuple[Vocabulary, list[NDArray[np.int32]]]:
    """Put vocabularies together.

    Returns
    -------
    tuple
        A vocabulary of all terms, in no order, and for each given one the
        column there of each of its terms, UNKNOWN for terms that it lacks.
    """
    table: Any = kernels.new_token_table()
    numbers = []
    for vocabulary in vocabularies:
        text, offsets = np.asarray(vocabulary.text), np.asarray(vocabulary.offsets)
        ids, _, *table = kernels.tokenize(
            text, offsets, _identity(splits_at_space=False), 1, True, *table
        )
        numbers.append(ids)
    *_, chars, ends, n_terms = table
    columns = [np.full(n_terms, kernels.UNKNOWN, dtype=np.int32) for _ in numbers]
    for column_of, ids in zip(columns, numbers, strict=True):
        column_of[ids] = np.arange(len(ids))
    return Vocabulary(chars[: ends[n_terms]].copy(), ends[: n_terms + 1].copy()), columns


def _cut(texts: Sequence[str], analysis: Analysis, n_jobs: int) -> Tokens:
    fold = _fold(analysis)
    shortest = 2 if analysis.analyzer == "word" else 1

    def cut(span: tuple[int, int]) -> Any:
        data, starts = _encoded(texts[span[0] : span[1]], analysis)
        return kernels.tokenize(data, starts, fold, shortest, True, *kernels.new_token_table())

    spans = _spans(len(texts), max(1, -(-len(texts) // n_jobs)))
    parts = list(in_order(cut, spans, n_jobs))
    if not parts:
        return Tokens(
            np.empty(0, np.int32),
            np.empty(0, np.int64),
            np.empty(0, np.uint8),
            np.zeros(1, np.int64),
        )
    ids, ends, *table = parts[0]
    all_ids, all_ends, before = [ids], [ends], len(ids)
    for ids, ends, _, _, chars, char_ends, n_terms in parts[1:]:
        same = _identity(splits_at_space=False)
        number, _, *table = kernels.tokenize(chars, char_ends[: n_terms + 1], same, 1, True, *table)
        all_ids.append(number[ids])
        all_ends.append(ends + before)
        before += len(ids)
    return Tokens(
        np.concatenate(all_ids), np.concatenate(all_ends), table[2], table[3][: table[4] + 1]
    )


def _characters(texts: Sequence[str], analysis: Analysis) -> Tokens:
    data, starts = _encoded(texts, analysis)
    return _as_tokens(*kernels.code_points(data, starts, _fold(analysis), _spaces()))


def _as_tokens(ids: NDArray[np.int32], ends: NDArray[np.int64]) -> Tokens:
    present = np.zeros(N_CODE_POINTS, dtype=bool)
    present[ids] = True
    letters = np.flatnonzero(present)
    number = np.full(N_CODE_POINTS, kernels.UNKNOWN, dtype=np.int32)
    number[letters] = np.arange(len(letters))
    spelled = [chr(letter).encode("utf-8", "surrogatepass") for letter in letters.tolist()]
    char_ends = np.zeros(len(letters) + 1, dtype=np.int64)
    np.cumsum([len(letter) for letter in spelled], out=char_ends[1:])
    return Tokens(number[ids], ends, np.frombuffer(b"".join(spelled), dtype=np.uint8), char_ends)


def _without_stop_words(tokens: Tokens, analysis: Analysis) -> Tokens:
    if not analysis.stop_words:
        return tokens
    chars, ends = tokens.chars.tobytes(), tokens.char_ends.tolist()
    stops = {word.encode("utf-8", "surrogatepass") for word in analysis.stop_words}
    flags = np.array([chars[a:b] in stops for a, b in pairwise(ends)], dtype=bool)
    ids, text_ends = _dropped(tokens.ids, tokens.ends, flags)
    return Tokens(ids, text_ends, tokens.chars, tokens.char_ends)


def _dropped(
    ids: NDArray[np.int32], ends: NDArray[np.int64], flags: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    kept = ~np.append(flags, False)[ids]
    before = np.concatenate([[0], np.cumsum(kept)])
    return ids[kept], before[ends]


def _add_words(
    words: frozenset[str], table: list[Any]
) -> tuple[NDArray[np.bool_] | None, list[Any]]:
    if not words:
        return None, table
    spelled = Vocabulary.of(sorted(words))
    same = _identity(splits_at_space=False)
    ids, _, *table = kernels.tokenize(spelled.text, spelled.offsets, same, 1, True, *table)
    flags = np.zeros(table[4], dtype=bool)
    flags[ids] = True
    return flags, table


def _encoded(
    texts: Sequence[str], analysis: Analysis
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [_prepared(text, analysis).encode("utf-8", "surrogatepass") for text in texts]
    starts = np.zeros(len(encoded) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in encoded], out=starts[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), starts


def _prepared(text: str, analysis: Analysis) -> str:
    if analysis.strip_accents:
        return strip_accents(text.lower() if analysis.lowercase else text, analysis.strip_accents)
    if text.isascii():
        return text
    # The only letters whose lower case is not one letter, or depends on their neighbors.
    if analysis.lowercase and ("\u0130" in text or "\u03a3" in text):
        return text.lower()
    return text


@cache
def _fold_table(lowercase: bool, words: bool, splits: bool) -> NDArray[np.uint32]:
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    for cp in range(N_CODE_POINTS):
        letter = chr(cp)
        if lowercase and len(lower := letter.lower()) == 1:
            letter = lower
        word = letter.isalnum() or letter == "_" if words else not letter.isspace()
        table[cp] = ord(letter) if word or not splits else kernels.SEPARATOR
    return table


def _fold(analysis: Analysis) -> NDArray[np.uint32]:
    # Stripping accents can bring forth capital letters, which stay capital.
    lowercase = analysis.lowercase and not analysis.strip_accents
    return _fold_table(lowercase, analysis.analyzer == "word", analysis.analyzer != "char")


@cache
def _identity(*, splits_at_space: bool) -> NDArray[np.uint32]:
    table = np.arange(N_CODE_POINTS, dtype=np.uint32)
    if splits_at_space:
        table[32] = kernels.SEPARATOR
    return table


@cache
def _spaces() -> NDArray[np.bool_]:
    return np.array([chr(cp).isspace() for cp in range(N_CODE_POINTS)], dtype=bool)


def _spans(n: int, size: int) -> list[tuple[int, int]]:
    return [(start, min(start + size, n)) for start in range(0, n, size)]


def _span(tokens: Tokens, start: int, stop: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    first = int(tokens.ends[start - 1]) if start else 0
    ends = tokens.ends[start:stop] - first
    return tokens.ids[first : first + int(ends[-1])], ends


def in_order(work: Callable[[Any], Result], parts: Sequence[Any], n_jobs: int) -> Iterator[Result]:
    """Yield the results of parts worked on by threads, in order; few wait at a time."""
    if n_jobs == 1 or len(parts) < 2:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(n_jobs) as pool:
        waiting: deque[Future[Result]] = deque()
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * n_jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
