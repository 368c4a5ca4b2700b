"""Krippendorff's alpha of several variables and bootstrap resamples at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.evaluation.intervals import BATCH_SIZE, N_RESAMPLES, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

Level = Literal["nominal", "ordinal", "interval"]
"""The level of measurement of a variable, which determines how different two values are."""

MAX_UNDEFINED_SHARE = 0.05
"""There is no interval if alpha is undefined in a larger share of the resamples."""


def article_statistics(counts: NDArray[np.int64], level: Level) -> NDArray[np.float64]:
    """Return the statistics of each article that alpha is computed from once they are summed.

    Parameters
    ----------
    counts
        The number of coders who gave each article each value of each variable, shape
        (n, n_variables, n_values). An article has two or more coders or none.
    level
        The level of measurement.

    Returns
    -------
    ndarray of shape (n, n_variables, n_statistics)
        At the nominal level, the agreeing pairs of values and the count of each value, so
        1 + n_values statistics; else the coincidence matrix, n_values² of them.
    """
    return _agreement_and_margins(counts) if level == "nominal" else _coincidences(counts)


def alpha(statistics: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    """Return Krippendorff's alpha, nan where the expected disagreement is 0.

    Parameters
    ----------
    statistics
        Sums of `article_statistics`, shape (..., n_statistics).
    level
        The level of measurement.

    Returns
    -------
    ndarray of shape (...)
    """
    return _nominal_alpha(statistics) if level == "nominal" else _ordered_alpha(statistics, level)


def _agreement_and_margins(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    n_others = np.maximum(counts.sum(axis=-1, keepdims=True) - 1, 1)
    agreeing = (counts * (counts - 1)).sum(axis=-1, keepdims=True) / n_others
    return np.concatenate([agreeing, counts], axis=-1, dtype=np.float64)


def _coincidences(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    n_others = np.maximum(counts.sum(axis=-1) - 1, 1)[..., None, None]
    pairs = counts[..., :, None] * counts[..., None, :]
    # A judgement is not paired with itself.
    pairs = pairs - counts[..., :, None] * np.eye(counts.shape[-1], dtype=np.int64)
    n_statistics = counts.shape[-1] ** 2
    return np.asarray(pairs / n_others).reshape(*counts.shape[:-1], n_statistics)


def _nominal_alpha(statistics: NDArray[np.float64]) -> NDArray[np.float64]:
    agreeing, margins = statistics[..., 0], statistics[..., 1:]
    n = margins.sum(axis=-1)
    expected = n * (n - 1) - (margins * (margins - 1)).sum(axis=-1)
    return _one_minus_ratio((n - agreeing) * (n - 1), expected)


def _ordered_alpha(statistics: NDArray[np.float64], level: Level) -> NDArray[np.float64]:
    n_values = round(statistics.shape[-1] ** 0.5)
    coincidences = statistics.reshape(*statistics.shape[:-1], n_values, n_values)
    margins = coincidences.sum(axis=-1)
    n = margins.sum(axis=-1)
    # Krippendorff's ordinal difference is the sum of the margins between two values and half
    # of their own: the difference of the values' mid-ranks.
    positions = np.cumsum(margins, axis=-1) - margins / 2
    if level == "interval":
        positions = np.broadcast_to(np.arange(n_values, dtype=np.float64), margins.shape)
    differences = (positions[..., :, None] - positions[..., None, :]) ** 2
    observed = (coincidences * differences).sum(axis=(-2, -1))
    products = margins[..., :, None] * margins[..., None, :]
    return _one_minus_ratio(observed * (n - 1), (products * differences).sum(axis=(-2, -1)))


def _one_minus_ratio(
    observed: NDArray[np.float64], expected: NDArray[np.float64]
) -> NDArray[np.float64]:
    out = np.full(np.shape(observed), np.nan)
    return np.asarray(1 - np.divide(observed, expected, out=out, where=expected > 0))


def resample_statistics(
    statistics: NDArray[np.float64], groups: NDArray[np.intp], random_state: int
) -> NDArray[np.float64]:
    """Return the summed statistics of 1,000 bootstrap resamples of groups.

    Parameters
    ----------
    statistics
        The statistics of each article, shape (n, ...).
    groups
        The duplicate group of each article, shape (n,). The articles of a group are resampled
        together.
    random_state
        The seed of the resampling.

    Returns
    -------
    ndarray of shape (1000, ...)
    """
    names, codes = np.unique(groups, return_inverse=True)
    n_groups, shape = len(names), statistics.shape[1:]
    if not n_groups:
        return np.zeros((N_RESAMPLES, *shape))
    per_group = np.zeros((n_groups, int(np.prod(shape))))
    np.add.at(per_group, codes, statistics.reshape(len(statistics), -1))
    rng = np.random.default_rng(random_state)
    probabilities = np.full(n_groups, 1 / n_groups)
    sums = [
        rng.multinomial(n_groups, probabilities, size=BATCH_SIZE) @ per_group
        for _ in range(N_RESAMPLES // BATCH_SIZE)
    ]
    return np.concatenate(sums).reshape(N_RESAMPLES, *shape)


def interval_of_resamples(values: NDArray[np.float64], n_groups: int) -> Interval | None:
    """Return the 95 % percentile interval of resampled values.

    It is None if too many are nan, if there are too few groups, or if the values do not vary.
    """
    defined = values[~np.isnan(values)]
    if len(defined) < (1 - MAX_UNDEFINED_SHARE) * len(values):
        return None
    return Interval.from_resamples(defined, n_groups)


def count_groups(judged: NDArray[np.bool_], groups: NDArray[np.intp]) -> list[int]:
    """Return the number of groups in which each variable was judged.

    Parameters
    ----------
    judged
        Whether each variable of each article was, shape (n, n_variables).
    groups
        The group of each article, shape (n,).
    """
    return [len(np.unique(groups[column])) for column in judged.T]


def mean_over_variables(
    resamples: NDArray[np.float64], sample: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean over variables in each resample, shape (n_resamples,).

    Parameters
    ----------
    resamples
        The value of each variable in each resample, shape (n_resamples, n_variables).
    sample
        Its value in the sample, shape (n_variables,). Variables that are nan here are left
        out, and a variable that is nan in a resample takes this value.
    """
    # A resample can lose a rare label. Leaving it out of the mean would favor the resamples
    # that lose difficult labels.
    defined = ~np.isnan(sample)
    filled = np.where(np.isnan(resamples), sample, resamples)
    return np.asarray(filled[:, defined].mean(axis=1))
