"""The solver's loops, on problems small enough to solve by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from tenor.models.svc_solver import column_sizes, column_sums, solve, squared_norms

ROWS = csr_matrix(np.array([[3.0, 0.0], [3.0, 4.0]], dtype=np.float32))
NO_SCALES = np.empty(0, dtype=np.float32)


def test_columns_are_counted_by_their_entries() -> None:
    assert column_sizes(ROWS.indices, 3).tolist() == [2, 1, 0]


def test_columns_are_summed_over_the_given_rows() -> None:
    parts = ROWS.data, ROWS.indices, ROWS.indptr
    assert column_sums(*parts, np.array([1]), 3).tolist() == [3.0, 4.0, 0.0]
    assert column_sums(*parts, np.array([0, 1]), 3).tolist() == [6.0, 4.0, 0.0]
    assert column_sums(*parts, np.array([], dtype=np.int64), 3).tolist() == [0.0, 0.0, 0.0]


def test_norms_are_those_of_scaled_rows() -> None:
    parts = ROWS.data, ROWS.indices, ROWS.indptr
    assert squared_norms(*parts, NO_SCALES).tolist() == [9.0, 25.0]
    assert squared_norms(*parts, np.array([1.0, 0.25], np.float32)).tolist() == [9.0, 13.0]


@pytest.mark.parametrize("scale", [1.0, 3.0])
def test_the_weights_minimize_the_regularized_squared_hinge_loss(scale: float) -> None:
    """Of x = 1 and x = -1 with opposite labels, at C = 1, the intercept is 0.

    The loss is v**2 / 2 + 2 (1 - s v)**2 for a feature scaled by s: v = 4 s / (1 + 4 s**2), and the
    weight of the unscaled feature is s v.
    """
    matrix = csr_matrix(np.array([[1.0], [-1.0]], dtype=np.float32))
    parts = matrix.data, matrix.indices, matrix.indptr
    squared_scales = np.array([scale**2], dtype=np.float32)
    norms = squared_norms(*parts, squared_scales)
    weights = np.zeros(1, dtype=np.float32)
    is_positive, seed = np.array([True, False]), np.uint64(1)
    intercept, n_iter = solve(
        *parts, norms, squared_scales, is_positive, np.ones(2), 1e-8, 1000, seed, weights
    )
    assert weights[0] == pytest.approx(4 * scale**2 / (1 + 4 * scale**2), rel=1e-4)
    assert intercept == pytest.approx(0.0, abs=1e-4)
    assert n_iter < 1000
