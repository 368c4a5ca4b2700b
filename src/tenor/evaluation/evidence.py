"""Evidence: what scored articles must be for a score to support a conclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tenor.present import format_count, format_percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_GROUPS = 20
"""The fewest groups of articles that an interval or a test resamples.

Percentile intervals are too narrow where few groups are resampled (Cameron, Gelbach and Miller
2008, Bootstrap-based improvements for inference with clustered errors). In a simulation of three
labels of which one article in four is mistaken, 95 % intervals of macro-F1 contain its true value
in 39 % of samples of 6 articles, in 65 % with 10, 86 % with 20 and 95 % with 50.
"""

TOO_FEW_GROUPS = f"no interval, as fewer than {MIN_GROUPS} groups are scored"
"""Shown in place of an interval that a comparison lacks."""

MIN_POSITIVES = 10
"""The fewest groups with a label for an interval of the label's F1."""

MIN_DIFFERING_GROUPS = 6
"""The fewest groups on which two systems differ for a test and an interval of their difference.

Exchanges of fewer groups cannot give a p-value below .05: with five, the smallest is 2 in 32.
"""


def lacks_variation(y_true: NDArray[np.uint8], is_known: NDArray[np.bool_] | None = None) -> bool:
    """Return whether all articles have the same labels, so that scores compare nothing.

    Parameters
    ----------
    y_true
        True labels, 0/1, shape (n, n_labels).
    is_known
        Whether a label of an article is known, shape (n, n_labels); default all.
    """
    known = np.ones(y_true.shape, dtype=bool) if is_known is None else is_known
    has, lacks = (known & (y_true == value) for value in (1, 0))
    return not (has.any(axis=0) & lacks.any(axis=0)).any()


def known_labels(
    y_true: NDArray[np.uint8], is_known: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Return which labels an article is known to have, shape (n_labels,).

    Parameters
    ----------
    y_true, is_known
        As for `lacks_variation`.
    """
    known = np.ones(y_true.shape, dtype=bool) if is_known is None else is_known
    return np.asarray((known & (y_true == 1)).any(axis=0))


def weaknesses(
    y_true: NDArray[np.uint8],
    y_pred: NDArray[np.bool_],
    groups: NDArray[np.intp],
    labels: tuple[str, ...],
    is_known: NDArray[np.bool_] | None = None,
) -> list[str]:
    """Return why the scores of predicted labels support no conclusion, or a weak one.

    Parameters
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    groups
        The group of each article, shape (n,).
    labels
        The names of the labels.
    is_known
        Whether a label of an article is known, shape (n, n_labels); default all.

    Returns
    -------
    list of str
        A sentence or two for each reason; empty if there is none.

    Notes
    -----
    The bound of a score without mistakes is that of Clopper and Pearson (1934), one-sided; for
    many articles it is the rule of three (Hanley and Lippman-Hand 1983, If nothing goes wrong, is
    everything all right?).

    Examples
    --------
    >>> y_true = np.eye(2, dtype=np.uint8)[[0] * 30]
    >>> for sentence in weaknesses(y_true, y_true > 0, np.arange(30), ("rail", "sport")):
    ...     print(sentence)
    All 30 scored articles have the same labels (rail), so the scores measure nothing: predicting \
these for every article is as good. Label articles with other labels.
    """
    n_articles, n_groups = len(y_true), len(np.unique(groups))
    known = np.ones(y_true.shape, dtype=bool) if is_known is None else is_known
    sentences = []
    if n_groups < MIN_GROUPS:
        sentences.append(
            f"Only {format_count(n_groups)} distinct articles or groups are scored, fewer than "
            f"{MIN_GROUPS}: the scores have no interval and support no conclusion. Label more "
            "articles."
        )
    if n_articles and lacks_variation(y_true, is_known):
        common = np.flatnonzero(known_labels(y_true, is_known))
        same = ", ".join(labels[i] for i in common) or "none"
        sentences.append(
            f"All {format_count(n_articles)} scored articles have the same labels ({same}), so the "
            "scores measure nothing: predicting these for every article is as good. Label articles "
            "with other labels."
        )
    elif n_groups >= MIN_GROUPS and not (known & (y_true.astype(bool) != y_pred)).any():
        bound = format_percent(1 - 0.05 ** (1 / n_groups), 1)
        sentences.append(
            f"All {format_count(n_articles)} scored articles are labelled without a mistake. "
            f"Mistakes in up to {bound} of such articles are compatible with that (95 % bound)."
        )
    return sentences
