"""The scales of NB-SVM, and problems over one shared matrix."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array

from tenor.models.binary_svc import (
    ABSENT_LABEL_SCORE,
    SolverSettings,
    TrainingMatrix,
    nb_feature_scales,
)

MATRIX = csr_matrix(np.array([[1.0, 0.0, 2.0], [3.0, 0.0, 0.0], [0.0, 4.0, 2.0]]))
WITH_LABEL, TOTAL = np.array([4.0, 0.0, 2.0]), np.array([4.0, 4.0, 4.0])
SETTINGS = SolverSettings(nb_interpolation=0.0, tol=1e-6, max_iter=1000, random_state=0)


def test_a_feature_is_scaled_by_its_log_count_ratio() -> None:
    """Sums with smoothing 1 are 5, 1, 3 of 9 with the label and 1, 5, 3 of 9 without it."""
    # The ratios are log 5, log 5 and 0, whose mean is 2/3 of log 5.
    for nb_interpolation, expected in ((1.0, [1.5, 1.5, 0.0]), (0.5, [1.25, 1.25, 0.5])):
        scales = nb_feature_scales(WITH_LABEL, TOTAL, nb_interpolation, 1.0)
        assert scales == pytest.approx(expected)


def test_without_interpolation_no_feature_is_scaled() -> None:
    assert nb_feature_scales(WITH_LABEL, TOTAL, 0.0, 1.0) == pytest.approx([1.0, 1.0, 1.0])


def test_features_that_all_labels_have_equally_are_not_scaled() -> None:
    for values in ([1.0, 1.0, 1.0], [0.1, 0.7, 1.3]):
        scales = nb_feature_scales(np.array(values), 3 * np.array(values), 1.0, 1e-300)
        assert scales.tolist() == [1.0, 1.0, 1.0]


def test_features_with_negative_values_are_not_scaled_and_change_no_other_scale() -> None:
    with_label, total = np.append(WITH_LABEL, 1.0), np.append(TOTAL, 1.5)
    is_signed = np.array([False, False, False, True])
    scales = nb_feature_scales(with_label, total, 1.0, 1.0, is_signed)
    assert scales == pytest.approx([1.5, 1.5, 0.0, 1.0])


def test_sums_that_rounding_puts_above_the_total_give_finite_scales() -> None:
    above = np.nextafter(TOTAL, np.inf)
    scales = nb_feature_scales(np.array([above[0], 0.0, 2.0]), TOTAL, 1.0, 1e-300)
    assert np.isfinite(scales).all()


def test_frequent_features_come_first() -> None:
    matrix = csr_matrix(np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 1.0]], dtype=np.float32))
    assert TrainingMatrix(matrix, SETTINGS).order.tolist() == [1, 2, 0]


@pytest.mark.parametrize("nb_interpolation", [0.0, 0.7])
def test_a_subset_of_the_rows_gives_what_a_matrix_of_these_rows_gives(
    nb_interpolation: float,
) -> None:
    settings = SETTINGS._replace(nb_interpolation=nb_interpolation)
    rng = np.random.default_rng(0)
    matrix = csr_matrix(random_array((80, 20), density=0.3, rng=rng), dtype=np.float32)
    is_positive, costs, rows = rng.random(80) < 0.5, np.ones(2), np.arange(0, 80, 2)
    training = TrainingMatrix(matrix, settings)
    alone = TrainingMatrix(matrix[rows], settings)
    weights, expected = np.empty((2, 20), dtype=np.float32)
    intercept = training.subset(rows).fit_binary(is_positive[rows], costs, weights)
    assert intercept == pytest.approx(
        alone.fit_binary(is_positive[rows], costs, expected), abs=1e-4
    )
    by_feature = np.empty(20), np.empty(20)
    by_feature[0][training.order], by_feature[1][alone.order] = weights, expected
    assert by_feature[0] == pytest.approx(by_feature[1], abs=1e-4)


@pytest.mark.parametrize(
    ("is_positive", "score"), [(False, ABSENT_LABEL_SCORE), (True, -ABSENT_LABEL_SCORE)]
)
def test_a_label_that_no_or_every_row_has_gets_a_constant_score(
    is_positive: bool, score: float
) -> None:
    weights = np.ones(3, dtype=np.float32)
    problem = np.full(3, is_positive)
    assert TrainingMatrix(MATRIX, SETTINGS).fit_binary(problem, np.ones(2), weights) == score
    assert weights.tolist() == [0.0, 0.0, 0.0]
