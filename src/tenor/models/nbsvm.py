"""NB-SVM: features scaled by how unevenly labels use them, before a linear classifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


class CountRatioClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A linear classifier, one label against the rest, on features scaled for each label.

    A feature is multiplied by the size of its naive-Bayes log-count ratio for
    the label, so that one that sets the label apart needs less weight. The
    scales are folded into ``coef_``: what comes out is a plain linear model.

    Parameters
    ----------
    estimator
        The linear classifier, for two classes.
    count_ratio
        The share of the ratio in the scale, 0 to 1: 0 leaves features as they are.
    smoothing
        What is added to the sum of each feature's values.
    n_jobs
        Threads over labels, as joblib has it.

    Attributes
    ----------
    classes_
        The classes, shape (n_classes,).
    coef_, intercept_
        Shapes (n_classes, n_features) and (n_classes,), a single row for two classes.

    Notes
    -----
    Wang and Manning (2012), Baselines and bigrams: simple, good sentiment and
    topic classification; here ratios scale TF-IDF values, by their size and
    relative to their mean, and are interpolated with 1 before fitting.
    """

    def __init__(
        self,
        estimator: Any,
        count_ratio: float = 0.5,
        smoothing: float = 0.01,
        n_jobs: int | None = None,
    ) -> None:
        self.estimator = estimator
        self.count_ratio = count_ratio
        self.smoothing = smoothing
        self.n_jobs = n_jobs

    def fit(self, X: csr_matrix, y: NDArray[Any]) -> Self:
        """Fit to a matrix of shape (n, n_features) and the class of each row."""
        from joblib import Parallel, delayed

        self.classes_ = np.unique(y)
        own = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
        rows = Parallel(n_jobs=self.n_jobs)(delayed(self._fit_one)(X, y == c) for c in own)
        self.coef_ = np.vstack([weights for weights, _ in rows])
        self.intercept_ = np.array([constant for _, constant in rows])
        return self

    def decision_function(self, X: csr_matrix) -> NDArray[np.float64]:
        """Return scores, shape (n, n_classes), or (n,) of the second of two classes."""
        scores: NDArray[np.float64] = np.asarray(X @ self.coef_.T) + self.intercept_
        return scores.ravel() if len(self.coef_) == 1 else scores

    def predict(self, X: csr_matrix) -> NDArray[Any]:
        """Return the class of each row."""
        scores = self.decision_function(X)
        best = (scores > 0).astype(np.intp) if scores.ndim == 1 else scores.argmax(axis=1)
        return np.asarray(self.classes_[best])

    def _fit_one(self, matrix: csr_matrix, own: NDArray[np.bool_]) -> tuple[NDArray[Any], float]:
        from scipy.sparse import diags_array

        scale = count_scale(matrix, own, self.count_ratio, self.smoothing)
        fitted = clone(self.estimator).fit(matrix @ diags_array(scale), own)
        return fitted.coef_.ravel() * scale, float(np.ravel(fitted.intercept_)[0])


def count_scale(
    matrix: csr_matrix, own: NDArray[np.bool_], count_ratio: float, smoothing: float
) -> NDArray[np.float64]:
    """Return what each feature is multiplied by, shape (n_features,), mean 1."""
    favor = np.asarray(matrix.T @ own).ravel() + smoothing
    against = np.asarray(matrix.T @ ~own).ravel() + smoothing
    ratio = np.abs(np.log((favor / favor.sum()) / (against / against.sum())))
    mean = ratio.mean()
    return (
        np.asarray(count_ratio * ratio / mean + (1 - count_ratio)) if mean else np.ones_like(ratio)
    )
