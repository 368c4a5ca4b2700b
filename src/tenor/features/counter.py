"""Counting the terms of a vocabulary in texts, by compiled loops."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis
from tenor.features.cutting import (
    N_CODE_POINTS,
    dropped,
    encoded,
    fold_of,
    identity,
    in_order,
    spaces,
    spans_of,
)
from tenor.features.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

BATCH = 512
"""Texts that one thread counts at a time."""


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
            fold = identity(splits_at_space=True)
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
                text, offsets, identity(splits_at_space=False), np.zeros(N_CODE_POINTS, np.bool_)
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
        spans = spans_of(len(texts), BATCH)
        return in_order(lambda span: self.count(texts[span[0] : span[1]]), spans, n_jobs)

    def count(self, texts: Sequence[str]) -> Any:
        """Return for texts: row ends (n,), columns rising in a row, counts."""
        low, high = self._analysis.ngram_range
        data, starts = encoded(texts, self._analysis)
        fold = fold_of(self._analysis)
        if self._analysis.analyzer == "word":
            ids, ends, *_ = kernels.tokenize(data, starts, fold, 2, False, *self._table)
            if self._stops is not None:
                ids, ends = dropped(ids, ends, self._stops)
        elif self._analysis.analyzer == "char":
            ids, ends = kernels.code_points(data, starts, fold, spaces())
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
            text, offsets, identity(splits_at_space=False), 1, True, *table
        )
        numbers.append(ids)
    *_, chars, ends, n_terms = table
    columns = [np.full(n_terms, kernels.UNKNOWN, dtype=np.int32) for _ in numbers]
    for column_of, ids in zip(columns, numbers, strict=True):
        column_of[ids] = np.arange(len(ids))
    return Vocabulary(chars[: ends[n_terms]].copy(), ends[: n_terms + 1].copy()), columns


def _add_words(
    words: frozenset[str], table: list[Any]
) -> tuple[NDArray[np.bool_] | None, list[Any]]:
    if not words:
        return None, table
    spelled = Vocabulary.of(sorted(words))
    same = identity(splits_at_space=False)
    ids, _, *table = kernels.tokenize(spelled.text, spelled.offsets, same, 1, True, *table)
    flags = np.zeros(table[4], dtype=bool)
    flags[ids] = True
    return flags, table
