"""Mean scores over repeated splits, with their standard deviation, interval and difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.evaluation.confusion_counts import confusion_counts, macro_f1, micro_f1
from tenor.evaluation.intervals import BATCH_SIZE, N_RESAMPLES, Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ScoredSplit:
    """The scored articles of one repetition of a split.

    Attributes
    ----------
    y_true, y_pred
        True and predicted labels, 0/1, shape (n, n_labels).
    groups
        The duplicate group or the outlet of each article, which is resampled as one; shape
        (n,). All repetitions number their groups alike.
    is_known
        Whether the true label is known, shape (n, n_labels); None for all.
    """

    y_true: NDArray[np.uint8]
    y_pred: NDArray[np.bool_]
    groups: NDArray[np.intp]
    is_known: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class MeanScore:
    """The mean of a score over repeated splits.

    Attributes
    ----------
    value, interval
        The mean and its 95 % bootstrap interval; None with too few groups.
    per_split
        The score of each repetition.
    resamples
        The mean in each bootstrap resample, shape (1000,).
    n_groups
        The number of resampled groups.
    """

    value: float
    interval: Interval | None
    per_split: tuple[float, ...]
    resamples: NDArray[np.float64]
    n_groups: int

    @property
    def std(self) -> float:
        """The standard deviation over the repetitions; 0 where there is one."""
        return float(np.std(self.per_split, ddof=1)) if len(self.per_split) > 1 else 0.0


def mean_scores(splits: Sequence[ScoredSplit], *, random_state: int = 0) -> dict[str, MeanScore]:
    """Return the mean of ``macro_f1`` and of ``micro_f1`` over repeated splits.

    Parameters
    ----------
    splits
        The repetitions, one or more, with the same labels.
    random_state
        The seed of the resampling.

    Notes
    -----
    The two-stage cluster bootstrap (Davison and Hinkley 1997, Bootstrap methods and their
    application, section 3.8), with percentile intervals of 1,000 resamples. Repetitions are
    resampled, and groups within them: an interval covers the variation from both. A group
    that several repetitions score is resampled in all of them together, so that
    repetitions with common articles do not count as independent.
    """
    groups = np.unique(np.concatenate([split.groups for split in splits]))
    per_group = [_counts_per_group(split, groups) for split in splits]
    samples = [counts.sum(axis=0) for counts in per_group]
    n_groups, n_splits = len(groups), len(splits)
    rng = np.random.default_rng(random_state)
    macro, micro = [], []
    for _ in range(N_RESAMPLES // BATCH_SIZE):
        group_counts = rng.multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=BATCH_SIZE)
        split_counts = rng.multinomial(n_splits, np.full(n_splits, 1 / n_splits), size=BATCH_SIZE)
        weights = split_counts / n_splits
        confusion = [
            np.tensordot(group_counts.astype(np.float64), counts, axes=1) for counts in per_group
        ]
        of_splits = [macro_f1(*pair) for pair in zip(confusion, samples, strict=True)]
        macro.append((weights * np.stack(of_splits, axis=1)).sum(axis=1))
        micro.append((weights * np.stack(list(map(micro_f1, confusion)), axis=1)).sum(axis=1))
    return {
        "macro_f1": _mean(list(map(macro_f1, samples)), macro, n_groups),
        "micro_f1": _mean(list(map(micro_f1, samples)), micro, n_groups),
    }


def score_difference(easier: MeanScore, harder: MeanScore) -> tuple[float, Interval | None]:
    """Return the difference between two mean scores and its 95 % interval.

    The two are resampled with different seeds, as if independent: the groups of one may be
    outlets and those of the other duplicate groups. The interval is therefore conservative where
    both score some of the same articles. It is None if either score has none.
    """
    n_groups = min(easier.n_groups, harder.n_groups)
    interval = Interval.from_resamples(easier.resamples - harder.resamples, n_groups)
    return easier.value - harder.value, interval


def _counts_per_group(split: ScoredSplit, groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return confusion counts by group, shape (n_groups, 3, n_labels); 0 for absent groups."""
    per_article = confusion_counts(split.y_true, split.y_pred, split.is_known)
    counts = np.zeros((len(groups), *per_article.shape[1:]))
    np.add.at(counts, np.searchsorted(groups, split.groups), per_article)
    return counts


def _mean(
    per_split: Sequence[NDArray[np.float64]],
    resamples: Sequence[NDArray[np.float64]],
    n_groups: int,
) -> MeanScore:
    scores = tuple(float(score) for score in per_split)
    means = np.concatenate(resamples)
    interval = Interval.from_resamples(means, n_groups)
    return MeanScore(float(np.mean(scores)), interval, scores, means, n_groups)
