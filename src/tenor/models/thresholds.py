"""From which probability on a label is given, learned on held-out folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENOUGH = 5
"""Positive articles from which a theme gets a threshold of its own."""


def fit_thresholds(
    probabilities: NDArray[np.float64], matrix: NDArray[np.uint8], *, common: bool = False
) -> NDArray[np.float64]:
    """Return the threshold of each label that gives the best F1, shape (n_labels,).

    A label with fewer than five positive articles takes the threshold that is
    best for all labels together: one of its own would only fit noise. With
    ``common``, every label takes it.

    Notes
    -----
    Yang (2001), A study of thresholding strategies for text categorization
    (its SCut, with a common cut for rare labels).
    """
    shared = _best(probabilities.ravel(), matrix.ravel())
    return np.array(
        [
            _best(p, y) if y.sum() >= ENOUGH and not common else shared
            for p, y in zip(probabilities.T, matrix.T, strict=True)
        ]
    )


CUTS = np.linspace(-1.5, 1.5, 31)
"""Logarithms of the thresholds that labels are weighed with, where one of them is given."""

ROUNDS = 3

HALFWAY = 50
"""Articles of a label with which its threshold goes half the way from 1 to what fits best."""


def fit_label_weights(
    probabilities: NDArray[np.float64], matrix: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """Return thresholds, shape (n_labels,), for giving each article the one label that is
    most above its own, with the best macro-F1.

    A label with fewer than five articles keeps the threshold 1, and one with few stays near it:
    what fits few articles best is mostly noise.

    Notes
    -----
    Coordinate ascent, a label at a time; the rule is the plug-in classifier of
    Narasimhan, Vaish and Agarwal (2014), On the statistical consistency of plug-in
    classifiers for non-decomposable performance measures.
    """
    logs = np.log(np.maximum(probabilities, 1e-12))
    truth, n_labels = matrix.argmax(axis=1), matrix.shape[1]
    cuts = np.zeros(n_labels)
    plain = best = _macro_f1(truth, logs.argmax(axis=1), n_labels)
    n_articles = matrix.sum(axis=0)
    for _ in range(ROUNDS):
        before = best
        for label in np.flatnonzero(n_articles >= ENOUGH):
            others = logs - cuts
            others[:, label] = -np.inf
            rival, margin = others.argmax(axis=1), logs[:, label] - others.max(axis=1)
            for cut in CUTS:
                f1 = _macro_f1(truth, np.where(margin > cut, label, rival), n_labels)
                if f1 > best + 1e-9:
                    best, cuts[label] = f1, cut
        if best == before:
            break
    cuts *= n_articles / (n_articles + HALFWAY)
    is_worse = _macro_f1(truth, (logs - cuts).argmax(axis=1), n_labels) < plain
    return np.ones(n_labels) if is_worse else np.exp(cuts)


def _macro_f1(truth: NDArray[np.intp], given: NDArray[np.intp], n_labels: int) -> float:
    hits = np.bincount(truth[truth == given], minlength=n_labels)
    either = np.bincount(truth, minlength=n_labels) + np.bincount(given, minlength=n_labels)
    return float((2 * hits / np.maximum(either, 1)).sum() / np.count_nonzero(either))


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
