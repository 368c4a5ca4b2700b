"""How often texts have each of their terms: counted once, fitted on many times.

Each thread numbers the terms of the texts that it takes in a table of its own, without locks. The
tables are merged at the end. The order of the columns depends on the terms alone, so that neither
the number of threads nor their timing changes any result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.features.analysis import Analysis
from tenor.features.engine import kernels
from tenor.features.engine.arrays import Arena, CsrRows, EncodedTexts
from tenor.features.engine.counter import TermCounter
from tenor.features.engine.term_order import ordered_columns
from tenor.features.engine.term_table import TermTable
from tenor.features.engine.threads import map_in_order, run_in_threads
from tenor.features.engine.utf8 import TextBatch, text_batches

if TYPE_CHECKING:
    from numpy.typing import NDArray

EMPTY_ROWS = CsrRows(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))


class ThreadEncoding(NamedTuple):
    """The texts that one thread encoded.

    Attributes
    ----------
    table
        The terms, by the thread's own numbers.
    batches
        The encoded texts of each batch that the thread took, by the position of the batch.
    """

    table: TermTable
    batches: dict[int, EncodedTexts]


class TermCounts:
    """The terms of texts in rising order, and how often each text has each of them.

    Subsets of the texts share the counts. What a vectorizer learns from a subset depends on the
    texts of the subset alone: their vocabulary and idf follow from their own rows.
    """

    def __init__(
        self,
        counter: TermCounter,
        rows: list[CsrRows],
        chosen: NDArray[np.intp],
        n_jobs: int,
    ) -> None:
        self._counter = counter
        self._rows = rows
        self._chosen = chosen
        self._n_jobs = n_jobs

    @classmethod
    def of(cls, batches: Iterable[TextBatch], analysis: Analysis, n_jobs: int) -> TermCounts:
        """Count all terms of texts.

        Parameters
        ----------
        batches
            The texts, which are read once.
        analysis
            How texts are cut into terms.
        n_jobs
            The number of threads.
        """
        encodings = _encode_in_threads(batches, analysis, n_jobs)
        table = encodings[0].table
        numbers = [None, *(table.merge(encoding.table) for encoding in encodings[1:])]
        encoded = {
            position: (thread, batch)
            for thread, encoding in enumerate(encodings)
            for position, batch in encoding.batches.items()
        }
        del encodings
        words = table.add_word_ngrams() if analysis.analyzer == "char_wb" else None
        table.drop_ngram_index()
        columns = ordered_columns(
            table, [words] if words else [batch for _, batch in encoded.values()]
        )
        word_terms = columns.word_terms(words) if words else None
        # Encoded texts keep the numbers of their thread. Renumbering the columns is cheaper.
        thread_columns = [
            columns if merged is None or words else columns.renumbered(*merged)
            for merged in numbers
        ]

        def count(position: int) -> CsrRows:
            # Encoded texts are released as soon as their rows are there.
            thread, batch = encoded.pop(position)
            if word_terms is None:
                return thread_columns[thread].count_texts(batch)
            merged = numbers[thread]
            tokens = batch.tokens if merged is None else merged[0][batch.tokens]
            return columns.count_words(tokens, batch.token_ends, word_terms)

        arena = Arena()
        rows = [
            CsrRows(ends, arena.copy(row_columns), arena.copy(counts))
            for ends, row_columns, counts in map_in_order(count, range(len(encoded)), n_jobs)
        ]
        return cls._of_all(TermCounter(table, columns), rows, n_jobs)

    @classmethod
    def counted_by(cls, counter: TermCounter, texts: Iterable[str], n_jobs: int) -> TermCounts:
        """Count only the terms of a counter.

        Parameters
        ----------
        counter
            The counter of a vocabulary.
        texts
            The texts, which are read once.
        n_jobs
            The number of threads.
        """
        rows = list(map_in_order(counter.prepare().count, text_batches(texts), n_jobs))
        return cls._of_all(counter, rows, n_jobs)

    @classmethod
    def _of_all(cls, counter: TermCounter, rows: list[CsrRows], n_jobs: int) -> TermCounts:
        return cls(counter, rows, np.arange(sum(len(batch.ends) for batch in rows)), n_jobs)

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._chosen)

    def take(self, chosen: NDArray[np.intp]) -> TermCounts:
        """Return the counts of some of the texts, by position; they share all memory."""
        return TermCounts(self._counter, self._rows, self._chosen[chosen], self._n_jobs)

    def shares_rows_with(self, other: TermCounts) -> bool:
        """Whether both are counts of the same texts, or of subsets of them."""
        return self._rows is other._rows

    def frequencies(self, *, with_occurrences: bool) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the frequencies of the terms in the texts.

        Returns
        -------
        in_texts
            The number of texts that have each term, shape (n_terms,).
        occurrences
            How often all texts together have each term, shape (n_terms,); empty without
            ``with_occurrences``.
        """
        batches, lock = self.batches(), Lock()
        n_terms = self._counter.n_columns

        def count() -> tuple[NDArray[np.int32], NDArray[np.int64]]:
            in_texts = np.zeros(n_terms, dtype=np.int32)
            occurrences = np.zeros(n_terms if with_occurrences else 0, dtype=np.int64)
            while True:
                with lock:
                    batch = next(batches, None)
                if batch is None:
                    return in_texts, occurrences
                rows, chosen = batch
                kernels.add_frequencies(*rows, chosen, in_texts, occurrences)

        (in_texts, occurrences), *others = run_in_threads(count, self._n_jobs)
        for other_in_texts, other_occurrences in others:
            in_texts += other_in_texts
            occurrences += other_occurrences
        return in_texts, occurrences

    def batches(self, *, release: bool = False) -> Iterator[tuple[CsrRows, NDArray[np.intp]]]:
        """Yield the rows of each batch of texts, and the positions of the chosen ones.

        With ``release`` the terms are dropped at once, and the rows of a batch when the next batch
        is requested. The counts cannot be used afterwards.
        """
        if release:
            del self._counter
        ends = np.cumsum([len(rows.ends) for rows in self._rows])
        batch_of = np.searchsorted(ends, self._chosen, side="right")
        # Texts may be chosen in any order: each run of texts of one batch is one item.
        starts = np.flatnonzero(np.diff(batch_of, prepend=-1)).tolist()
        for start, stop in zip(starts, [*starts[1:], len(batch_of)], strict=True):
            rows = self._rows[batch_of[start]]
            yield rows, self._chosen[start:stop] - (ends[batch_of[start]] - len(rows.ends))
            if release:
                self._rows[batch_of[start]] = EMPTY_ROWS

    def counter(self, kept: NDArray[np.bool_]) -> TermCounter:
        """Return the counter of the terms where ``kept`` is true, shape (n_terms,)."""
        return self._counter if kept.all() else self._counter.subset(kept)


def _encode_in_threads(
    batches: Iterable[TextBatch], analysis: Analysis, n_jobs: int
) -> list[ThreadEncoding]:
    lock, remaining = Lock(), enumerate(batches)

    def encode() -> ThreadEncoding:
        encoding, arena = ThreadEncoding(TermTable(analysis), {}), Arena()
        while True:
            with lock:
                position, batch = next(remaining, (-1, []))
            if position < 0:
                return encoding
            tokens, token_ends, ngrams, ngram_ends = encoding.table.add_texts(batch)
            encoding.batches[position] = EncodedTexts(
                arena.copy(tokens), token_ends, arena.copy(ngrams), ngram_ends
            )

    return run_in_threads(encode, n_jobs)
