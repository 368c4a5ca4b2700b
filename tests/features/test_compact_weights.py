"""Compact weights: what is kept, what is replaced, and malformed rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tenor.features import compact_weights
from tenor.features.compact_weights import CompactWeights

WEIGHTS = np.array(
    [
        [1.0, -0.01, 0.02, 0.0],
        [0.02, 2.0, 0.0, 0.0],
        [-0.5, 0.0, 1.0, 1.0],
        [-0.04, -0.03, 0.01, -0.02],
    ],
    dtype=np.float32,
)


def test_small_weights_become_the_mean_of_the_small_ones_of_their_label() -> None:
    """All of the third feature are kept, most of which are not small."""
    compact = CompactWeights.of(WEIGHTS, 0.05)
    assert compact.shape == (4, 4)
    # The limits are .1 for the second label and .05 for the others.
    last = -0.02 / 3
    assert compact.offset == pytest.approx([-0.01, -0.02, 0.01, last])
    expected = [
        [1, -0.02, 0.01, last],
        [-0.01, 2, 0.01, last],
        [-0.5, 0, 1, 1],
        [-0.01, -0.02, 0.01, last],
    ]
    assert compact[np.arange(4)] == pytest.approx(np.array(expected), abs=2 / 32767)
    # One item of marks and a code; the same; four codes; one item of marks.
    assert compact.rows.dtype == np.int16
    assert compact.starts.tolist() == [0, 2, 4, 8, 9]
    assert len(compact.rows) == 9


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 9), st.integers(1, 40)),
        elements=st.floats(-8, 8, width=32),
    ),
    st.sampled_from([0.0, 1e-3, 0.2]),
    st.integers(1, 60),
)
def test_no_weight_differs_by_more_than_twice_the_tolerance(
    weights: np.ndarray, tolerance: float, block_size: int
) -> None:
    """In blocks of any size; a code adds half of its scale."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compact_weights, "BLOCK_SIZE", block_size)
        compact = CompactWeights.of(weights, tolerance)
        compact.check()
    largest = np.abs(weights).max(axis=0)
    limit = 2 * tolerance * largest + compact.scale
    assert (np.abs(compact[:] - weights) <= limit).all()
    chosen = np.array([0, len(weights) - 1, 0])
    assert compact[chosen].tolist() == compact[:][chosen].tolist()


def test_the_size_of_many_labels_is_a_fraction() -> None:
    rng = np.random.default_rng(0)
    weights = (rng.normal(size=(2000, 108)) * rng.random((2000, 108)) ** 20).astype(np.float32)
    compact = CompactWeights.of(weights, 1e-3)
    assert compact.nbytes < weights.nbytes / 3


@pytest.mark.parametrize(
    "damage",
    [
        {"starts": np.array([0, 2, 4, 8, 10])},
        {"starts": np.array([1, 2, 4, 8, 9])},
        {"starts": np.array([0, 4, 2, 8, 9])},
        {"starts": np.array([0, 2, 3, 8, 9])},
        {"starts": np.array([0, 2, 4, 8, 1 << 40])},
        {"rows": np.array([3, 5, 2, 5, 5, 5, 5, 5, 0], dtype=np.int16)},
        {"rows": np.array([16, 5, 2, 5, 5, 5, 5, 5, 0], dtype=np.int16)},
        {"rows": np.array([1, 5, 2, 5, 5, 5, 5, 5], dtype=np.int16)},
    ],
)
def test_malformed_rows_raise_an_error(damage: dict[str, Any]) -> None:
    compact = CompactWeights.of(WEIGHTS, 0.05)
    compact.check()
    with pytest.raises(ValueError, match="of the weights are malformed"):
        replace(compact, **damage).check()


@pytest.mark.parametrize("n_labels", [15, 16, 17, 31, 32, 33, 108])
def test_a_mark_beyond_the_labels_is_malformed_and_one_of_the_last_is_not(n_labels: int) -> None:
    weights = np.zeros((1, n_labels), dtype=np.float32)
    weights[0, -1] = 1
    compact = CompactWeights.of(weights, 0.5)
    compact.check()
    assert compact[:][0].argmax() == n_labels - 1
    rows = compact.rows.copy()
    last = compact.n_marks - 1
    for bit in range(16):
        marks = 1 << bit
        rows[last] = np.uint16(marks).astype(np.int16)
        damaged = replace(compact, rows=rows)
        if 16 * last + bit < n_labels:
            damaged.check()
            assert damaged[:][0].argmax() == 16 * last + bit
        else:
            with pytest.raises(ValueError, match="the marks of the weights are malformed"):
                damaged.check()
