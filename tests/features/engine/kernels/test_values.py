"""TF-IDF values, scores, and rows side by side."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tenor.features.engine import kernels
from tenor.features.engine.kernels.values import term_frequency

ROW_ENDS = np.array([2, 2, 4])
COLUMNS = np.array([0, 2, 1, 2], dtype=np.int32)
COUNTS = np.array([1, 2, 3, 1], dtype=np.int32)
"""The rows {0: 1, 2: 2}, {} and {1: 3, 2: 1}."""

ALL_COLUMNS = np.empty(0, dtype=np.int32)
FLOAT64 = np.empty(0, dtype=np.float64)


@pytest.mark.parametrize("count", [1, 2, 1023, 1024, 5000])
def test_the_value_of_a_count_is_itself_or_1_or_sublinear(count: int) -> None:
    """Also beyond the first counts, whose logarithms are kept."""
    assert term_frequency(count, (False, False)) == count
    assert term_frequency(count, (True, False)) == pytest.approx(1 + math.log(count), rel=1e-15)
    assert term_frequency(count, (False, True)) == term_frequency(count, (True, True)) == 1


def test_frequencies_are_added_for_the_chosen_rows() -> None:
    in_texts, occurrences = np.zeros(3, dtype=np.int32), np.zeros(3, dtype=np.int64)
    chosen = np.array([0, 1])
    kernels.add_frequencies(ROW_ENDS, COLUMNS, COUNTS, chosen, in_texts, occurrences)
    assert (in_texts.tolist(), occurrences.tolist()) == ([1, 0, 1], [1, 0, 2])
    no_occurrences = np.zeros(0, dtype=np.int64)
    kernels.add_frequencies(ROW_ENDS, COLUMNS, COUNTS, np.array([2]), in_texts, no_occurrences)
    assert in_texts.tolist() == [1, 1, 2]


@pytest.mark.parametrize(
    ("norm", "lengths"), [(0, (1.0, 1.0)), (1, (41.0, 26.0)), (2, (math.hypot(1, 40), 20.88061302))]
)
def test_values_are_counts_times_idf_over_the_norm(norm: int, lengths: tuple[float, float]) -> None:
    idf, chosen = np.array([1.0, 2.0, 20.0]), np.array([2, 0])
    ends, columns, values = kernels.tfidf_values(
        ROW_ENDS, COLUMNS, COUNTS, chosen, ALL_COLUMNS, idf, (False, False), norm, FLOAT64
    )
    assert (ends.tolist(), columns.tolist()) == ([2, 4], [1, 2, 0, 2])
    # Row 2 comes first.
    first, second = lengths[1], lengths[0]
    assert values == pytest.approx([6 / first, 20 / first, 1 / second, 40 / second])


def test_counts_are_sublinear_on_request_and_columns_can_be_dropped() -> None:
    idf, chosen = np.array([2.0]), np.array([0, 1, 2])
    new_columns = np.array([-1, 0, -1], dtype=np.int32)
    ends, columns, values = kernels.tfidf_values(
        ROW_ENDS, COLUMNS, COUNTS, chosen, new_columns, idf, (True, False), 0, FLOAT64
    )
    assert (ends.tolist(), columns.tolist()) == ([0, 0, 1], [0])
    assert values == pytest.approx([2 * (1 + math.log(3))])


@pytest.mark.parametrize("norm", [0, 1, 2])
@pytest.mark.parametrize(("sublinear", "binary"), [(False, False), (True, False), (False, True)])
def test_scores_are_values_times_coefficients(norm: int, sublinear: bool, binary: bool) -> None:
    idf, coefficients = np.array([1.5, 0.5]), np.array([[1.0, -1.0], [2.0, 4.0]], np.float32)
    view_columns, scores = np.array([1, -1, 0], dtype=np.int32), np.ones((3, 2))
    kernels.add_linear_scores(
        ROW_ENDS,
        COLUMNS,
        COUNTS,
        view_columns,
        idf,
        (sublinear, binary),
        norm,
        0.5,
        coefficients,
        scores,
    )
    counts = np.array([[2.0, 1.0], [0.0, 0.0], [1.0, 0.0]])
    if binary:
        counts = np.minimum(counts, 1)
    if sublinear:
        counts[counts > 0] = np.log(counts[counts > 0]) + 1
    values = counts * idf
    lengths = np.linalg.norm(values, ord=norm, axis=1, keepdims=True) if norm else np.ones((3, 1))
    values /= np.where(lengths > 0, lengths, 1)
    assert scores == pytest.approx(1 + 0.5 * values @ coefficients)


def test_rows_are_copied_beside_those_of_other_matrices() -> None:
    free, columns, values = np.array([0, 2]), np.full(4, -1, np.int32), np.zeros(4, np.float32)
    left = np.array([0, 1, 1], np.int32), np.array([1], np.int32), np.array([5.0], np.float32)
    right = np.array([0, 1, 3], np.int32), np.array([0, 0, 1], np.int32), np.array([6.0, 7, 8], "f")
    kernels.copy_rows(*left, 0, free, columns, values)
    kernels.copy_rows(*right, 2, free, columns, values)
    assert (columns.tolist(), values.tolist()) == ([1, 2, 2, 3], [5.0, 6.0, 7.0, 8.0])
    assert free.tolist() == [2, 4]
