"""Binary SVM problems over one shared training matrix."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

ABSENT_LABEL_SCORE = -1e3
"""The score of a label that no training article has."""

NB_SMOOTHING = 0.01
"""The smoothing of naive-Bayes log-count ratios, added to each feature's sum over the articles."""

MIN_MEAN_RATIO = 1e-9
"""The mean of the absolute log-count ratios below which they are rounding errors."""


class SolverSettings(NamedTuple):
    """The settings that all problems of a classifier share.

    Attributes
    ----------
    nb_interpolation, tol, max_iter, random_state
        As `tenor.models.svc.LinearSVC` takes them.
    """

    nb_interpolation: float
    tol: float
    max_iter: int
    random_state: int


class TrainingMatrix:
    """A training matrix in the form that the solver takes, shared by all its binary problems.

    Its features are numbered by falling frequency. The solver reads and writes the weights of a
    row's features: in this order those of frequent features lie side by side and stay in the cache.

    Parameters
    ----------
    matrix
        The features of the training articles, shape (n, n_features).
    settings
        The settings of all problems.

    Attributes
    ----------
    order
        The feature at each position of the new order, shape (n_features,).
    """

    def __init__(self, matrix: csr_matrix, settings: SolverSettings) -> None:
        from tenor.models.svc_solver import column_sizes

        self._matrix = matrix
        self._settings = settings
        frequencies = column_sizes(matrix.indices, matrix.shape[1])
        self.order = np.argsort(-frequencies, kind="stable")
        self._positions = np.empty(len(frequencies), dtype=np.int32)
        self._positions[self.order] = np.arange(len(frequencies), dtype=np.int32)
        self._indices = self._positions[matrix.indices]
        self._data = matrix.data.astype(np.float32, copy=False)
        self._sums = np.empty(0)
        self._is_signed = np.zeros(matrix.shape[1], dtype=bool)
        if settings.nb_interpolation:
            self._is_signed[self._indices[self._data < 0]] = True
            self._sums = self._column_sums(np.arange(matrix.shape[0]))

    def subset(self, rows: NDArray[np.intp]) -> TrainingMatrix:
        """Return some of the rows, with the features in the same order."""
        part = copy(self)
        part._matrix = self._matrix[rows]
        part._indices = self._positions[part._matrix.indices]
        part._data = part._matrix.data.astype(np.float32, copy=False)
        if self._settings.nb_interpolation:
            part._sums = part._column_sums(np.arange(len(rows)))
        return part

    def fit_binary(
        self,
        is_positive: NDArray[np.bool_],
        costs: NDArray[np.float64],
        weights: NDArray[np.float32],
    ) -> float:
        """Fit a binary problem.

        Parameters
        ----------
        is_positive
            Which rows are positive, shape (n,).
        costs
            C of the negative and of the positive rows, shape (2,).
        weights
            Is filled with the weights of the features in the order of `order`, shape
            (n_features,).

        Returns
        -------
        float
            The intercept.
        """
        from tenor.models.svc_solver import solve, squared_norms

        weights[:] = 0
        n, n_positive = len(is_positive), int(is_positive.sum())
        if n_positive in (0, n):
            return ABSENT_LABEL_SCORE if n_positive == 0 else -ABSENT_LABEL_SCORE
        settings = self._settings
        squared_scales = np.empty(0, dtype=np.float32)
        if settings.nb_interpolation:
            # A label has few of the articles: only theirs are added up for it.
            with_label = self._column_sums(np.flatnonzero(is_positive))
            scales = nb_feature_scales(
                with_label, self._sums, settings.nb_interpolation, is_signed=self._is_signed
            )
            squared_scales = np.square(scales, dtype=np.float32)
        rows = self._data, self._indices, self._matrix.indptr
        norms = squared_norms(*rows, squared_scales)
        # The solver's random numbers stay 0 from a seed of 0: the seed is odd.
        seed = np.uint64(2 * settings.random_state + 1)
        intercept, _ = solve(
            *rows,
            norms,
            squared_scales,
            is_positive,
            costs,
            settings.tol,
            settings.max_iter,
            seed,
            weights,
        )
        return float(intercept)

    def _column_sums(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the sum of each feature over some rows, in the order of `order`."""
        from tenor.models.svc_solver import column_sums

        return np.asarray(
            column_sums(self._data, self._indices, self._matrix.indptr, rows, self._matrix.shape[1])
        )


def nb_feature_scales(
    with_label: NDArray[np.float64],
    total: NDArray[np.float64],
    nb_interpolation: float,
    smoothing: float = NB_SMOOTHING,
    is_signed: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return the NB-SVM scale of each feature for a label, shape (n_features,).

    Parameters
    ----------
    with_label
        The sum of each feature over the articles with the label, shape (n_features,).
    total
        The same over all training articles.
    nb_interpolation
        The share of the log-count ratio in the scale; the rest is 1.
    smoothing
        Is added to the sums of each feature over the articles with and without the label.
    is_signed
        Which features have values below 0, shape (n_features,): sums of these are no counts, and
        their scale is 1. None for no such features.

    Returns
    -------
    NDArray
        Scales of mean 1.
    """
    is_count = np.ones(len(total), dtype=bool) if is_signed is None else ~is_signed
    positive = with_label[is_count] + smoothing
    # A difference of sums may fall below 0 by rounding.
    negative = np.maximum(total[is_count] - with_label[is_count], 0) + smoothing
    ratios = np.abs(np.log((positive / positive.sum()) / (negative / negative.sum())))
    mean = ratios.mean() if len(ratios) else 0
    scales = np.ones(len(total))
    if mean > MIN_MEAN_RATIO:
        scales[is_count] = nb_interpolation * ratios / mean + (1 - nb_interpolation)
    return scales
