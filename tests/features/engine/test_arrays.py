"""The arrays between the steps of the engine."""

from __future__ import annotations

import numpy as np

from tenor.features.engine import arrays
from tenor.features.engine.arrays import Arena, ColumnMap, renumber_columns

COLUMNS = ColumnMap(np.array([0, 1, -1], np.int32), np.array([2, -1], np.int32), 3)


def test_columns_close_up_when_some_are_dropped() -> None:
    """Numbers stay narrow: for wider ones kernels would be compiled again, at twice the memory."""
    token_columns, ngram_columns, n_columns = COLUMNS.subset(np.array([False, True, True]))
    assert token_columns.tolist() == [-1, 0, -1]
    assert ngram_columns.tolist() == [1, -1]
    assert n_columns == 2
    assert token_columns.dtype == ngram_columns.dtype == np.int32


def test_columns_follow_the_numbers_of_another_table() -> None:
    renumbered = COLUMNS.renumbered(np.array([1, 0], np.int32), np.array([1, 0, 0], np.int32))
    assert renumbered.token_columns.tolist() == [1, 0]
    assert renumbered.ngram_columns.tolist() == [-1, 2, 2]
    assert renumbered.n_columns == 3


def test_kept_columns_are_numbered_without_gaps() -> None:
    kept = np.array([True, False, True, True])
    assert renumber_columns(kept).tolist() == [0, -1, 1, 2]


def test_an_arena_copies_arrays_into_blocks_that_they_share(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(arrays, "BLOCK_SIZE", 8)
    arena, source = Arena(), np.arange(5, dtype=np.int32)
    first, second, third = arena.copy(source), arena.copy(source[:3]), arena.copy(source)
    large = arena.copy(np.arange(20, dtype=np.int32))
    source[:] = -1
    assert [part.tolist() for part in (first, second, third)] == [
        [0, 1, 2, 3, 4],
        [0, 1, 2],
        [0, 1, 2, 3, 4],
    ]
    assert large.tolist() == list(range(20))
    assert first.base is second.base
    assert first.base is not third.base
