"""Probability samples of articles to code, with exact inclusion probabilities.

The sampling units are duplicate groups. A group is drawn once, as its first article.

References
----------
Madow (1949), On the theory of systematic sampling, II.
Tillé (2006), Sampling algorithms, chapters 4 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tenor.errors import CorpusError
from tenor.present import plural

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Design = Literal["random", "outlet", "date", "uncertainty", "mixed"]

UNCERTAINTY_FLOOR = 0.1
"""The share of the mean uncertainty added to that of each article, so that all can be drawn."""

OTHER, UNDATED = "(other)", "(no date)"
"""The strata of rare values and of articles without a date."""

MAX_MONTHS = 24
"""The maximum number of months as strata; if there are more, the strata are years."""

ROUNDING_ERROR = 1e-12
"""The distance from 1 within which a probability counts as 1."""


@dataclass(frozen=True)
class Sample:
    """A sample of n articles, in random order.

    Attributes
    ----------
    rows
        Positions of the articles in the articles table, shape (n,).
    inclusion_probability
        The probability of each article to be drawn, shape (n,).
    stratum
        The stratum of each article; empty strings for designs without strata.
    population
        The number of articles that the sample is drawn from.
    """

    rows: NDArray[np.intp]
    inclusion_probability: NDArray[np.float64]
    stratum: list[str]
    population: int

    def __len__(self) -> int:
        return len(self.rows)


def uncoded_rows(articles: pd.DataFrame, coded: set[str]) -> NDArray[np.intp]:
    """Return the rows of the first article of each duplicate group without a coded article.

    Parameters
    ----------
    articles
        The articles table.
    coded
        The ids of the coded articles.

    Returns
    -------
    ndarray of shape (n_groups,)
        Positions in the articles table.
    """
    ids = articles["article_id"].to_numpy(dtype=object)
    groups = articles["duplicate_group"].to_numpy(dtype=object)
    coded_groups = {group for article, group in zip(ids, groups, strict=True) if article in coded}
    # A group has the id of its first article.
    uncoded = [a == g and g not in coded_groups for a, g in zip(ids, groups, strict=True)]
    return np.flatnonzero(uncoded)


def draw_sample(
    articles: pd.DataFrame,
    rows: NDArray[np.intp],
    n: int,
    design: Design,
    *,
    uncertainty: NDArray[np.float64] | None = None,
    random_state: int = 0,
) -> Sample:
    """Return a random sample of n articles.

    Parameters
    ----------
    articles
        The articles table.
    rows
        Positions of the articles that can be drawn, shape (n_rows,).
    n
        The number of articles to draw.
    design
        ``random`` is a simple random sample. ``outlet`` and ``date`` are stratified with
        proportional allocation; strata too small for one article are merged. ``uncertainty``
        draws in proportion to a model's uncertainty. ``mixed`` gives each article the mean of
        its probabilities under ``random`` and ``uncertainty``, and spaces the sample evenly
        over outlets.
    uncertainty
        A model's uncertainty about each article of ``rows``, not negative, shape (n_rows,).
    random_state
        The seed of the sample.

    Raises
    ------
    CorpusError
        If there are fewer than n articles.
    """
    size = len(rows)
    if n > size:
        raise CorpusError(
            f"{plural(n, 'article to code is', 'articles to code are')} more than the {size:,} "
            "that can be drawn (near-duplicates count once); ask for fewer, or draw coded ones too "
            "with --include-coded"
        )
    rng = np.random.default_rng(random_state)
    strata: list[str] = []
    if design in ("outlet", "date"):
        table = articles.iloc[rows]
        values = _outlets(table) if design == "outlet" else _months_or_years(table)
        strata = merge_small_strata(values, n)
        drawn, probabilities = _stratified_sample(strata, n, rng)
    else:
        equal = np.full(size, n / max(size, 1))
        if design == "random":
            probabilities = equal
        else:
            assert uncertainty is not None, f"design '{design}' needs a model's uncertainty"
            floor = UNCERTAINTY_FLOOR * (uncertainty.mean() or 1.0)
            probabilities = inclusion_probabilities(uncertainty + floor, n)
        order = rng.permutation(size)
        if design == "mixed":
            probabilities = (equal + probabilities) / 2
            outlets = np.array(_outlets(articles.iloc[rows]), dtype=object)
            # Systematic sampling of sorted articles represents each outlet proportionally.
            order = order[np.argsort(outlets[order], kind="stable")]
        if design == "random":
            drawn = order[:n]
        else:
            drawn = order[systematic_sample(probabilities[order], float(rng.random()))]
    drawn = rng.permutation(drawn)
    stratum = [strata[i] for i in drawn] if strata else [""] * n
    return Sample(rows[drawn], probabilities[drawn], stratum, size)


def inclusion_probabilities(sizes: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return probabilities proportional to sizes, at most 1, with the sum n.

    Parameters
    ----------
    sizes
        The size of each article, positive, shape (n_articles,).
    n
        The number of articles to draw, at most n_articles.

    Returns
    -------
    ndarray of shape (n_articles,)
    """
    probabilities = np.zeros(len(sizes))
    certain = np.zeros(len(sizes), dtype=bool)
    while True:
        rest = n - np.count_nonzero(certain)
        scale = max(sizes[~certain].sum(), 1e-300)
        probabilities = np.where(certain, 1.0, rest * sizes / scale)
        # A probability below 1 by rounding error alone would let an article be drawn twice.
        above = ~certain & (probabilities >= 1 - ROUNDING_ERROR)
        if not above.any():
            return probabilities
        certain |= above


