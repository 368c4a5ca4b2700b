"""One-vs-rest classification in which each label may be known of some articles only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.multiclass import OneVsRestClassifier

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


class ConstantClassifier:
    """Stands for the classifier of a label that all or none of its articles have.

    Attributes
    ----------
    y_
        The label of every article, 0 or 1, shape (1,).
    """

    def __init__(self, y: int) -> None:
        self.y_ = np.array([y])


class OneVsRest(OneVsRestClassifier):  # type: ignore[misc]
    """scikit-learn's OneVsRestClassifier, fitted on the articles of which a label is known."""

    def fit(
        self, X: csr_matrix, y: NDArray[Any], is_known: NDArray[np.bool_] | None = None
    ) -> Self:
        """Fit to a matrix, shape (n, n_features), and labels as 0/1, shape (n, n_labels).

        Where ``is_known``, of the same shape as ``y``, is false, the article has no part in the
        problem of that label.
        """
        if is_known is None:
            super().fit(X, y)
            return self
        self.classes_ = np.arange(y.shape[1])
        self.estimators_ = Parallel(n_jobs=self.n_jobs)(
            delayed(_fit_known)(self.estimator, X, labels, known)
            for labels, known in zip(y.T, is_known.T, strict=True)
        )
        return self


def _fit_known(estimator: Any, X: csr_matrix, y: NDArray[Any], is_known: NDArray[np.bool_]) -> Any:
    rows = np.flatnonzero(is_known)
    if len(np.unique(y[rows])) < 2:
        return ConstantClassifier(int(y[rows].any()))
    return clone(estimator).fit(X[rows], y[rows])
