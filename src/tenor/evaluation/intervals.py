"""Bootstrap intervals: how far a score could move with other articles of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.evaluation.sums import Scoring, by_group, f1_of_draws

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 1000
CHUNK = 50


class Interval(NamedTuple):
    """The bounds of a 95 % interval."""

    low: float
    high: float

    @classmethod
    def of(cls, draws: NDArray[np.float64]) -> Interval:
        """Return the 2.5 and 97.5 percentiles of draws, shape (n_draws,)."""
        return cls(*np.quantile(draws, [0.025, 0.975]).tolist())


def bootstrap(
    truth: NDArray[np.uint8],
    given: NDArray[np.bool_],
    groups: NDArray[np.intp],
    labels: tuple[str, ...],
    *,
    one_label: bool,
    random_state: int = 0,
) -> dict[str, Interval]:
    """Return 95 % percentile intervals of every score, resampling duplicate groups.

    Parameters
    ----------
    truth, given
        True and given labels, 0/1, shape (n, n_labels).
    groups
        The duplicate group of each article, shape (n,); a group is drawn whole.

    Returns
    -------
    dict
        An interval for each name of `Scoring.names`, and ``f1:LABEL`` for each label.

    Notes
    -----
    The percentile bootstrap of Efron and Tibshirani (1993), An introduction to
    the bootstrap, with 1,000 resamples.
    """
    scoring = Scoring(labels, one_label)
    per_group = by_group(scoring.sums(truth, given), groups)
    whole = per_group.sum(axis=0)
    draws = resample(per_group, random_state)
    f1 = np.nan_to_num(f1_of_draws(scoring.tally(draws), scoring.tally(whole)))
    scores = scoring.scores(draws, whole)
    scores |= {f"f1:{label}": f1[:, i] for i, label in enumerate(labels)}
    return {name: Interval.of(values) for name, values in scores.items()}


def resample(per_group: NDArray[np.float64], random_state: int) -> NDArray[np.float64]:
    """Return the sums of 1,000 resamples of groups, shape (1000, number of columns)."""
    n_groups = len(per_group)
    rng = np.random.default_rng(random_state)
    # Many groups add the same: it is drawn how often each sum comes, not which group does.
    _, first, sizes = np.unique(per_group, axis=0, return_index=True, return_counts=True)
    # In the order of the groups, whatever the columns.
    order = np.argsort(first)
    kinds, chances = per_group[first[order]], sizes[order] / n_groups
    return np.concatenate(
        [rng.multinomial(n_groups, chances, size=CHUNK) @ kinds for _ in range(RESAMPLES // CHUNK)]
    )
