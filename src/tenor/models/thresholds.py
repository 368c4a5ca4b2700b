"""From which probability on a theme is given, learned on held-out folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENOUGH = 5
"""Positive articles from which a theme gets a threshold of its own."""


def fit_thresholds(
    probabilities: NDArray[np.float64], matrix: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Return the threshold of each label that gives the best F1, shape (n_labels,).

    A label with fewer than five positive articles takes the threshold that is
    best for all labels together: one of its own would only fit noise.

    Notes
    -----
    Yang (2001), A study of thresholding strategies for text categorization
    (its SCut, with a common cut for rare labels).
    """
    common = _best(probabilities.ravel(), matrix.ravel())
    return np.array(
        [
            _best(p, y) if y.sum() >= ENOUGH else common
            for p, y in zip(probabilities.T, matrix.T, strict=True)
        ]
    )


def _best(probability: NDArray[np.float64], truth: NDArray[np.uint8]) -> float:
    if not truth.any():
        return 0.5
    order = np.argsort(-probability, kind="stable")
    p, hits = probability[order], np.cumsum(truth[order])
    given = np.arange(1, len(p) + 1)
    f1 = 2 * hits / (given + hits[-1])
    # A cut is possible only between different probabilities.
    possible = np.append(p[:-1] > p[1:], True)
    at = int(np.argmax(np.where(possible, f1, -1.0)))
    below = p[at + 1] if at + 1 < len(p) else 0.0
    return float((p[at] + below) / 2)
