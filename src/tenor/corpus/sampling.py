"""Probability samples with exact inclusion probabilities, equal or in proportion to a size.

References
----------
Madow (1949), On the theory of systematic sampling, II.
Tillé (2006), Sampling algorithms, chapters 4 and 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tenor.errors import CorpusError
from tenor.present import plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

OTHER = "(other)"
"""The stratum of units whose own stratum is too small for one draw."""

ROUNDING_ERROR = 1e-12
"""The distance from 1 within which a probability counts as 1."""

Measures = Sequence[tuple[float, "NDArray[np.float64]"]]
"""Parts of a draw: the share of each, and the size of each unit that it draws in proportion to."""


@dataclass(frozen=True)
class Sample:
    """A sample of n units, in random order.

    Attributes
    ----------
    rows
        The positions of the drawn units, shape (n,).
    inclusion_probability
        The probability of every unit to be drawn, shape (n_units,). That of a unit which is not
        available is what it would have been.
    strata
        The stratum of every unit, shape (n_units,); empty strings without strata.
    """

    rows: NDArray[np.intp]
    inclusion_probability: NDArray[np.float64]
    strata: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.rows)


def draw_sample(
    measures: Measures,
    n: int,
    *,
    strata: NDArray[np.object_] | None = None,
    each: bool = False,
    is_available: NDArray[np.bool_] | None = None,
    random_state: int = 0,
) -> Sample:
    """Return a random sample of n units.

    Parameters
    ----------
    measures
        The parts of the draw; their shares add up to 1. The first one's sizes are those that the
        draws are allocated to strata by.
    n
        The number of units to draw.
    strata
        The stratum of each unit, shape (n_units,). The draws are allocated in proportion to the
        sizes of strata; strata too small for one are merged.
    each
        Whether to draw n units of each stratum, or all of a smaller one.
    is_available
        Whether each unit can be drawn; default all.
    random_state
        The seed.

    Raises
    ------
    CorpusError
        If there are fewer than n units.

    Notes
    -----
    A systematic sample of the units of a stratum in random order, so with equal sizes a simple
    random sample.
    """
    sizes = measures[0][1]
    available = np.ones(len(sizes), dtype=bool) if is_available is None else is_available
    n_available = int(available.sum())
    if n > n_available and not (each and n_available):
        raise CorpusError(
            f"{plural(n, 'article to code is', 'articles to code are')} more than the "
            f"{n_available:,} that can be drawn (near-duplicates count once); ask for fewer, or "
            "draw from those that were drawn or coded before too, with --include-drawn"
        )
    rng = np.random.default_rng(random_state)
    names = np.full(len(sizes), "", dtype=object) if strata is None else strata
    if strata is not None and not each:
        names = merge_small_strata(names, np.where(available, sizes, 0), n)
    labels, codes = np.unique(names, return_inverse=True)
    counts = np.bincount(codes[available], minlength=len(labels))
    if each:
        allocated = np.minimum(counts, n)
    else:
        weights = np.bincount(codes, np.where(available, sizes, 0), len(labels))
        allocated = allocate(weights, counts, n)
    probabilities = np.empty(len(sizes))
    drawn = []
    for stratum, n_drawn in enumerate(allocated.tolist()):
        inside = np.flatnonzero(codes == stratum)
        if not counts[stratum]:  # Nothing can be drawn here, so that any chance would do.
            probabilities[inside] = min(1.0, n / n_available)
            continue
        probabilities[inside] = sum(
            share * _probabilities(measure[inside], available[inside], n_drawn)
            for share, measure in measures
        )
        units = rng.permutation(inside[available[inside]])
        drawn.append(units[systematic_sample(probabilities[units], float(rng.random()))])
    return Sample(rng.permutation(np.concatenate(drawn)), probabilities, names)


def _probabilities(
    sizes: NDArray[np.float64], available: NDArray[np.bool_], n: int
) -> NDArray[np.float64]:
    """Return the inclusion probability of each unit, also of those that are not available."""
    probabilities = np.empty(len(sizes))
    probabilities[available] = inclusion_probabilities(sizes[available], n)
    below = available & (probabilities < 1)
    # The probability of a unit of size 1.
    scale = probabilities[below].sum() / sizes[below].sum() if below.any() else np.inf
    probabilities[~available] = np.minimum(1.0, scale * sizes[~available])
    return probabilities


def inclusion_probabilities(sizes: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return probabilities proportional to sizes, at most 1, with the sum n.

    Parameters
    ----------
    sizes
        The size of each unit, positive, shape (n_units,).
    n
        The number of units to draw, at most n_units.

    Returns
    -------
    ndarray of shape (n_units,)
    """
    probabilities = np.zeros(len(sizes))
    certain = np.zeros(len(sizes), dtype=bool)
    while True:
        rest = n - np.count_nonzero(certain)
        scale = max(sizes[~certain].sum(), 1e-300)
        probabilities = np.where(certain, 1.0, rest * sizes / scale)
        # A probability below 1 by rounding error alone would let a unit be drawn twice.
        above = ~certain & (probabilities >= 1 - ROUNDING_ERROR)
        if not above.any():
            return probabilities
        certain |= above


