"""One-vs-rest classifiers with labels that are known of some articles only."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix, random_array
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB

from tenor.models.one_vs_rest import OneVsRest


@pytest.mark.parametrize("classifier", [LogisticRegression(), RidgeClassifier(), ComplementNB()])
def test_a_label_is_fitted_on_the_articles_of_which_it_is_known(classifier: object) -> None:
    """The others are fitted on all articles."""
    rng = np.random.default_rng(0)
    matrix = csr_matrix(random_array((60, 20), density=0.3, rng=rng))
    y = rng.integers(0, 2, (60, 2))
    is_known = np.ones(y.shape, dtype=bool)
    is_known[15:, 1] = False
    masked = OneVsRest(classifier).fit(matrix, y, is_known)
    plain, alone = OneVsRest(classifier).fit(matrix, y), OneVsRest(classifier)
    alone.fit(matrix[:15], y[:15])
    for estimators, number in ((plain, 0), (alone, 1)):
        expected = estimators.estimators_[number].predict(matrix)
        assert masked.estimators_[number].predict(matrix).tolist() == expected.tolist()


@pytest.mark.parametrize("label", [0, 1])
def test_a_label_that_all_or_none_of_its_articles_have_is_constant(label: int) -> None:
    matrix = csr_matrix(np.eye(4))
    y = np.array([[label, 0], [label, 1], [1 - label, 0], [label, 1]])
    is_known = np.array([[True, True], [True, True], [False, True], [True, True]])
    fitted = OneVsRest(LogisticRegression()).fit(matrix, y, is_known)
    assert fitted.estimators_[0].y_.tolist() == [label]