def systematic_sample(probabilities: NDArray[np.float64], start: float) -> NDArray[np.intp]:
    """Return a systematic sample with these inclusion probabilities.

    The probabilities are laid end to end on a line. The article at ``start`` and those at
    every step of 1 from there are drawn.

    Parameters
    ----------
    probabilities
        The inclusion probabilities, each at most 1, with an integer sum n; shape (n_articles,).
    start
        A uniform random number in [0, 1).

    Returns
    -------
    ndarray of shape (n,)
        Positions of the articles.
    """
    certain = probabilities >= 1
    rest = np.flatnonzero(~certain)
    n = round(float(probabilities[rest].sum()))
    ends = np.cumsum(probabilities[rest])
    if n and len(ends):
        # A rounding error of the sum must not add or drop an article.
        ends *= n / ends[-1]
        positions = np.searchsorted(ends, start + np.arange(n), side="right")
        rest = rest[np.minimum(positions, len(rest) - 1)]
    else:
        rest = rest[:0]
    return np.concatenate([np.flatnonzero(certain), rest])


def merge_small_strata(strata: list[str], n: int) -> list[str]:
    """Return the stratum of each article, after merging strata too small for one of n draws."""
    sizes: dict[str, int] = {}
    for name in strata:
        sizes[name] = sizes.get(name, 0) + 1
    small = {name for name, size in sizes.items() if n * size < len(strata)}
    return [OTHER if name in small else name for name in strata]


def allocate(sizes: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """Return the number of draws from each stratum: proportional to its size, at least one.

    Parameters
    ----------
    sizes
        The number of articles of each stratum, shape (n_strata,).
    n
        The number of articles to draw. Rounding is by the largest remainders.

    Returns
    -------
    ndarray of shape (n_strata,)
    """
    shares = n * sizes / sizes.sum()
    allocated = np.maximum(np.floor(shares), 1)
    remainders = np.where(shares < 1, -1.0, shares - allocated)
    order = np.argsort(-remainders, kind="stable")
    allocated[order[: n - int(allocated.sum())]] += 1
    return np.asarray(allocated, dtype=np.intp)


def _stratified_sample(
    strata: list[str], n: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return the drawn positions, and the inclusion probability of every article."""
    _, codes = np.unique(np.array(strata, dtype=object), return_inverse=True)
    sizes = np.bincount(codes)
    allocated = allocate(sizes, n)
    drawn = [
        rng.choice(np.flatnonzero(codes == stratum), int(n_drawn), replace=False)
        for stratum, n_drawn in enumerate(allocated)
    ]
    return np.concatenate(drawn), (allocated / sizes)[codes]


def _outlets(table: pd.DataFrame) -> list[str]:
    return [str(outlet) for outlet in table["outlet"]]


def _months_or_years(table: pd.DataFrame) -> list[str]:
    dates = ["" if date is None or date != date else str(date) for date in table["published"]]
    months = {date[:7] for date in dates if date}
    length = len("2020-01") if len(months) <= MAX_MONTHS else len("2020")
    return [date[:length] or UNDATED for date in dates]
