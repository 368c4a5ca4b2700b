"""How many articles to code for a share: the smallest draw whose interval is narrow enough."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus.draws import Design
from tenor.evaluation.shares import predicted_half_width_of_draw

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

FIRST_GUESS = 200
"""The number of articles that a search begins with."""

TOLERANCE = 0.02
"""The search ends when the number is known up to this share."""


@dataclass(frozen=True)
class Domain:
    """The duplicate groups with an article in a domain, such as an outlet.

    Attributes
    ----------
    name
        The name of the domain.
    groups
        Their positions in the frame, shape (n,).
    sizes
        What each counts for in the domain: its articles there, or 1 for stories; shape (n,).
    """

    name: str
    groups: NDArray[np.intp]
    sizes: NDArray[np.float64]


@dataclass(frozen=True)
class PlanFrame:
    """The duplicate groups that a plan draws from, and what is known of them.

    Attributes
    ----------
    frame
        The groups, by `frame_of`.
    probability
        The probability that each group has the label, shape (n_groups,).
    predicted
        Whether the model gives it the label; nowhere without a model; shape (n_groups,).
    uncertainty
        The uncertainty of the model about the label, shape (n_groups,); None without a model.
    chance
        The chance of each group to be in an earlier draw; 1 for those that were coded before;
        shape (n_groups,).
    is_available
        Whether it can be drawn, shape (n_groups,).
    domains
        The domains whose shares are wanted; at least one.
    """

    frame: pd.DataFrame
    probability: NDArray[np.float64]
    predicted: NDArray[np.bool_]
    uncertainty: NDArray[np.float64] | None
    chance: NDArray[np.float64]
    is_available: NDArray[np.bool_]
    domains: tuple[Domain, ...]

    def chances(self, design: Design, n: int) -> tuple[NDArray[np.float64], int]:
        """Return the chance of each group to be in an earlier draw or in a planned one.

        Parameters
        ----------
        design, n
            As for `Design.draw`.

        Returns
        -------
        tuple of an ndarray of shape (n_groups,) and an int
            The chances, and the number of groups that the draw has.
        """
        if n == 0:
            return self.chance, 0
        sample = design.draw(
            self.frame, n, uncertainty=self.uncertainty, is_available=self.is_available
        )
        return self.chance + (1 - self.chance) * sample.inclusion_probability, len(sample)

    def half_width(self, domain: Domain, chances: NDArray[np.float64]) -> float:
        """Return the half-width that the interval of the share of a domain is expected to have."""
        groups = domain.groups
        return predicted_half_width_of_draw(
            self.probability[groups], self.predicted[groups], chances[groups], domain.sizes
        )

    def max_n(self, design: Design) -> int:
        """Return the largest n of a draw: all available groups, or those of the largest stratum."""
        from tenor.corpus.frame import strata_of

        available = self.frame[self.is_available]
        if not design.each or available.empty:
            return len(available)
        return int(np.unique(strata_of(available, design.by), return_counts=True)[1].max())


@dataclass(frozen=True)
class PlannedDraw:
    """A planned draw.

    Attributes
    ----------
    design
        The design.
    n
        The number of articles to draw; with ``design.each``, of each stratum.
    n_articles
        The number of articles that are drawn in all.
    half_widths
        The half-width expected of the interval of the share in each domain.
    """

    design: Design
    n: int
    n_articles: int
    half_widths: tuple[float, ...]

    @property
    def half_width(self) -> float:
        """The largest half-width of a domain."""
        return max(self.half_widths)


def plan_draw(frame: PlanFrame, design: Design, n: int) -> PlannedDraw:
    """Return the draw of n articles, or of all if there are fewer.

    Parameters
    ----------
    frame
        The groups.
    design, n
        As for `Design.draw`; 0 for no further draw.
    """
    n = min(n, frame.max_n(design))
    chances, n_articles = frame.chances(design, n)
    widths = tuple(frame.half_width(domain, chances) for domain in frame.domains)
    return PlannedDraw(design, n, n_articles, widths)


def plan_for_margin(frame: PlanFrame, design: Design, margin: float) -> PlannedDraw:
    """Return the smallest draw whose expected half-width is at most a margin in every domain.

    Parameters
    ----------
    frame
        The groups.
    design
        The design.
    margin
        The half-width, as a share: .03 for 3 percentage points.
    """
    if (frame.chance > 0).all():
        nothing = plan_draw(frame, design, 0)
        if nothing.half_width <= margin:
            return nothing
    most = frame.max_n(design)
    first = plan_draw(frame, design, min(FIRST_GUESS, most))
    hardest = int(np.argmax(first.half_widths))
    while True:
        n = _search(frame, design, margin, frame.domains[hardest], most)
        planned = plan_draw(frame, design, n)
        other = int(np.argmax(planned.half_widths))
        if planned.half_width <= margin or n == most or other == hardest:
            return planned
        hardest = other


def plan_for_size(frame: PlanFrame, design: Design, n_articles: int) -> PlannedDraw:
    """Return the largest draw that has at most some number of articles in all.

    Parameters
    ----------
    frame
        The groups.
    design
        The design.
    n_articles
        The number of articles; at least one of each stratum is drawn if there are as many of each.
    """
    low, high = 1, frame.max_n(design)
    while design.each and low < high:
        middle = (low + high + 1) // 2
        fits = frame.chances(design, middle)[1] <= n_articles
        low, high = (middle, high) if fits else (low, middle - 1)
    return plan_draw(frame, design, low if design.each else min(n_articles, high))


def _search(frame: PlanFrame, design: Design, margin: float, domain: Domain, most: int) -> int:
    """Return the smallest n for one domain, up to the tolerance; ``most`` if none is enough."""

    @cache
    def half_width(n: int) -> float:
        return frame.half_width(domain, frame.chances(design, n)[0])

    too_few, enough = 0, most
    guess = min(FIRST_GUESS, most)
    while enough - too_few > max(1, TOLERANCE * enough):
        # A half-width decreases about as the square root of the number of codings.
        guess = min(max(guess, too_few + 1), enough - 1)
        width = half_width(guess)
        if width <= margin:
            enough = guess
        else:
            too_few = guess
        nearer = round(guess * (width / margin) ** 2)
        guess = nearer if too_few < nearer < enough else (too_few + enough) // 2
    return enough
