"""Baselines that a model's scores are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def majority_baseline(
    y_train: NDArray[np.uint8], n: int, is_known: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Return predictions that give n articles the most frequent label of the training articles.

    Parameters
    ----------
    y_train
        Labels of the training articles, 0/1, shape (n_train, n_labels).
    n
        The number of articles to label.
    is_known
        Whether the label of a training article is known, shape (n_train, n_labels): the label
        with the largest share of these articles is predicted. Default all.

    Returns
    -------
    ndarray of shape (n, n_labels)
        Of equally frequent labels, the first is predicted.
    """
    y_pred = np.zeros((n, y_train.shape[1]), dtype=bool)
    n_known = len(y_train) if is_known is None else is_known.sum(axis=0)
    y_pred[:, (y_train.sum(axis=0) / np.maximum(n_known, 1)).argmax()] = True
    return y_pred
