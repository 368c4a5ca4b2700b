"""How often each term is in each of some texts: counted once, fitted on as often as one likes.

Every thread numbers the terms of the texts that it takes for itself. The
threads' numbers are brought together in the end, and the order of the terms
depends on none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.features import kernels
from tenor.features.analysis import Analysis
from tenor.features.columns import Columns, Entries, Room, Rows
from tenor.features.counter import Counter
from tenor.features.cutting import in_order, in_threads
from tenor.features.terms import Terms
from tenor.features.utf8 import Batch, batches

if TYPE_CHECKING:
    from numpy.typing import NDArray


NO_ROWS = Rows(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))


class Part(NamedTuple):
    """What one thread learned: terms by its own numbers, and the batches that it took."""

    terms: Terms
    batches: dict[int, Entries]


class Counts:
    """The terms of texts, in rising order, and how often each text has each.

    What is learned from some of the texts owes nothing to the others: their
    vocabulary and idf follow from their own rows.
    """

    def __init__(
        self, counter: Counter, rows: list[Rows], chosen: NDArray[np.intp], n_jobs: int
    ) -> None:
        self._counter = counter
        self._rows = rows
        self._chosen = chosen
        self._n_jobs = n_jobs

    @classmethod
    def by(cls, counter: Counter, texts: Iterable[str], n_jobs: int) -> Counts:
        """Count the terms that a counter knows."""
        rows = list(in_order(counter.ready().count, batches(texts), n_jobs))
        return cls._all(counter, rows, n_jobs)

    @classmethod
    def of(cls, texts: Iterable[Batch], analysis: Analysis, n_jobs: int) -> Counts:
        """Count the terms of batches of texts, which are read once."""
        parts = _learned(texts, analysis, n_jobs)
        terms = parts[0].terms
        numbers = [None, *(terms.merge(part.terms) for part in parts[1:])]
        entries = {n: (i, e) for i, part in enumerate(parts) for n, e in part.batches.items()}
        del parts
        words = terms.word_entries() if analysis.analyzer == "char_wb" else None
        terms.drop_slots()
        columns = _in_rising_order(terms, [words] if words else [e for _, e in entries.values()])
        known = columns.known(words) if words else None
        own = [columns if n is None or words else columns.renumbered(*n) for n in numbers]

        def rows_of(number: int) -> Rows:
            part, batch = entries.pop(number)
            if known is None:
                return own[part].rows(batch)
            theirs = numbers[part]
            ids = batch.ids if theirs is None else theirs[0][batch.ids]
            return columns.rows_of_words(ids, batch.ends, known)

        room = Room()
        rows = [
            Rows(ends, room.keep(own_columns), room.keep(counts))
            for ends, own_columns, counts in in_order(rows_of, range(len(entries)), n_jobs)
        ]
        return cls._all(Counter(terms, columns), rows, n_jobs)

    @classmethod
    def _all(cls, counter: Counter, rows: list[Rows], n_jobs: int) -> Counts:
        return cls(counter, rows, np.arange(sum(len(part.ends) for part in rows)), n_jobs)

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._chosen)

    def take(self, chosen: NDArray[np.intp]) -> Counts:
        """Return the counts of some of the texts, by position; they share all memory."""
        return Counts(self._counter, self._rows, self._chosen[chosen], self._n_jobs)

    def shares_with(self, other: Counts) -> bool:
        """Whether both are of the same texts, or of some of them."""
        return self._rows is other._rows

    def frequencies(self, *, occurs: bool) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return the number of texts that each term is in and, if asked for, its occurrences."""
        parts, lock = self.parts(), Lock()
        n_terms = self._counter.n_columns

        def count() -> tuple[NDArray[np.int32], NDArray[np.int64]]:
            found = np.zeros(n_terms, dtype=np.int32), np.zeros(n_terms * occurs, dtype=np.int64)
            while True:
                with lock:
                    part = next(parts, None)
                if part is None:
                    return found
                rows, chosen = part
                kernels.frequencies(*rows, chosen, *found)

        (in_texts, all_occurs), *others = in_threads(count, self._n_jobs)
        for other_texts, other_occurs in others:
            in_texts += other_texts
            all_occurs += other_occurs
        return in_texts, all_occurs

    def parts(self, *, forget: bool = False) -> Iterator[tuple[Rows, NDArray[np.intp]]]:
        """Yield the rows of a batch of texts, and which of them are chosen.

        With ``forget`` no batch is kept after the next one was asked for, nor the terms.
        """
        if forget:
            del self._counter
        ends = np.cumsum([len(rows.ends) for rows in self._rows])
        batch_of = np.searchsorted(ends, self._chosen, side="right")
        starts = np.flatnonzero(np.diff(batch_of, prepend=-1)).tolist()
        for start, stop in zip(starts, [*starts[1:], len(batch_of)], strict=True):
            rows = self._rows[batch_of[start]]
            yield rows, self._chosen[start:stop] - (ends[batch_of[start]] - len(rows.ends))
            if forget:
                self._rows[batch_of[start]] = NO_ROWS

    def counter(self, kept: NDArray[np.bool_]) -> Counter:
        """Return the counter of the kept terms, whose columns go on without gaps."""
        return self._counter if kept.all() else self._counter.keeping(kept)


def _learned(texts: Iterable[Batch], analysis: Analysis, n_jobs: int) -> list[Part]:
    lock, waiting = Lock(), enumerate(texts)

    def learn() -> Part:
        part, room = Part(Terms(analysis), {}), Room()
        while True:
            with lock:
                number, batch = next(waiting, (-1, []))
            if number < 0:
                return part
            ids, ends, grams, gram_ends = part.terms.learn(batch)
            part.batches[number] = Entries(room.keep(ids), ends, room.keep(grams), gram_ends)

    return in_threads(learn, n_jobs)


def _in_rising_order(terms: Terms, entries: list[Entries]) -> Columns:
    has_tokens = terms.analysis.ngram_range[0] == 1
    kept = np.full(terms.n_tokens, has_tokens and terms.analysis.analyzer == "word")
    if has_tokens and terms.analysis.analyzer != "word":
        for part in entries:
            kept[part.ids] = True
    grams = np.ones(len(terms.gram_keys), dtype=bool)
    of_token, of_gram = kernels.in_term_order(terms.token_ranks(), terms.gram_keys, kept, grams)
    return Columns(of_token, of_gram, int(kept.sum()) + len(grams))
