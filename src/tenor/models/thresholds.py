"""Decision thresholds of probabilities, fitted on held-out articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_SUPPORT = 5
"""Positive articles that a label needs for a threshold of its own."""

LOG_THRESHOLDS = np.linspace(-1.5, 1.5, 31)
"""The logarithms of the thresholds that are tried where each article has one label."""

MAX_ROUNDS = 3
"""Rounds of coordinate ascent over the labels."""

SHRINKAGE_SUPPORT = 50
"""Articles of a label at which its log threshold is shrunk by half."""


def fit_thresholds(
    probabilities: NDArray[np.float64],
    y_true: NDArray[np.uint8],
    *,
    common: bool = False,
    is_known: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return the threshold of each label with the best F1, shape (n_labels,).

    Parameters
    ----------
    probabilities
        The probabilities of held-out articles, shape (n, n_labels).
    y_true
        Their labels as 0/1, shape (n, n_labels).
    common
        Whether all labels have one threshold, that with the best micro-F1. Without it, labels with
        fewer than `MIN_SUPPORT` articles have that one: their own would fit noise.
    is_known
        Whether the label is known, shape (n, n_labels); other cells do not count. Default all.

    Notes
    -----
    The SCut strategy of Yang (2001), "A study of thresholding strategies for text categorization",
    with a common threshold for rare labels.
    """
    known = np.ones(y_true.shape, dtype=bool) if is_known is None else is_known
    common_threshold = _best_threshold(probabilities[known], y_true[known])
    return np.array(
        [
            _best_threshold(p[rows], y[rows])
            if y.sum() >= MIN_SUPPORT and not common
            else common_threshold
            for p, y, rows in zip(probabilities.T, y_true.T, known.T, strict=True)
        ]
    )


def fit_single_label_thresholds(
    probabilities: NDArray[np.float64], y_true: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Return the threshold of each label where each article has one label, shape (n_labels,).

    The label with the largest ratio of probability to threshold is predicted. The thresholds
    maximize macro-F1; they are all 1 if that has a higher macro-F1.

    Parameters
    ----------
    probabilities
        The probabilities of held-out articles, shape (n, n_labels).
    y_true
        Their labels as 0/1, a single 1 in each row, shape (n, n_labels).

    Notes
    -----
    Coordinate ascent, label by label. The decision rule is the plug-in classifier of Narasimhan,
    Vaish and Agarwal (2014), "On the statistical consistency of plug-in classifiers for
    non-decomposable performance measures". Log thresholds are shrunk towards 0 by the number of
    articles of the label, as the best threshold of few articles is mostly noise. Labels with fewer
    than `MIN_SUPPORT` articles have the threshold 1.
    """
    log_probabilities = np.log(np.maximum(probabilities, 1e-12))
    labels, n_labels = y_true.argmax(axis=1), y_true.shape[1]
    log_thresholds = np.zeros(n_labels)
    initial_f1 = best_f1 = _macro_f1(labels, log_probabilities.argmax(axis=1), n_labels)
    support = y_true.sum(axis=0)
    for _ in range(MAX_ROUNDS):
        previous_f1 = best_f1
        for label in np.flatnonzero(support >= MIN_SUPPORT):
            # Against the best of the other labels, the label wins above a margin.
            others = log_probabilities - log_thresholds
            others[:, label] = -np.inf
            rivals = others.argmax(axis=1)
            margins = log_probabilities[:, label] - others.max(axis=1)
            for threshold in LOG_THRESHOLDS:
                f1 = _macro_f1(labels, np.where(margins > threshold, label, rivals), n_labels)
                if f1 > best_f1 + 1e-9:
                    best_f1, log_thresholds[label] = f1, threshold
        if best_f1 == previous_f1:
            break
    log_thresholds *= support / (support + SHRINKAGE_SUPPORT)
    shrunk = (log_probabilities - log_thresholds).argmax(axis=1)
    is_worse = _macro_f1(labels, shrunk, n_labels) < initial_f1
    return np.ones(n_labels) if is_worse else np.exp(log_thresholds)


def _macro_f1(y_true: NDArray[np.intp], y_pred: NDArray[np.intp], n_labels: int) -> float:
    """Return the mean F1 of the labels that occur in either array, both of shape (n,)."""
    hits = np.bincount(y_true[y_true == y_pred], minlength=n_labels)
    either = np.bincount(y_true, minlength=n_labels) + np.bincount(y_pred, minlength=n_labels)
    return float((2 * hits / np.maximum(either, 1)).sum() / np.count_nonzero(either))


def _best_threshold(probabilities: NDArray[np.float64], y_true: NDArray[np.uint8]) -> float:
    """Return the threshold with the best F1, both arrays of shape (n,); 0.5 without positives."""
    if not y_true.any():
        return 0.5
    order = np.argsort(-probabilities, kind="stable")
    p, hits = probabilities[order], np.cumsum(y_true[order])
    n_predicted = np.arange(1, len(p) + 1)
    f1 = 2 * hits / (n_predicted + hits[-1])
    # No threshold lies between equal probabilities.
    is_possible = np.append(p[:-1] > p[1:], True)
    last = int(np.argmax(np.where(is_possible, f1, -1.0)))
    below = p[last + 1] if last + 1 < len(p) else 0.0
    return float((p[last] + below) / 2)
