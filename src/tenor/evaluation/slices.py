"""Scores of slices: how well a model does for one outlet, month, length, language or theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.intervals import Interval, resample
from tenor.evaluation.sums import Scoring, by_group, ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

ENOUGH = 20
"""Distinct articles (duplicate groups) from which a slice gets an interval, and can be blamed."""


@dataclass(frozen=True, slots=True)
class SliceScore:
    """How well the articles of one slice were labelled.

    ``by`` is what articles are sliced by, ``value`` which of them these are; the
    interval is of ``micro_f1``, and None with fewer than 20 duplicate groups.
    """

    by: str
    value: str
    n: int
    micro_f1: float
    macro_f1: float
    interval: Interval | None


def score_slices(
    truth: NDArray[np.uint8],
    given: NDArray[np.bool_],
    groups: NDArray[np.intp],
    scoring: Scoring,
    slices: Mapping[str, Mapping[str, NDArray[np.intp]]],
    *,
    random_state: int = 0,
) -> tuple[SliceScore, ...]:
    """Score each slice, with 95 % bootstrap intervals over duplicate groups.

    Micro-F1 is what slices are compared by: a slice seldom has every label, and
    its macro-F1 would be a mean over other labels than its neighbor's.

    Parameters
    ----------
    truth, given
        True and given labels, 0/1, shape (n, n_labels).
    groups
        The duplicate group of each article, shape (n,).
    slices
        What articles are sliced by, to each value and the positions of its articles.
    """
    sums = scoring.sums(truth, given)
    found = []
    for by, values in slices.items():
        for value, rows in values.items():
            scores = scoring.scores(sums[rows].sum(axis=0))
            interval = None
            if len(np.unique(groups[rows])) >= ENOUGH:
                interval = _interval(scoring, sums[rows], groups[rows], random_state)
            micro, macro = float(scores["micro_f1"]), float(scores["macro_f1"])
            found.append(SliceScore(by, value, len(rows), micro, macro, interval))
    return tuple(found)


def worst(
    slices: tuple[SliceScore, ...], overall: float, most: int = 3
) -> tuple[list[SliceScore], int]:
    """Return the slices that lie clearly below the whole, lowest first, and how many could have.

    Only slices of 20 duplicate groups or more count, and "clearly" means that the whole
    interval lies below ``overall``. The lowest of many slices is low by chance as
    well, which is why their number comes along.
    """
    enough = [part for part in slices if part.interval is not None]
    below = [part for part in enough if part.interval and part.interval.high < overall]
    return sorted(below, key=lambda part: part.micro_f1)[:most], len(enough)


def _interval(
    scoring: Scoring, sums: NDArray[np.float64], groups: NDArray[np.intp], random_state: int
) -> Interval:
    hit, false, missed = scoring.tally(sums).sum(axis=-1).T
    draws = resample(by_group(np.column_stack([2 * hit, 2 * hit + false + missed]), groups),
                     random_state)  # fmt: skip
    return Interval.of(ratio(draws[:, 0], draws[:, 1]))
