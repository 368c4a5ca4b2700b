"""TF-IDF matrices of counted rows."""

from __future__ import annotations

import numpy as np
import pytest

from tenor.features.engine.arrays import CsrRows
from tenor.features.engine.matrix import Weighting, tfidf_matrix

ROWS = CsrRows(np.array([2, 3]), np.array([0, 1, 1], np.int32), np.array([1, 2, 3], np.int32))
BATCHES = [(ROWS, np.array([0, 1])), (ROWS, np.array([1])), (ROWS, np.array([], dtype=np.int64))]


@pytest.mark.parametrize("n_entries", [0, 2, 4])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_batches_become_the_rows_of_one_matrix(n_entries: int, dtype: type) -> None:
    """Whether the number of entries is known before or not."""
    weighting = Weighting(np.array([1.0, 10.0], dtype), False, False, 0, np.dtype(dtype))
    matrix = tfidf_matrix(
        BATCHES,
        lambda batch: batch,
        weighting,
        new_columns=np.empty(0, np.int32),
        n_entries=n_entries,
        n_jobs=2,
    )
    assert matrix.toarray().tolist() == [[1.0, 20.0], [0.0, 30.0], [0.0, 30.0]]
    assert matrix.dtype == dtype
    assert matrix.indices.dtype == matrix.indptr.dtype == np.int32
