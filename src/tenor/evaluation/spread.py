"""The mean score over several held-out draws, its spread, and what lies between two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.intervals import CHUNK, RESAMPLES, Interval
from tenor.evaluation.sums import f1_of_draws, macro_micro, mean_of_present, tallies

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Draw:
    """The scored articles of one draw.

    Attributes
    ----------
    truth, given
        True and given labels, 0/1, shape (n, n_labels).
    units
        What is resampled whole: the duplicate group or the outlet of each
        article, numbered alike in all draws; shape (n,).
    """

    truth: NDArray[np.uint8]
    given: NDArray[np.bool_]
    units: NDArray[np.intp]


@dataclass(frozen=True)
class MeanScore:
    """A score averaged over draws.

    Attributes
    ----------
    value, interval
        The mean over the draws and its 95 % interval.
    per_draw
        The score of each draw.
    resampled
        The mean in each bootstrap resample, shape (1000,).
    """

    value: float
    interval: Interval
    per_draw: tuple[float, ...]
    resampled: NDArray[np.float64]

    @property
    def spread(self) -> float:
        """The standard deviation between draws; 0 where there is one."""
        return float(np.std(self.per_draw, ddof=1)) if len(self.per_draw) > 1 else 0.0


def mean_scores(draws: Sequence[Draw], *, random_state: int = 0) -> dict[str, MeanScore]:
    """Return ``macro_f1`` and ``micro_f1``, averaged over draws.

    Draws are resampled, and the units that are scored in them: an interval
    tells how far the mean could move with other draws as well as with other
    articles. A unit that several draws score is resampled in all of them
    together, so that draws which overlap do not count as independent.

    Notes
    -----
    The two-stage cluster bootstrap: Davison and Hinkley (1997), Bootstrap
    methods and their application, section 3.8; percentile intervals of 1,000
    resamples.
    """
    codes = np.unique(np.concatenate([draw.units for draw in draws]))
    sums = [_per_unit(draw, codes) for draw in draws]
    whole = [own.sum(axis=0) for own in sums]
    n, n_draws = len(codes), len(draws)
    rng = np.random.default_rng(random_state)
    macro, micro = [], []
    for _ in range(RESAMPLES // CHUNK):
        times = rng.multinomial(n, np.full(n, 1 / n), size=CHUNK).astype(np.float64)
        share = rng.multinomial(n_draws, np.full(n_draws, 1 / n_draws), size=CHUNK) / n_draws
        tally = [np.tensordot(times, own, axes=1) for own in sums]
        f1 = [f1_of_draws(drawn, own) for drawn, own in zip(tally, whole, strict=True)]
        macro.append((share * np.stack([mean_of_present(own) for own in f1], axis=1)).sum(axis=1))
        micro.append((share * np.stack([macro_micro(own)[1] for own in tally], axis=1)).sum(axis=1))
    values = [macro_micro(own) for own in whole]
    return {
        "macro_f1": _mean([float(score) for score, _ in values], np.concatenate(macro)),
        "micro_f1": _mean([float(score) for _, score in values], np.concatenate(micro)),
    }


def difference(easier: MeanScore, harder: MeanScore) -> tuple[float, Interval]:
    """Return the difference of two mean scores and its 95 % interval.

    The resamples of the two are taken as independent, which is cautious where
    both score some of the same articles.
    """
    drawn = easier.resampled - harder.resampled
    return easier.value - harder.value, Interval.of(drawn)


def _per_unit(draw: Draw, codes: NDArray[np.intp]) -> NDArray[np.float64]:
    per_article = tallies(draw.truth, draw.given)
    sums = np.zeros((len(codes), *per_article.shape[1:]))
    np.add.at(sums, np.searchsorted(codes, draw.units), per_article)
    return sums


def _mean(per_draw: list[float], resampled: NDArray[np.float64]) -> MeanScore:
    return MeanScore(float(np.mean(per_draw)), Interval.of(resampled), tuple(per_draw), resampled)