def systematic_sample(probabilities: NDArray[np.float64], start: float) -> NDArray[np.intp]:
    """Return a systematic sample with these inclusion probabilities.

    The probabilities are laid end to end on a line. The unit at ``start`` and those at every
    step of 1 from there are drawn.

    Parameters
    ----------
    probabilities
        The inclusion probabilities, each at most 1, with an integer sum n; shape (n_units,).
    start
        A uniform random number in [0, 1).

    Returns
    -------
    ndarray of shape (n,)
        Positions of the units.
    """
    certain = probabilities >= 1
    rest = np.flatnonzero(~certain)
    n = round(float(probabilities[rest].sum()))
    ends = np.cumsum(probabilities[rest])
    if n and len(ends):
        # A rounding error of the sum must not add or drop a unit.
        ends *= n / ends[-1]
        positions = np.searchsorted(ends, start + np.arange(n), side="right")
        rest = rest[np.minimum(positions, len(rest) - 1)]
    else:
        rest = rest[:0]
    return np.concatenate([np.flatnonzero(certain), rest])


def merge_small_strata(
    strata: NDArray[np.object_], sizes: NDArray[np.float64], n: int
) -> NDArray[np.object_]:
    """Return the stratum of each unit, after merging strata too small for one of n draws.

    Parameters
    ----------
    strata
        The stratum of each unit, shape (n_units,).
    sizes
        The size of each unit, shape (n_units,).
    n
        The number of units to draw.
    """
    names, codes = np.unique(strata, return_inverse=True)
    totals = np.bincount(codes, sizes)
    names[n * totals < sizes.sum()] = OTHER
    merged: NDArray[np.object_] = names[codes]
    return merged


def allocate(sizes: NDArray[Any], counts: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """Return the number of draws from each stratum: proportional to its size, at least one.

    Parameters
    ----------
    sizes
        The size of each stratum, shape (n_strata,).
    counts
        The number of units of each stratum, which its draws do not exceed; a stratum without
        units has none; shape (n_strata,).
    n
        The number of units to draw. Rounding is by the largest remainders.

    Returns
    -------
    ndarray of shape (n_strata,)
    """
    shares, full = np.zeros(len(sizes)), counts == 0
    while True:
        rest = max(0, n - counts[full].sum())
        shares = np.where(full, counts, rest * sizes / max(sizes[~full].sum(), 1e-300))
        above = ~full & (shares > counts)
        if not above.any():
            break
        full |= above
    allocated = np.minimum(np.maximum(np.floor(shares), 1), counts)
    remainders = np.where((shares < 1) | (allocated == counts), -1.0, shares - allocated)
    order = np.argsort(-remainders, kind="stable")
    allocated[order[: n - int(allocated.sum())]] += 1
    return np.asarray(allocated, dtype=np.intp)
