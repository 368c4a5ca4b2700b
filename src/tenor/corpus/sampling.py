"""Drawing articles for people to code, each with its true chance of being drawn.

The units are duplicate groups: a group is drawn once, as its first article.

References
----------
Madow (1949), On the theory of systematic sampling, II.
Tillé (2006), Sampling algorithms, chapters 4 and 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from tenor.errors import CorpusError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Design = Literal["random", "outlet", "date", "uncertainty", "mixed"]
DESIGNS: tuple[str, ...] = get_args(Design)
FLOOR = 0.1
"""What every article's uncertainty counts at least, as a share of the mean: none is impossible."""
OTHER, UNDATED = "(other)", "(no date)"
MOST_MONTHS = 24


@dataclass(frozen=True)
class Sample:
    """Articles drawn, in random order.

    Attributes
    ----------
    rows
        Their positions in the articles table, shape (n,).
    probability
        The chance that the design gave each of being drawn, shape (n,).
    stratum
        The stratum of each; empty where there are none.
    population
        How many articles could have been drawn.
    """

    rows: NDArray[np.intp]
    probability: NDArray[np.float64]
    stratum: list[str]
    population: int

    def __len__(self) -> int:
        return len(self.rows)


def drawable(articles: pd.DataFrame, coded: set[str]) -> NDArray[np.intp]:
    """Return the positions of the first articles of the groups of which none is coded."""
    ids = articles["article_id"].to_numpy(dtype=object)
    groups = articles["duplicate_group"].to_numpy(dtype=object)
    taken = {group for article, group in zip(ids, groups, strict=True) if article in coded}
    free = [a == g and g not in taken for a, g in zip(ids, groups, strict=True)]
    return np.flatnonzero(free)


def draw(
    articles: pd.DataFrame,
    rows: NDArray[np.intp],
    n: int,
    design: Design,
    *,
    uncertainty: NDArray[np.float64] | None = None,
    random_state: int = 0,
) -> Sample:
    """Draw n articles.

    ``random`` gives every article the same chance. ``outlet`` and ``date`` draw
    from each stratum in proportion to its size; strata too small for one article
    are drawn from together. ``uncertainty`` draws in proportion to how unsure a
    model is. ``mixed`` gives each article the mean of its chances under
    ``random`` and ``uncertainty``, and spreads the draw evenly over outlets.

    Parameters
    ----------
    rows
        Positions of the articles that may be drawn.
    uncertainty
        How unsure a model is of each of them, not negative, shape (len(rows),).

    Raises
    ------
    CorpusError
        If there are fewer than n.
    """
    size = len(rows)
    if n > size:
        raise CorpusError(
            f"{n:,} articles to code are more than the {size:,} that nobody has coded yet "
            "(duplicates count once); ask for fewer, or draw coded ones too with --again"
        )
    rng = np.random.default_rng(random_state)
    strata: list[str] = []
    if design in ("outlet", "date"):
        table = articles.iloc[rows]
        names = _outlets(table) if design == "outlet" else _dates(table)
        strata = merged(names, n)
        chosen, chances = _stratified(strata, n, rng)
    else:
        equal = np.full(size, n / max(size, 1))
        if design == "random":
            chances = equal
        else:
            assert uncertainty is not None, f"design '{design}' needs a model's uncertainty"
            chances = proportional(uncertainty + FLOOR * (uncertainty.mean() or 1.0), n)
        order = rng.permutation(size)
        if design == "mixed":
            chances = (equal + chances) / 2
            outlets = np.array(_outlets(articles.iloc[rows]), dtype=object)
            order = order[np.argsort(outlets[order], kind="stable")]
        if design == "random":
            chosen = order[:n]
        else:
            chosen = order[systematic(chances[order], float(rng.random()))]
    chosen = rng.permutation(chosen)
    named = [strata[i] for i in chosen] if strata else [""] * n
    return Sample(rows[chosen], chances[chosen], named, size)


def proportional(sizes: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return chances in proportion to positive sizes that sum to n; none is above one."""
    chances = np.zeros(len(sizes))
    certain = np.zeros(len(sizes), dtype=bool)
    while True:
        rest = n - np.count_nonzero(certain)
        chances = np.where(certain, 1.0, rest * sizes / max(sizes[~certain].sum(), 1e-300))
        # What is one but for rounding is one: else two of n articles could be drawn twice.
        over = ~certain & (chances >= 1 - 1e-12)
        if not over.any():
            return chances
        certain |= over


def systematic(chances: NDArray[np.float64], start: float) -> NDArray[np.intp]:
    """Return the positions that systematic sampling draws, with exactly these chances.

    The chances are laid end to end, and each whole step from ``start`` (drawn
    evenly from [0, 1)) hits one article.

    Parameters
    ----------
    chances
        Each at most one, summing to a whole number n, shape (N,).
    """
    certain = chances >= 1
    rest = np.flatnonzero(~certain)
    n = round(float(chances[rest].sum()))
    ends = np.cumsum(chances[rest])
    if n and len(ends):
        # What rounding adds or takes must not add or take an article.
        ends *= n / ends[-1]
        hit = np.searchsorted(ends, start + np.arange(n), side="right")
        rest = rest[np.minimum(hit, len(rest) - 1)]
    else:
        rest = rest[:0]
    return np.concatenate([np.flatnonzero(certain), rest])


def merged(names: list[str], n: int) -> list[str]:
    """Return the strata, with those whose share of n is less than one article put together."""
    count: dict[str, int] = {}
    for name in names:
        count[name] = count.get(name, 0) + 1
    small = {name for name, size in count.items() if n * size < len(names)}
    return [OTHER if name in small else name for name in names]


def allocate(sizes: NDArray[np.intp], n: int) -> NDArray[np.intp]:
    """Share n out to strata in proportion to their sizes: largest remainders, at least one each."""
    shares = n * sizes / sizes.sum()
    given = np.maximum(np.floor(shares), 1)
    remainder = np.where(shares < 1, -1.0, shares - given)
    order = np.argsort(-remainder, kind="stable")
    given[order[: n - int(given.sum())]] += 1
    return np.asarray(given, dtype=np.intp)


def _stratified(
    strata: list[str], n: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    _, codes = np.unique(np.array(strata, dtype=object), return_inverse=True)
    sizes = np.bincount(codes)
    given = allocate(sizes, n)
    chosen = [
        rng.choice(np.flatnonzero(codes == stratum), int(k), replace=False)
        for stratum, k in enumerate(given)
    ]
    return np.concatenate(chosen), (given / sizes)[codes]


def _outlets(table: pd.DataFrame) -> list[str]:
    return [str(outlet) for outlet in table["outlet"]]


def _dates(table: pd.DataFrame) -> list[str]:
    days = ["" if day is None or day != day else str(day) for day in table["published"]]
    months = {day[:7] for day in days if day}
    length = 7 if len(months) <= MOST_MONTHS else 4
    return [day[:length] or UNDATED for day in days]
