"""Calibration articles for promises: one a duplicate group, with equal inclusion probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.evaluation.checks import check_inclusion_probabilities

if TYPE_CHECKING:
    from numpy.typing import NDArray


def one_per_group(groups: NDArray[Any]) -> NDArray[np.intp]:
    """Return the position of the first article of each group, ascending.

    Parameters
    ----------
    groups
        The duplicate group of each article, shape (n,), of any sortable type.

    Examples
    --------
    >>> one_per_group(np.array(["b", "a", "b", "c"])).tolist()
    [0, 1, 3]
    """
    return np.sort(np.unique(groups, return_index=True)[1])


def equal_chance_rows(
    inclusion_probability: NDArray[np.float64], *, random_state: int = 0
) -> NDArray[np.intp]:
    """Return positions of articles that are a sample with equal probability, of one without.

    Parameters
    ----------
    inclusion_probability
        The probability of each article to be drawn, above 0 and at most 1, shape (n,).
    random_state
        The seed.

    Raises
    ------
    InputError
        If a probability is not above 0 and at most 1.

    Notes
    -----
    Rejection sampling (von Neumann 1951): an article is kept with the smallest inclusion
    probability over its own.

    Examples
    --------
    >>> rows = equal_chance_rows(np.repeat([0.1, 0.5], 500))
    >>> (rows < 500).sum(), 70 < (rows >= 500).sum() < 130
    (np.int64(500), np.True_)
    """
    check_inclusion_probabilities(inclusion_probability)
    pi = np.asarray(inclusion_probability, dtype=np.float64)
    if not len(pi):
        return np.zeros(0, dtype=np.intp)
    uniform = np.random.default_rng(random_state).random(len(pi))
    return np.flatnonzero(uniform * pi < pi.min())
