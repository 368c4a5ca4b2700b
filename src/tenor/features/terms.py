"""Numbers for the tokens and n-grams of texts, given out by compiled loops as they appear.

The terms are those of the plain path (`Analysis.terms`). A token of a word
analysis is a word; of the character analyses, a code point.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis
from tenor.features.columns import Columns, Entries
from tenor.features.cutting import N_CODE_POINTS, fold_of, identity, spaces
from tenor.features.utf8 import Batch, encoded
from tenor.features.vocabulary import Vocabulary
from tenor.progress import note

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_NUMBERS = np.empty(0, dtype=np.int32)
NO_SLOTS = np.empty(0, dtype=np.int64)


class Terms:
    """The tokens and n-grams that were seen in texts, and their numbers.

    Attributes
    ----------
    analysis
        How texts are cut.
    tokens
        The table of words, `kernels.new_token_table`.
    grams
        The table of n-grams, `kernels.gram_table`; a beginning is numbered
        before what goes on from it.
    """

    def __init__(self, analysis: Analysis) -> None:
        _announce_compilation()
        self.analysis = analysis
        self.tokens: tuple[Any, ...] = kernels.new_token_table()
        self.grams: tuple[Any, ...] = kernels.gram_table()
        # Stop words have the first numbers.
        self._n_stops = len(analysis.stop_words)
        if self._n_stops:
            self.add_tokens(Vocabulary.of(sorted(analysis.stop_words)))

    @property
    def n_tokens(self) -> int:
        """How many tokens there are; code points all are there from the beginning."""
        return int(self.tokens[3]) if self.analysis.analyzer == "word" else N_CODE_POINTS

    @property
    def gram_keys(self) -> NDArray[np.uint64]:
        """The key of each n-gram, in the order of their numbers."""
        return np.asarray(self.grams[1][: self.grams[2]])

    def add_tokens(self, spelled: Vocabulary) -> NDArray[np.int32]:
        """Number tokens that are given whole; returns their numbers."""
        text, offsets = np.asarray(spelled.text), np.asarray(spelled.offsets)
        same = identity(splits_at_space=False)
        ids, _, *table = kernels.tokenize(text, offsets, same, 1, True, *self.tokens)
        self.tokens = tuple(table)
        return np.asarray(ids)

    def spelled_tokens(self) -> Vocabulary:
        """Return the tokens in the order of their numbers."""
        if self.analysis.analyzer == "word":
            *_, chars, ends, n_terms = self.tokens
            return Vocabulary(chars[: ends[n_terms]], ends[: n_terms + 1])
        return _every_code_point()

    def token_ranks(self) -> NDArray[np.int64]:
        """Return the place of each token among all, in rising order."""
        if self.analysis.analyzer != "word":
            return np.arange(N_CODE_POINTS)
        *_, chars, ends, n_terms = self.tokens
        rank = np.zeros(n_terms, dtype=np.int64)
        tied, offset = np.arange(n_terms), 0
        while len(tied):
            # Tokens that began alike so far are told apart by their next eight bytes.
            bytes_of = kernels.eight_bytes(chars, ends, tied, offset)
            order = np.lexsort((bytes_of, rank[tied]))
            tied, bytes_of = tied[order], bytes_of[order]
            changes = np.diff(rank[tied], prepend=-1) != 0
            group = np.maximum.accumulate(np.where(changes, np.arange(len(tied)), 0))
            changes[1:] |= bytes_of[1:] != bytes_of[:-1]
            first = np.flatnonzero(changes)
            size = np.diff(first, append=len(tied))
            rank[tied] += np.repeat(first, size) - group
            tied = tied[np.repeat(size > 1, size)]
            offset += 8
        return rank

    def spelled(self, columns: Columns) -> Vocabulary:
        """Return the terms that have columns, in the order of those."""
        tokens = self.spelled_tokens()
        joined = int(self.analysis.analyzer == "word")
        return Vocabulary(
            *kernels.spelled(*columns, self.gram_keys, tokens.text, tokens.offsets, joined)
        )

    def learn(self, texts: Batch) -> Entries:
        """Cut texts, numbering what is new; char_wb numbers words only, see `word_entries`."""
        data, starts = encoded(texts, self.analysis)
        fold = fold_of(self.analysis)
        if self.analysis.analyzer == "char":
            ids, ends = kernels.code_points(data, starts, fold, spaces())
        else:
            shortest = 2 if self.analysis.analyzer == "word" else 1
            ids, ends, *table = kernels.tokenize(data, starts, fold, shortest, True, *self.tokens)
            self.tokens = tuple(table)
        if self.analysis.analyzer == "char_wb":
            return Entries(ids, ends, NO_NUMBERS, np.zeros(len(ends), dtype=np.int64))
        return self._with_ngrams(*self._without_stop_words(ids, ends), learns=True)

    def find(self, texts: Batch) -> tuple[Entries, Entries | None]:
        """Cut texts and keep what has a number; of char_wb, words of its own and their entries."""
        data, starts = encoded(texts, self.analysis)
        fold = fold_of(self.analysis)
        match self.analysis.analyzer:
            case "word":
                ids, ends, *_ = kernels.tokenize(data, starts, fold, 2, False, *self.tokens)
                ids, ends = self._without_stop_words(ids, ends)
            case "char":
                ids, ends = kernels.code_points(data, starts, fold, spaces())
            case "char_wb":
                table = kernels.new_token_table()
                ids, ends, *table = kernels.tokenize(data, starts, fold, 1, True, *table)
                words = Entries(ids, ends, NO_NUMBERS, np.zeros(len(ends), dtype=np.int64))
                letters = kernels.padded_words(*table[1:])
                return words, self._with_ngrams(*letters, learns=False)
        return self._with_ngrams(ids, ends, learns=False), None

    def word_entries(self) -> Entries:
        """Number the n-grams of the words of a char_wb analysis, in the order of their numbers."""
        return self._with_ngrams(*kernels.padded_words(*self.tokens[1:]), learns=True)

    def add_terms(self, vocabulary: Vocabulary) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Number whole terms: the token of each that is one token, and the n-gram of the others.

        UNKNOWN stands where a term is not the one or not the other, or where
        no text can hold it.
        """
        text = np.ascontiguousarray(vocabulary.text)
        offsets = np.ascontiguousarray(vocabulary.offsets)
        low, high = self.analysis.ngram_range
        if self.analysis.analyzer == "word":
            fold = identity(splits_at_space=True)
            ids, ends, *table = kernels.tokenize(text, offsets, fold, 1, True, *self.tokens)
            self.tokens = tuple(table)
            n_bytes = np.append(np.diff(table[2][: table[3] + 1]), 0)
        else:
            is_space = np.zeros(N_CODE_POINTS, dtype=np.bool_)
            same = identity(splits_at_space=False)
            ids, ends = kernels.code_points(text, offsets, same, is_space)
        lengths = np.diff(ends, prepend=0)
        shortest = 1 if self.analysis.analyzer == "char_wb" else low
        usable = (lengths >= shortest) & (lengths <= high)
        if self.analysis.analyzer == "word":
            # Two spaces in a row, or one at an end, are in no term of a text.
            before = np.concatenate([[0], np.cumsum(n_bytes[ids])])
            spelled = before[ends] - before[ends - lengths]
            usable &= spelled + lengths - 1 == np.diff(offsets)
        grams, *table = kernels.numbers_of_terms(ids, ends, *self.grams)
        self.grams = tuple(table)
        tokens = np.full(len(ends), kernels.UNKNOWN, dtype=np.int32)
        single = usable & (lengths == 1)
        tokens[single] = ids[ends[single] - 1]
        grams[~usable] = kernels.UNKNOWN
        return tokens, grams

    def merge(self, other: Terms) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Take over the terms of another; returns the numbers here of its tokens and n-grams."""
        if self.analysis.analyzer == "char":
            token_of = np.arange(N_CODE_POINTS, dtype=np.int32)
        else:
            *_, chars, ends, n_terms = other.tokens
            token_of = self.add_tokens(Vocabulary(chars, ends[: n_terms + 1]))
        *table, gram_of = kernels.merged(*self.grams, *other.grams[1:], token_of)
        self.grams = tuple(table)
        return token_of, gram_of

    def keeping(self, columns: Columns) -> tuple[Terms, Columns]:
        """Return terms without n-grams that have no column, and the columns by their numbers."""
        kept = Terms(self.analysis)
        kept.tokens = self.tokens
        keys, numbers = kernels.pruned(self.gram_keys, columns.of_gram >= 0)
        kept.grams = NO_SLOTS, keys, len(keys)
        return kept, columns._replace(of_gram=columns.of_gram[numbers])

    def close(self) -> None:
        """Give back the room for more terms: look-ups write no candidates into it then."""
        slots, chars, ends, n_terms = self.tokens
        self.tokens = slots, chars[: ends[n_terms]].copy(), ends, n_terms
        self.grams = self.grams[0], self.gram_keys.copy(), self.grams[2]

    def drop_slots(self) -> None:
        """Keep the n-grams as they are numbered, and not what finds them in texts."""
        _, keys, n_grams = self.grams
        self.grams = NO_SLOTS, keys, n_grams

    def make_slots(self) -> None:
        """Make what finds the n-grams in texts, unless it is there."""
        slots, keys, n_grams = self.grams
        if not len(slots):
            # With room for as many again: what lies thin is found sooner.
            self.grams = kernels.slots_of(keys, n_grams, n_grams), keys, n_grams

    def _with_ngrams(self, ids: Any, ends: Any, *, learns: bool) -> Entries:
        low, high = self.analysis.ngram_range
        grams, gram_ends = NO_NUMBERS, np.zeros(len(ends), dtype=np.int64)
        if high > 1:
            whole = self.analysis.analyzer == "char_wb"
            grams, gram_ends, *table = kernels.ngrams(
                ids, ends, low, high, whole, learns, *self.grams
            )
            if learns:
                self.grams = tuple(table)
        if low > 1:
            ids, ends = NO_NUMBERS, np.zeros(len(ends), dtype=np.int64)
        return Entries(ids, ends, grams, gram_ends)

    def _without_stop_words(self, ids: Any, ends: Any) -> tuple[Any, Any]:
        if not self._n_stops:
            return ids, ends
        kept = (ids < 0) | (ids >= self._n_stops)
        before = np.concatenate([[0], np.cumsum(kept)])
        return ids[kept], before[ends]


@cache
def _announce_compilation() -> None:
    if kernels.must_compile():
        note("compiling the loops of the vectorizer, which is done once and takes some seconds")


@cache
def _every_code_point() -> Vocabulary:
    points = np.arange(N_CODE_POINTS, dtype=np.uint32)
    sizes = np.ones(N_CODE_POINTS, dtype=np.int64)
    for first_longer in (0x80, 0x800, 0x10000):
        sizes[first_longer:] += 1
    offsets = np.zeros(N_CODE_POINTS + 1, dtype=np.int64)
    np.cumsum(sizes, out=offsets[1:])
    text = np.empty(offsets[-1], dtype=np.uint8)
    for size, lead in ((1, 0x00), (2, 0xC0), (3, 0xE0), (4, 0xF0)):
        own = points[sizes == size]
        at = offsets[:-1][own]
        for k in range(size - 1, 0, -1):
            text[at + k] = 0x80 | (own & 0x3F)
            own = own >> 6
        text[at] = lead | own
    return Vocabulary(text, offsets)
