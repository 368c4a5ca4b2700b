"""Linear support vector machines for many labels over one shared matrix, fitted on all cores."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin

from tenor.models.binary_svc import SolverSettings, TrainingMatrix

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

MAX_BLOCK_PROBLEMS = 16
"""Binary problems whose weights are written together: 16 float32 of a row fill a cache line, so
that each line of the weight matrix is written once and not once for each problem."""


class LinearSVC(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Linear support vector classification, with scikit-learn's objective and parallel fitting.

    The loss is the squared hinge; weights and intercept are regularized. One binary problem a label
    is fitted, one-vs-rest. All problems share one matrix and run on threads, where scikit-learn's
    LinearSVC copies the matrix for every problem and fits them one after another.

    Parameters
    ----------
    C, class_weight, max_iter, random_state
        As in scikit-learn's LinearSVC.
    tol
        The range of projected gradients below which a problem counts as solved.
    nb_interpolation
        The interpolation parameter of NB-SVM, 0 to 1: 0 is a plain SVM, 1 scales every feature by
        its naive-Bayes log-count ratio for the label. See Notes.
    ovo_weight
        The weight of one-vs-one scores, which are added to the one-vs-rest scores of each class; 0
        fits no one-vs-one problems. It has no effect for two classes.
    n_jobs
        The number of threads; -1 uses all cores.

    Attributes
    ----------
    classes_
        The classes of a vector, or the column numbers of a 0/1 matrix, shape (n_classes,).
    weights_
        The weights of each problem, shape (n_features, n_problems): one problem for each class or
        column, a single one for two classes.
    intercept_
        The intercepts, shape (n_problems,).

    Notes
    -----
    NB-SVM is by Wang and Manning (2012), "Baselines and bigrams: simple, good sentiment and topic
    classification". A feature that sets a label apart from the others is scaled up for that label,
    and so needs less weight, which is what regularization charges for. There, counts are scaled and
    the fitted weights are interpolated with their mean; here, TF-IDF values are scaled by the
    absolute log-count ratio relative to its mean, and that scale is interpolated with 1 before
    fitting. The scales are multiplied into `weights_`, so that prediction needs none.

    One-vs-one problems are fitted on the articles of two classes alone: "pairwise coupling" in
    Friedman (1996), "Another approach to polychotomous classification". Their scores are added up
    in place of votes, so that the classifier stays linear.
    """

    def __init__(
        self,
        *,
        C: float = 1.0,
        class_weight: str | None = None,
        nb_interpolation: float = 0.0,
        ovo_weight: float = 0.0,
        tol: float = 0.01,
        max_iter: int = 1000,
        random_state: int = 0,
        n_jobs: int = -1,
    ) -> None:
        self.C = C
        self.class_weight = class_weight
        self.nb_interpolation = nb_interpolation
        self.ovo_weight = ovo_weight
        self.tol = tol
        self.max_iter = max_iter
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self, X: csr_matrix, y: NDArray[Any], is_known: NDArray[np.bool_] | None = None
    ) -> Self:
        """Fit to a matrix, shape (n, n_features).

        ``y`` holds the class of each row, shape (n,), or each row's labels as 0/1, shape
        (n, n_labels). Where ``is_known``, of the shape of such a matrix, is false, the row has
        no part in the problem of that label.

        Raises
        ------
        ValueError
            If ``ovo_weight`` is set and ``y`` is a matrix.
        """
        y = np.asarray(y)
        self._is_multilabel = y.ndim == 2
        if self._is_multilabel:
            if self.ovo_weight:
                raise ValueError(
                    f"ovo_weight '{self.ovo_weight}' needs one class a row, and y is a matrix of "
                    "labels; set ovo_weight to 0"
                )
            self.classes_ = np.arange(y.shape[1])
            positives = list(y.T.astype(bool))
        else:
            self.classes_ = np.unique(y)
            fitted = self.classes_[1:] if len(self.classes_) == 2 else self.classes_
            positives = [y == label for label in fitted]
        known: list[NDArray[np.bool_] | None] = [None] * len(positives)
        if is_known is not None:
            known = [None if column.all() else column for column in is_known.T]
        settings = SolverSettings(self.nb_interpolation, self.tol, self.max_iter, self.random_state)
        training = TrainingMatrix(X, settings)
        self.weights_ = np.zeros((X.shape[1], len(positives)), dtype=np.float32)
        self.intercept_ = np.zeros(len(positives))
        n_block = min(MAX_BLOCK_PROBLEMS, len(positives))
        block = np.empty((n_block, X.shape[1]), dtype=np.float32)
        # Plain threads: joblib polls for results every 10 ms, longer than a small problem takes.
        with ThreadPoolExecutor(self._n_threads(len(positives))) as threads:
            self._fit_one_vs_rest(training, positives, known, block, threads)
            if self.ovo_weight and len(positives) > 2:
                self._add_one_vs_one(training, positives, block, threads)
        return self

    def decision_function(self, X: csr_matrix) -> NDArray[np.float64]:
        """Return scores, shape (n, n_labels); for two classes those of the second, shape (n,)."""
        scores = np.asarray(X @ self.weights_, dtype=np.float64) + self.intercept_
        return scores.ravel() if self._is_binary else scores

    def predict(self, X: csr_matrix) -> NDArray[Any]:
        """Return the class of each row, shape (n,), or its labels as 0/1, shape (n, n_labels)."""
        scores = self.decision_function(X)
        if self._is_multilabel:
            return (scores > 0).astype(np.uint8)
        if self._is_binary:
            return np.asarray(self.classes_[(scores > 0).astype(np.intp)])
        return np.asarray(self.classes_[scores.argmax(axis=1)])

    def _fit_one_vs_rest(
        self,
        training: TrainingMatrix,
        positives: list[NDArray[np.bool_]],
        known: list[NDArray[np.bool_] | None],
        block: NDArray[np.float32],
        threads: ThreadPoolExecutor,
    ) -> None:
        fit_label = partial(self._fit_label, training)
        for start in range(0, len(positives), MAX_BLOCK_PROBLEMS):
            labels = slice(start, start + MAX_BLOCK_PROBLEMS)
            intercepts = list(threads.map(fit_label, positives[labels], known[labels], block))
            self.intercept_[labels] = intercepts
            self.weights_[training.order, labels] = block[: len(intercepts)].T

    def _fit_label(
        self,
        training: TrainingMatrix,
        is_positive: NDArray[np.bool_],
        is_known: NDArray[np.bool_] | None,
        weights: NDArray[np.float32],
    ) -> float:
        """Fit one label against the rest, as `TrainingMatrix.fit_binary` does."""
        if is_known is not None:
            training = training.subset(np.flatnonzero(is_known))
            is_positive = is_positive[is_known]
        return training.fit_binary(is_positive, self._costs(is_positive), weights)

    def _add_one_vs_one(
        self,
        training: TrainingMatrix,
        positives: list[NDArray[np.bool_]],
        block: NDArray[np.float32],
        threads: ThreadPoolExecutor,
    ) -> None:
        pairs = list(itertools.combinations(range(len(positives)), 2))
        for start in range(0, len(pairs), len(block)):
            chosen = pairs[start : start + len(block)]
            sides = [(positives[i], positives[j]) for i, j in chosen]
            intercepts = threads.map(partial(self._fit_pair, training), sides, block)
            for (i, j), weights, intercept in zip(chosen, block, intercepts, strict=False):
                for label, factor in ((i, self.ovo_weight), (j, -self.ovo_weight)):
                    self.weights_[training.order, label] += np.float32(factor) * weights
                    self.intercept_[label] += factor * intercept

    def _fit_pair(
        self,
        training: TrainingMatrix,
        sides: tuple[NDArray[np.bool_], NDArray[np.bool_]],
        weights: NDArray[np.float32],
    ) -> float:
        """Fit one class against another, as `TrainingMatrix.fit_binary` does."""
        first, second = sides
        either = first | second
        is_first = first[either]
        costs = self._costs(is_first, one_vs_one=True)
        return training.subset(np.flatnonzero(either)).fit_binary(is_first, costs, weights)

    def _costs(
        self, is_positive: NDArray[np.bool_], *, one_vs_one: bool = False
    ) -> NDArray[np.float64]:
        """Return C of the negative and of the positive rows, shape (2,)."""
        costs = np.full(2, float(self.C))
        if self.class_weight == "balanced" and is_positive.any() and not is_positive.all():
            n, n_positive = len(is_positive), is_positive.sum()
            # As in scikit-learn, which balances classes and not problems: of three classes and
            # more, the rest has the weight 1 for each.
            if one_vs_one or self._is_multilabel or len(self.classes_) == 2:
                costs *= n / (2.0 * np.array([n - n_positive, n_positive]))
            else:
                costs[1] *= n / (len(self.classes_) * n_positive)
        return costs

    def _n_threads(self, n_problems: int) -> int:
        """Return the number of threads for a number of problems.

        It is one a core, since one problem fills the cache of a core. But if there are at most
        twice as many problems as cores, each has a thread: otherwise the last ones would leave
        cores idle, with three problems on two cores half of the time.
        """
        from joblib import effective_n_jobs

        n_cores = effective_n_jobs(self.n_jobs)
        return n_problems if 1 < n_cores < n_problems <= 2 * n_cores else n_cores

    @property
    def _is_binary(self) -> bool:
        return len(self.classes_) == 2 and self.weights_.shape[1] == 1
