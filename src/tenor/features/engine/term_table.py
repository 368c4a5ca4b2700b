"""The table that numbers the tokens and n-grams of texts as they appear.

The terms of a text are those of `Analysis.terms`, the plain path. A token of the word analysis is
a word; a token of the character analyses is a code point, and its number is the code point itself.

The char_wb analysis cuts words into n-grams, so that each n-gram depends on its word alone. Its
token table holds the words, which are cut once each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features.analysis import Analysis
from tenor.features.engine import kernels
from tenor.features.engine.arrays import ColumnMap, EncodedTexts, sums_of_rows
from tenor.features.engine.char_tables import (
    N_CODE_POINTS,
    code_point_vocabulary,
    fold_table,
    identity_table,
    space_table,
)
from tenor.features.engine.utf8 import TextBatch, encode_utf8
from tenor.features.vocabulary import Vocabulary
from tenor.progress import print_note

if TYPE_CHECKING:
    from numpy.typing import NDArray

EMPTY_NUMBERS = np.empty(0, dtype=np.int32)
EMPTY_SLOTS = np.empty(0, dtype=np.int64)


class TermTable:
    """The numbers of tokens and n-grams.

    Attributes
    ----------
    analysis
        How texts are cut into terms.
    token_table
        The four parts of the token table, as in `kernels.tokens`. Stop words have the lowest
        numbers.
    ngram_table
        The three parts of the n-gram table, as in `kernels.ngram_table`.
    """

    def __init__(self, analysis: Analysis) -> None:
        _announce_compilation()
        self.analysis = analysis
        self.token_table: tuple[Any, ...] = kernels.new_token_table()
        self.ngram_table: tuple[Any, ...] = kernels.new_ngram_table()
        self._n_stop_words = len(analysis.stop_words)
        if self._n_stop_words:
            self.add_tokens(Vocabulary.of(sorted(analysis.stop_words)))

    @property
    def n_tokens(self) -> int:
        """The number of tokens; of the character analyses, that of all code points."""
        return int(self.token_table[3]) if self.analysis.analyzer == "word" else N_CODE_POINTS

    @property
    def ngram_keys(self) -> NDArray[np.uint64]:
        """The keys of the n-grams in the order of their numbers, shape (n_ngrams,)."""
        _, keys, n_ngrams = self.ngram_table
        return np.asarray(keys[:n_ngrams])

    def add_tokens(self, vocabulary: Vocabulary) -> NDArray[np.int32]:
        """Add tokens that are neither cut nor folded; returns their numbers, shape (n,)."""
        text, offsets = np.asarray(vocabulary.text), np.asarray(vocabulary.offsets)
        fold = identity_table(splits_at_space=False)
        tokens, _, *table = kernels.tokenize(text, offsets, fold, 1, True, *self.token_table)
        self.token_table = tuple(table)
        return np.asarray(tokens)

    def add_texts(self, texts: TextBatch) -> EncodedTexts:
        """Add the terms of texts, and return the encoded texts.

        In the char_wb analysis the tokens are the words, and no n-grams are added;
        `add_word_ngrams` adds these once all texts are encoded.
        """
        data, offsets = encode_utf8(texts, self.analysis)
        fold = fold_table(self.analysis)
        if self.analysis.analyzer == "char":
            tokens, ends = kernels.fold_code_points(data, offsets, fold, space_table())
        else:
            min_length = 2 if self.analysis.analyzer == "word" else 1
            tokens, ends, *table = kernels.tokenize(
                data, offsets, fold, min_length, True, *self.token_table
            )
            self.token_table = tuple(table)
        if self.analysis.analyzer == "char_wb":
            return _without_ngrams(tokens, ends)
        return self._with_ngrams(*self._drop_stop_words(tokens, ends), adds=True)

    def add_word_ngrams(self) -> EncodedTexts:
        """Add the n-grams of the words of a char_wb analysis, and return the encoded words.

        Words are in the order of their numbers.
        """
        return self._with_ngrams(*kernels.pad_words(*self.token_table[1:]), adds=True)

    def add_terms(self, vocabulary: Vocabulary) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Add the terms of a vocabulary.

        Returns
        -------
        tokens
            The number of each term that is one token, shape (n_terms,). UNKNOWN for the others,
            and for terms that no text can have.
        ngrams
            The number of each term that is an n-gram of two tokens and more, shape (n_terms,).
            UNKNOWN for the others, and for terms that no text can have.
        """
        text = np.ascontiguousarray(vocabulary.text)
        offsets = np.ascontiguousarray(vocabulary.offsets)
        is_word = self.analysis.analyzer == "word"
        if is_word:
            fold = identity_table(splits_at_space=True)
            tokens, ends, *table = kernels.tokenize(text, offsets, fold, 1, True, *self.token_table)
            self.token_table = tuple(table)
        else:
            fold, no_space = identity_table(splits_at_space=False), np.zeros(N_CODE_POINTS, bool)
            tokens, ends = kernels.fold_code_points(text, offsets, fold, no_space)
        lengths = np.diff(ends, prepend=0)
        low, high = self.analysis.ngram_range
        # A word shorter than the shortest n-gram is a term of the char_wb analysis all the same.
        min_length = 1 if self.analysis.analyzer == "char_wb" else low
        is_possible = (lengths >= min_length) & (lengths <= high)
        if is_word:
            # Two spaces in a row, or one at an end, are in no term of a text. Such a term is longer
            # than its tokens with one space between each two.
            _, _, token_offsets, n_tokens = self.token_table
            token_sizes = np.append(np.diff(token_offsets[: n_tokens + 1]), 0)
            size_before = np.concatenate([[0], np.cumsum(token_sizes[tokens])])
            sizes = size_before[ends] - size_before[ends - lengths]
            is_possible &= sizes + lengths - 1 == np.diff(offsets)
        ngrams, *table = kernels.add_terms(tokens, ends, *self.ngram_table)
        self.ngram_table = tuple(table)
        ngrams[~is_possible] = kernels.UNKNOWN
        single_tokens = np.full(len(ends), kernels.UNKNOWN, dtype=np.int32)
        is_single = is_possible & (lengths == 1)
        single_tokens[is_single] = tokens[ends[is_single] - 1]
        return single_tokens, ngrams

    def encode(
        self, texts: TextBatch
    ) -> tuple[EncodedTexts, EncodedTexts | None, NDArray[np.int64]]:
        """Return encoded texts, without n-grams that the table lacks.

        After `trim`, several threads can call this at the same time.

        Returns
        -------
        texts
            The encoded texts. In the char_wb analysis the tokens are words, which are numbered from
            0 for these texts alone.
        words
            The encoded words of a char_wb analysis; None for the others.
        n_terms
            The number of terms of each text, with those that the table lacks, shape (n_texts,).
        """
        data, offsets = encode_utf8(texts, self.analysis)
        fold = fold_table(self.analysis)
        match self.analysis.analyzer:
            case "word":
                tokens, ends, *_ = kernels.tokenize(
                    data, offsets, fold, 2, False, *self.token_table
                )
                tokens, ends = self._drop_stop_words(tokens, ends)
            case "char":
                tokens, ends = kernels.fold_code_points(data, offsets, fold, space_table())
            case "char_wb":
                table = kernels.new_token_table()
                tokens, ends, *table = kernels.tokenize(data, offsets, fold, 1, True, *table)
                characters, word_ends = kernels.pad_words(*table[1:])
                of_words = self.analysis.n_terms(np.diff(word_ends, prepend=0))
                words = self._with_ngrams(characters, word_ends, adds=False)
                return _without_ngrams(tokens, ends), words, sums_of_rows(of_words[tokens], ends)
        n_terms = self.analysis.n_terms(np.diff(ends, prepend=0))
        return self._with_ngrams(tokens, ends, adds=False), None, n_terms

    def merge(self, other: TermTable) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Add the terms of another table of the same analysis.

        Returns
        -------
        token_numbers
            The number here of each token of the other table, shape (n_tokens of the other,).
        ngram_numbers
            The number here of each n-gram of the other table, shape (n_ngrams of the other,).
        """
        if self.analysis.analyzer == "char":
            token_numbers = np.arange(N_CODE_POINTS, dtype=np.int32)
        else:
            token_numbers = self.add_tokens(_spelled_tokens(other.token_table))
        _, other_keys, n_others = other.ngram_table
        *table, ngram_numbers = kernels.merge_ngrams(
            *self.ngram_table, other_keys, n_others, token_numbers
        )
        self.ngram_table = tuple(table)
        return token_numbers, ngram_numbers

    def subset(self, columns: ColumnMap) -> tuple[TermTable, ColumnMap]:
        """Return the table without n-grams that have no column, and the columns of its numbers.

        Tokens keep their numbers. Prefixes of n-grams with a column are kept too. The new table
        finds n-grams in texts only after `index_ngrams`.
        """
        table = TermTable(self.analysis)
        table.token_table = self.token_table
        keys, old_numbers = kernels.subset_ngrams(self.ngram_keys, columns.ngram_columns >= 0)
        table.ngram_table = EMPTY_SLOTS, keys, len(keys)
        return table, columns._replace(ngram_columns=columns.ngram_columns[old_numbers])

    def trim(self) -> None:
        """Release the spare room of the table, to which no terms are added any more.

        `encode` writes each token to spare room before it looks the token up. Without any in the
        table, each call allocates its own, so that threads do not write to the same memory.
        """
        slots, token_bytes, token_offsets, n_tokens = self.token_table
        token_bytes = token_bytes[: token_offsets[n_tokens]].copy()
        self.token_table = slots, token_bytes, token_offsets, n_tokens
        self.ngram_table = self.ngram_table[0], self.ngram_keys.copy(), self.ngram_table[2]

    def drop_ngram_index(self) -> None:
        """Drop the slots that find n-grams in texts, to save memory; their numbers remain."""
        _, keys, n_ngrams = self.ngram_table
        self.ngram_table = EMPTY_SLOTS, keys, n_ngrams

    def index_ngrams(self) -> None:
        """Build the slots that find n-grams in texts, unless they are there."""
        slots, keys, n_ngrams = self.ngram_table
        if not len(slots):
            # Twice as many slots as needed make searches shorter; no n-grams are added.
            self.ngram_table = kernels.build_slots(keys, n_ngrams, n_ngrams), keys, n_ngrams

    def token_vocabulary(self) -> Vocabulary:
        """Return the tokens in the order of their numbers."""
        if self.analysis.analyzer == "word":
            return _spelled_tokens(self.token_table)
        return code_point_vocabulary()

    def vocabulary_of(self, columns: ColumnMap) -> Vocabulary:
        """Return the terms that have columns, in the order of the columns."""
        tokens = self.token_vocabulary()
        joined = int(self.analysis.analyzer == "word")
        return Vocabulary(
            *kernels.spell_terms(*columns, self.ngram_keys, tokens.text, tokens.offsets, joined)
        )

    def _with_ngrams(self, tokens: Any, ends: Any, *, adds: bool) -> EncodedTexts:
        low, high = self.analysis.ngram_range
        ngrams, ngram_ends = EMPTY_NUMBERS, np.zeros(len(ends), dtype=np.int64)
        if high > 1:
            keeps_short = self.analysis.analyzer == "char_wb"
            ngrams, ngram_ends, *table = kernels.encode_ngrams(
                tokens, ends, low, high, keeps_short, adds, *self.ngram_table
            )
            if adds:
                self.ngram_table = tuple(table)
        if low > 1:
            tokens, ends = EMPTY_NUMBERS, np.zeros(len(ends), dtype=np.int64)
        return EncodedTexts(tokens, ends, ngrams, ngram_ends)

    def _drop_stop_words(self, tokens: Any, ends: Any) -> tuple[Any, Any]:
        if not self._n_stop_words:
            return tokens, ends
        kept = (tokens < 0) | (tokens >= self._n_stop_words)
        n_kept_before = np.concatenate([[0], np.cumsum(kept)])
        return tokens[kept], n_kept_before[ends]


def _without_ngrams(tokens: Any, ends: Any) -> EncodedTexts:
    return EncodedTexts(tokens, ends, EMPTY_NUMBERS, np.zeros(len(ends), dtype=np.int64))


def _spelled_tokens(token_table: tuple[Any, ...]) -> Vocabulary:
    _, token_bytes, token_offsets, n_tokens = token_table
    return Vocabulary(token_bytes[: token_offsets[n_tokens]], token_offsets[: n_tokens + 1])


@cache
def _announce_compilation() -> None:
    if kernels.needs_compilation():
        print_note(
            "compiling the loops of the vectorizer, which is done once and takes some seconds"
        )
