"""Linear support vector machines, one label against the rest, fitted on all cores."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

NEVER = -1e3
"""The score of a label that no training article has."""

TOGETHER = 16
"""Labels whose weights are set at once, as many as lie side by side in a processor's cache."""

SMOOTHING = 0.01
"""What is added to the sum of each feature's values before ratios are taken."""


class LinearSVC(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """What scikit-learn's LinearSVC minimizes, for all labels over one shared matrix.

    The loss is the squared hinge; weights and intercept are regularized. The
    peer copies the matrix for every label and reads it on one core.

    Parameters
    ----------
    C, class_weight, max_iter, random_state
        As scikit-learn's.
    tol
        The range of projected gradients at which a problem is solved.
    count_ratio
        The share, 0 to 1, of a feature's naive-Bayes log-count ratio for a label in what
        the feature is multiplied by for that label: a feature that sets the label apart
        needs less weight then. The scales are folded into the weights.
    pair_weight
        What the scores of one class against another, fitted on those two alone, weigh
        beside the scores of a class against the rest; 0 fits none. Of three classes and
        more.
    n_jobs
        Threads over labels; -1 means one a core. Of no more problems than twice as many, each
        has a thread of its own.

    Attributes
    ----------
    classes_
        The classes of a vector, or the columns of a 0/1 matrix.
    weights_, intercept_
        Shapes (n_features, n_problems) and (n_problems,): one problem a label, and a
        single one for two classes.

    Notes
    -----
    Count ratios are those of Wang and Manning (2012), "Baselines and bigrams: simple, good
    sentiment and topic classification"; here they scale TF-IDF values, by their size and
    relative to their mean, and are interpolated with 1 before fitting.

    Pairs are the pairwise coupling of Friedman (1996), "Another approach to polychotomous
    classification", with scores added up in place of votes, so that they stay linear.
    """

    def __init__(
        self,
        *,
        C: float = 1.0,
        class_weight: str | None = None,
        count_ratio: float = 0.0,
        pair_weight: float = 0.0,
        tol: float = 0.01,
        max_iter: int = 1000,
        random_state: int = 0,
        n_jobs: int = -1,
    ) -> None:
        self.C = C
        self.class_weight = class_weight
        self.count_ratio = count_ratio
        self.pair_weight = pair_weight
        self.tol = tol
        self.max_iter = max_iter
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(self, X: csr_matrix, y: NDArray[Any]) -> Self:
        """Fit to the rows of a matrix and their classes (n,), or their labels as 0/1 (n, m)."""
        y = np.asarray(y)
        self._is_matrix = y.ndim == 2
        if self._is_matrix:
            if self.pair_weight:
                raise ValueError("pair_weight needs one class a row, not a matrix of labels")
            self.classes_ = np.arange(y.shape[1])
            members = list(y.T.astype(bool))
        else:
            self.classes_ = np.unique(y)
            own = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
            members = [y == label for label in own]
        problems = _Problems(X, self)
        self.weights_ = np.zeros((X.shape[1], len(members)), dtype=np.float32)
        self.intercept_ = np.zeros(len(members))
        room = np.empty((min(TOGETHER, len(members)), X.shape[1]), dtype=np.float32)
        # Joblib looks every hundredth of a second for what is done: longer than small ones take.
        with ThreadPoolExecutor(self._threads(len(members))) as threads:
            for start in range(0, len(members), TOGETHER):
                some = slice(start, start + TOGETHER)
                these = members[some]
                solved = threads.map(problems.solve, these, map(self._costs, these), room)
                self.intercept_[some] = list(solved)
                self.weights_[problems.order, some] = room[: len(these)].T
            if self.pair_weight and len(members) > 2:
                couples = list(itertools.combinations(range(len(members)), 2))
                for start in range(0, len(couples), len(room)):
                    pairs = couples[start : start + len(room)]
                    sides = [(members[i], members[j]) for i, j in pairs]
                    solved = threads.map(partial(self._pair, problems), sides, room)
                    for (i, j), weights, intercept in zip(pairs, room, solved, strict=False):
                        for label, weight in ((i, self.pair_weight), (j, -self.pair_weight)):
                            self.weights_[problems.order, label] += np.float32(weight) * weights
                            self.intercept_[label] += weight * intercept
        return self

    def decision_function(self, X: csr_matrix) -> NDArray[np.float64]:
        """Return scores, shape (n, n_labels), or (n,) of the second of two classes."""
        scores = np.asarray(X @ self.weights_, dtype=np.float64) + self.intercept_
        return scores.ravel() if self._is_pair else scores

    def predict(self, X: csr_matrix) -> NDArray[Any]:
        """Return the class of each row; 0/1 for each label, if it was fitted to those."""
        scores = self.decision_function(X)
        if self._is_matrix:
            return (scores > 0).astype(np.uint8)
        if self._is_pair:
            return np.asarray(self.classes_[(scores > 0).astype(np.intp)])
        return np.asarray(self.classes_[scores.argmax(axis=1)])

    def _threads(self, n_problems: int) -> int:
        """Return how many threads fit so many problems.

        One a core, as each fills the processor's cache; but of few problems all go at once,
        so that three do not leave one of two cores idle half of the time.
        """
        from joblib import effective_n_jobs

        cores = effective_n_jobs(self.n_jobs)
        return n_problems if 1 < cores < n_problems <= 2 * cores else cores

    def _pair(
        self,
        problems: _Problems,
        sides: tuple[NDArray[np.bool_], NDArray[np.bool_]],
        weights: NDArray[np.float32],
    ) -> float:
        """Fit one class against another on the rows of the two, as `_Problems.solve` does."""
        one, other = sides
        both = one | other
        has, costs = one[both], self._costs(one[both], of_two=True)
        return problems.among(np.flatnonzero(both)).solve(has, costs, weights)

    def _costs(self, has: NDArray[np.bool_], *, of_two: bool = False) -> NDArray[np.float64]:
        """C of the rows without and with a label."""
        costs = np.full(2, float(self.C))
        if self.class_weight == "balanced" and has.any() and not has.all():
            n, n_with = len(has), has.sum()
            # As scikit-learn does: of three classes and more, what is not the class counts once.
            if of_two or self._is_matrix or len(self.classes_) == 2:
                costs *= n / (2.0 * np.array([n - n_with, n_with]))
            else:
                costs[1] *= n / (len(self.classes_) * n_with)
        return costs

    @property
    def _is_pair(self) -> bool:
        return len(self.classes_) == 2 and self.weights_.shape[1] == 1


class _Problems:
    """What the problems of one matrix share."""

    def __init__(self, matrix: csr_matrix, settings: LinearSVC) -> None:
        from tenor.models.dual import column_sizes

        self.matrix = matrix
        self.settings = settings
        # Frequent features side by side: their weights stay near the processor.
        frequency = column_sizes(matrix.indices, matrix.shape[1])
        self.order = np.argsort(-frequency, kind="stable")
        self.rank = np.empty(len(frequency), dtype=np.int32)
        self.rank[self.order] = np.arange(len(frequency), dtype=np.int32)
        self.indices = self.rank[matrix.indices]
        self.data = matrix.data.astype(np.float32, copy=False)
        self.signed = np.zeros(matrix.shape[1], dtype=bool)
        if settings.count_ratio:
            self.signed[matrix.indices[matrix.data < 0]] = True

    def among(self, rows: NDArray[np.intp]) -> _Problems:
        """Return the problems of some rows, with the same order of features."""
        part = copy(self)
        part.matrix = self.matrix[rows]
        part.indices = self.rank[part.matrix.indices]
        part.data = part.matrix.data.astype(np.float32, copy=False)
        return part

    def solve(
        self, has: NDArray[np.bool_], costs: NDArray[np.float64], weights: NDArray[np.float32]
    ) -> float:
        """Return the intercept of a label that some rows have, and fill in its weights.

        ``weights`` has shape (n_features,), the most frequent feature first.
        """
        from tenor.models.dual import solve, squared_lengths

        weights[:] = 0
        n, n_with = len(has), int(has.sum())
        if n_with in (0, n):
            return NEVER if n_with == 0 else -NEVER
        settings = self.settings
        scales = np.empty(0, dtype=np.float32)
        if settings.count_ratio:
            scale = count_scale(self.matrix, has, settings.count_ratio, signed=self.signed)
            scales = np.square(scale[self.order], dtype=np.float32)
        matrix = self.data, self.indices, self.matrix.indptr
        squares = squared_lengths(*matrix, scales)
        # The order of visits begins from a number that must not be 0.
        seed = np.uint64(2 * settings.random_state + 1)
        intercept, _ = solve(
            *matrix, squares, scales, has, costs, settings.tol, settings.max_iter, seed, weights
        )
        return float(intercept)


def count_scale(
    matrix: csr_matrix,
    own: NDArray[np.bool_],
    count_ratio: float,
    smoothing: float = SMOOTHING,
    signed: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return what each feature is multiplied by for a label, shape (n_features,), mean 1.

    ``signed`` features, which may be below 0, count nothing: they are multiplied by 1.
    """
    counted = np.ones(matrix.shape[1], dtype=bool) if signed is None else ~signed
    favor = np.asarray(matrix.T @ own.astype(np.float64)).ravel()[counted] + smoothing
    against = np.asarray(matrix.T @ (~own).astype(np.float64)).ravel()[counted] + smoothing
    ratio = np.abs(np.log((favor / favor.sum()) / (against / against.sum())))
    mean = ratio.mean() if len(ratio) else 0
    scale = np.ones(matrix.shape[1])
    if mean:
        scale[counted] = count_ratio * ratio / mean + (1 - count_ratio)
    return scale
