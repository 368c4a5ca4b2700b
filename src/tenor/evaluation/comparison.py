"""A model as one more coder: does it agree with people as they do with each other?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.evaluation.alpha import alpha_of, draw_sums, interval_of, mean_draws, statistics_of
from tenor.evaluation.intervals import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARGIN = 0.1
"""How far below people's alpha a model's still counts as that of one of them."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """People's agreement with each other beside their agreement with a model.

    Attributes
    ----------
    n_articles
        Articles that two people or more judged and the model labelled.
    people, model
        Alpha of pairs of people, and of pairs of the model and a person; both
        count every person's judgement once. None where undefined.
    difference
        The 95 % bootstrap interval of model less people; None where undefined.
    """

    n_articles: int
    people: float | None
    model: float | None
    difference: Interval | None

    @property
    def verdict(self) -> str:
        """Whether the model is inside the human range.

        It is ``below`` or ``above`` where the interval of the difference leaves
        zero out, ``inside`` where it stays within 0.1 below people's alpha, and
        ``cannot be told`` where the articles are too few for either.
        """
        if self.difference is None:
            return "cannot be told"
        if self.difference.high < 0:
            return "below"
        if self.difference.low > 0:
            return "above"
        return "inside" if self.difference.low >= -MARGIN else "cannot be told"


class Comparisons(NamedTuple):
    """The comparison on each of several variables, and its mean over those that have both."""

    each: tuple[Comparison, ...]
    mean: Comparison


def compare(
    counts: NDArray[np.int64],
    given: NDArray[np.intp],
    groups: NDArray[np.intp],
    *,
    random_state: int = 0,
) -> Comparisons:
    """Compare a model's agreement with people to people's agreement with each other.

    Both alphas are nominal and of the same articles: those that two people or
    more judged and the model labelled. People's alpha weighs each judgement
    once, by pairing it with the other people's; the model's does so by pairing
    it with the model's label. A model that gives what most people would can
    agree with each of them more than they do with each other: a value above
    people's is a reason to look for a leak, and no proof of one.

    Parameters
    ----------
    counts
        People's judgements, as in `measure`, shape (n, n_variables, n_values).
    given
        The value that the model gave, -1 for none, shape (n, n_variables).
    groups
        The duplicate group of each article, shape (n,).
    """
    both = (counts.sum(axis=-1) >= 2) & (given >= 0)
    kept = both.any(axis=1)
    counts, given, groups, both = counts[kept], given[kept], groups[kept], both[kept]
    used = np.where(both[..., None], counts, 0)
    label = np.arange(counts.shape[-1]) == given[..., None]
    judges = used.sum(axis=-1, keepdims=True)
    agreeing = 2 * (used * label).sum(axis=-1, keepdims=True)
    of_model = np.concatenate([agreeing, used + judges * label], axis=-1, dtype=np.float64)
    statistics = np.stack([statistics_of(used, "nominal"), of_model], axis=1)
    people, model = alpha_of(statistics.sum(axis=0), "nominal")
    draws = alpha_of(draw_sums(statistics, groups, random_state), "nominal")
    differences = draws[:, 1] - draws[:, 0]
    each = tuple(
        Comparison(int(n), _number(a), _number(b), interval_of(differences[:, i]))
        for i, (n, a, b) in enumerate(zip(both.sum(axis=0), people, model, strict=True))
    )
    defined = ~np.isnan(people) & ~np.isnan(model)
    if not defined.any():
        return Comparisons(each, Comparison(len(counts), None, None, None))
    mean = Comparison(
        len(counts), float(people[defined].mean()), float(model[defined].mean()),
        interval_of(mean_draws(differences, model - people)),
    )  # fmt: skip
    return Comparisons(each, mean)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
