"""Krippendorff's alpha of many samples at once: the sums it needs, and their bootstrap draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.evaluation.intervals import CHUNK, RESAMPLES, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

Metric = Literal["nominal", "ordinal", "interval"]

UNDEFINED_SHARE = 0.05
"""An interval is left out where more draws than this share have no alpha."""


def statistics_of(counts: NDArray[np.int64], metric: Metric) -> NDArray[np.float64]:
    """Return what alpha sums over articles, shape (n, n_variables, n_statistics).

    Parameters
    ----------
    counts
        How many coders gave each article each value, shape (n, n_variables,
        n_values); each article has two coders or none.
    """
    return _same_and_margins(counts) if metric == "nominal" else _coincidences(counts)


def alpha_of(sums: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    """Return alpha of statistics summed over articles, shape (..., n_statistics).

    It is nan where nothing is expected to differ. The nominal one may be given
    the agreement of other pairs: first how many values agree, then how often
    each value stands.
    """
    return _nominal(sums) if metric == "nominal" else _ordered(sums, metric)


def _same_and_margins(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what nominal alpha sums over articles, shape (n, n_variables, 1 + n_values)."""
    others = np.maximum(counts.sum(axis=-1, keepdims=True) - 1, 1)
    same = (counts * (counts - 1)).sum(axis=-1, keepdims=True) / others
    return np.concatenate([same, counts], axis=-1, dtype=np.float64)


def _coincidences(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return each article's coincidence matrix, flat, shape (n, n_variables, n_values²)."""
    others = np.maximum(counts.sum(axis=-1) - 1, 1)[..., None, None]
    pairs = counts[..., :, None] * counts[..., None, :]
    pairs = pairs - counts[..., :, None] * np.eye(counts.shape[-1], dtype=np.int64)
    flat = counts.shape[-1] ** 2
    return np.asarray(pairs / others).reshape(*counts.shape[:-1], flat)


def _nominal(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    same, margins = sums[..., 0], sums[..., 1:]
    n = margins.sum(axis=-1)
    by_chance = n * (n - 1) - (margins * (margins - 1)).sum(axis=-1)
    return _one_less((n - same) * (n - 1), by_chance)


def _ordered(sums: NDArray[np.float64], metric: Metric) -> NDArray[np.float64]:
    n_values = round(sums.shape[-1] ** 0.5)
    matrix = sums.reshape(*sums.shape[:-1], n_values, n_values)
    margins = matrix.sum(axis=-1)
    n = margins.sum(axis=-1)
    # Of ranks, those between two values and half of the values' own.
    places = np.cumsum(margins, axis=-1) - margins / 2
    if metric == "interval":
        places = np.broadcast_to(np.arange(n_values, dtype=np.float64), margins.shape)
    apart = (places[..., :, None] - places[..., None, :]) ** 2
    observed = (matrix * apart).sum(axis=(-2, -1))
    by_chance = (margins[..., :, None] * margins[..., None, :] * apart).sum(axis=(-2, -1))
    return _one_less(observed * (n - 1), by_chance)


def _one_less(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    out = np.full(np.shape(observed), np.nan)
    return np.asarray(1 - np.divide(observed, expected, out=out, where=expected > 0))


def draw_sums(
    statistics: NDArray[np.float64], groups: NDArray[np.intp], random_state: int
) -> NDArray[np.float64]:
    """Return the sums of each bootstrap draw, shape (RESAMPLES, ...)."""
    names, which = np.unique(groups, return_inverse=True)
    shape = statistics.shape[1:]
    if not len(names):
        return np.zeros((RESAMPLES, *shape))
    per_group = np.zeros((len(names), int(np.prod(shape))))
    np.add.at(per_group, which, statistics.reshape(len(statistics), -1))
    rng = np.random.default_rng(random_state)
    even = np.full(len(names), 1 / len(names))
    sums = [
        rng.multinomial(len(names), even, size=CHUNK) @ per_group for _ in range(RESAMPLES // CHUNK)
    ]
    return np.concatenate(sums).reshape(RESAMPLES, *shape)


def interval_of(draws: NDArray[np.float64]) -> Interval | None:
    """Return the 95 % percentile interval of draws; None where too many are nan."""
    found = draws[~np.isnan(draws)]
    if len(found) < (1 - UNDEFINED_SHARE) * len(draws):
        return None
    return Interval(*np.quantile(found, [0.025, 0.975]).tolist())


def mean_draws(draws: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over variables of each draw; ``whole`` is the values of all articles."""
    # A draw can lose a rare label. Its value is then that of the whole sample:
    # leaving it out of the mean would favor draws without hard labels.
    defined = ~np.isnan(whole)
    filled = np.where(np.isnan(draws), whole, draws)
    return np.asarray(filled[:, defined].mean(axis=1))
