"""Confusion counts of single articles, their sums, and the F1 scores of summed counts.

Every metric of predicted labels is a function of counts summed over articles. A bootstrap,
a paired test or a slice therefore sums the rows of one array and computes the metric of all
its resamples at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def confusion_counts(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    is_known: NDArray[np.bool_] | None = None,
) -> NDArray[np.float64]:
    """Return the true positives, false positives and false negatives of each article.

    Parameters
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    is_known
        Whether the true label is known, shape (n, n_labels): other predictions are neither
        true nor false. Default all.

    Returns
    -------
    ndarray of shape (n, 3, n_labels)
    """
    true = y_true.astype(bool)
    counts = np.stack([true & y_pred, ~true & y_pred, true & ~y_pred], axis=1)
    if is_known is not None:
        counts &= is_known[:, None, :]
    return counts.astype(np.float64)


def is_complete(is_known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether all labels of an article are known, shape (n,).

    Labels that are known of no article are left aside.

    Parameters
    ----------
    is_known
        Whether the true label is known, shape (n, n_labels).
    """
    return np.asarray(is_known[:, is_known.any(axis=0)].all(axis=1))


def sum_by_group(counts: NDArray[np.float64], groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the sum of the rows of each group, shape (n_groups, n_columns).

    Parameters
    ----------
    counts
        One row for each article, shape (n, n_columns).
    groups
        The group of each article, shape (n,); the sums are in the order of its sorted values.
    """
    from scipy.sparse import csr_array

    _, codes = np.unique(groups, return_inverse=True)
    n_groups = int(codes.max(initial=-1)) + 1
    ones = np.ones(len(codes))
    membership = csr_array((ones, (codes, np.arange(len(codes)))), shape=(n_groups, len(codes)))
    return np.asarray(membership @ counts, dtype=np.float64)


def per_label_scores(
    confusion: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the precision, recall and F1 of each label; 0 where one is undefined.

    Parameters
    ----------
    confusion
        Summed confusion counts, shape (..., 3, n_labels).

    Returns
    -------
    tuple of three ndarrays of shape (..., n_labels)
    """
    tp, fp, fn = confusion[..., 0, :], confusion[..., 1, :], confusion[..., 2, :]
    return (
        ratio(tp, tp + fp),
        ratio(tp, tp + fn),
        ratio(2 * tp, 2 * tp + fp + fn),
    )


def label_f1(
    confusion: NDArray[np.float64], sample: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the F1 of each label, nan for a label that no article has or is predicted to have.

    Parameters
    ----------
    confusion
        Summed confusion counts, shape (..., 3, n_labels).
    sample
        Where ``confusion`` holds resamples, the summed counts of the sample that they are
        drawn from, shape (3, n_labels). A label that a resample lacks takes its F1 in the
        sample, and a label that the sample lacks is nan in every resample.

    Returns
    -------
    ndarray of shape (..., n_labels)
    """
    if sample is None:
        sample = confusion
    # A resample can lose a rare label. Without the F1 of the sample, the mean over labels
    # would favor the resamples that lose difficult labels.
    absent = confusion.sum(axis=-2) == 0
    in_sample = np.where(sample.sum(axis=-2) > 0, per_label_scores(sample)[2], np.nan)
    return np.where(absent, in_sample, per_label_scores(confusion)[2])


def macro_f1(
    confusion: NDArray[np.float64], sample: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return the mean F1 over the labels that occur.

    Parameters
    ----------
    confusion, sample
        As in `label_f1`.

    Returns
    -------
    ndarray of shape (...)
    """
    return mean_of_defined(label_f1(confusion, sample))


def micro_f1(confusion: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the F1 of the decisions on all labels together.

    Parameters
    ----------
    confusion
        Summed confusion counts, shape (..., 3, n_labels).

    Returns
    -------
    ndarray of shape (...)
    """
    tp, fp, fn = (confusion[..., i, :].sum(axis=-1) for i in range(3))
    return ratio(2 * tp, 2 * tp + fp + fn)


def mean_of_defined(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the last axis of the values that are not nan; 0 where all are nan."""
    defined = ~np.isnan(values)
    return ratio(np.nan_to_num(values).sum(axis=-1), defined.sum(axis=-1).astype(np.float64))


def ratio(numerator: NDArray[np.float64], denominator: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return numerator / denominator, and 0 where the denominator is 0."""
    out = np.zeros(np.shape(numerator))
    return np.divide(numerator, denominator, out=out, where=denominator > 0)
