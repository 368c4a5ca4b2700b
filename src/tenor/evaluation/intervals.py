"""Bootstrap intervals: how far a score could move with other articles of the same kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.evaluation.metrics import macro_micro, per_label_scores, tallies

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 1000
CHUNK = 50


class Interval(NamedTuple):
    """The bounds of a 95 % interval."""

    low: float
    high: float


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
        ``macro_f1``, ``micro_f1``, ``accuracy`` (one label an article), and
        ``f1:LABEL`` for each label.

    Notes
    -----
    The percentile bootstrap of Efron and Tibshirani (1993), An introduction to
    the bootstrap, with 1,000 resamples.
    """
    _, which = np.unique(groups, return_inverse=True)
    n_groups = int(which.max(initial=-1)) + 1
    n_labels = truth.shape[1]
    per_article = tallies(truth, given).reshape(len(truth), -1)
    size_and_hits = np.stack(
        [np.ones(len(truth)), (truth.astype(bool) & given).any(axis=1)], axis=1
    )
    per_group = np.zeros((n_groups, 3 * n_labels + 2))
    np.add.at(per_group, which, np.hstack([per_article, size_and_hits]))

    rng = np.random.default_rng(random_state)
    totals = np.concatenate(
        [
            rng.multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=CHUNK) @ per_group
            for _ in range(RESAMPLES // CHUNK)
        ]
    )
    tally = totals[:, :-2].reshape(len(totals), 3, n_labels)
    f1 = f1_of_draws(tally, per_article.reshape(-1, 3, n_labels).sum(axis=0))
    draws = {"macro_f1": np.nanmean(f1, axis=1), "micro_f1": macro_micro(tally)[1]}
    if one_label:
        draws["accuracy"] = totals[:, -1] / totals[:, -2]
    f1 = np.nan_to_num(f1)
    draws |= {f"f1:{label}": f1[:, i] for i, label in enumerate(labels)}
    return {
        name: Interval(*np.quantile(values, [0.025, 0.975]).tolist())
        for name, values in draws.items()
    }


def f1_of_draws(tally: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F1 of resampled tallies, shape (..., 3, n_labels); nan where there is none.

    Parameters
    ----------
    whole
        The tallies of the whole sample, shape (3, n_labels).
    """
    # A draw can lose a rare label altogether. Its F1 is then that of the whole
    # sample: leaving it out of the mean would favor draws without hard labels.
    # A label that the whole sample lacks has no F1 in any draw.
    f1 = per_label_scores(tally)[2]
    lost = tally.sum(axis=-2) == 0
    of_whole = np.where(whole.sum(axis=0) > 0, per_label_scores(whole)[2], np.nan)
    return np.where(lost, of_whole, f1)
