"""What a score must beat to mean anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def majority(train: NDArray[np.uint8], n: int) -> NDArray[np.bool_]:
    """Give n articles the label most frequent among the training articles.

    Parameters
    ----------
    train
        Labels of the training articles, 0/1, shape (n_train, n_labels).
    """
    given = np.zeros((n, train.shape[1]), dtype=bool)
    given[:, train.sum(axis=0).argmax()] = True
    return given
