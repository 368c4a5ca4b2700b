"""What each article adds to the sums that scores are computed from.

Every score here is a function of sums over articles. A bootstrap, a paired test
or a slice adds up rows and has the scores of all its draws in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAVOR = ("favor", "favour")
AGAINST = "against"
UNRELATED = "unrelated"
RELATED = frozenset({"agree", "disagree", "discuss"})
EXTRA = 5
"""Columns of a row of sums after the tallies of the labels."""


@dataclass(frozen=True)
class Scoring:
    """How sums become scores, for one set of labels.

    Attributes
    ----------
    labels
        The names of the labels, n_labels of them.
    one_label
        True where an article has exactly one label.
    """

    labels: tuple[str, ...]
    one_label: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The scores over all labels that these labels have, in the order of tables."""
        names = ["macro_f1", "micro_f1", "samples_f1"]
        if self.one_label:
            names.append("accuracy")
            if favor_and_against(self.labels):
                names.append("f_avg")
            if is_fnc(self.labels):
                names.append("fnc_score")
        return tuple(names)

    def sums(self, truth: NDArray[np.uint8], given: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return what each article adds, shape (n, 3 * n_labels + 5).

        Parameters
        ----------
        truth, given
            True and given labels, 0/1, shape (n, n_labels).
        """
        true = truth.astype(bool)
        hits = (true & given).sum(axis=1)
        named = true.sum(axis=1) + given.sum(axis=1)
        # Where no label is true and none is given, nothing is wrong.
        samples = np.where(named > 0, 2 * hits / np.maximum(named, 1), 1.0)
        points, best = _fnc_points(true, given, self.labels)
        return np.column_stack(
            [
                tallies(truth, given).reshape(len(truth), -1),
                np.ones(len(truth)), hits > 0, samples, points, best,
            ]
        )  # fmt: skip

    def tally(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the true positives, false positives and false negatives in sums.

        Shape (..., 3, n_labels) for sums of shape (..., 3 * n_labels + 5).
        """
        return sums[..., :-EXTRA].reshape(*sums.shape[:-1], 3, len(self.labels))

    def scores(
        self, sums: NDArray[np.float64], whole: NDArray[np.float64] | None = None
    ) -> dict[str, NDArray[np.float64]]:
        """Return the scores of sums of shape (..., 3 * n_labels + 5), each of shape (...).

        Parameters
        ----------
        whole
            The sums of the whole sample, where ``sums`` are of draws from it.

        Notes
        -----
        ``macro_f1`` is the mean over the labels that an article has or was given.
        ``samples_f1`` is the mean over articles of the F1 of their labels. ``f_avg``,
        the mean of the F1 of favor and of against, is the figure of SemEval-2016 task
        6 (Mohammad et al. 2016). ``fnc_score`` is the points of the Fake News
        Challenge of 2017 as a share of the best possible: a quarter for telling
        related from unrelated, three quarters more for the right related stance.
        """
        tally, extra = self.tally(sums), sums[..., -EXTRA:]
        f1 = f1_of_draws(tally, tally if whole is None else self.tally(whole))
        found = {
            "macro_f1": mean_of_present(f1),
            "micro_f1": macro_micro(tally)[1],
            "samples_f1": ratio(extra[..., 2], extra[..., 0]),
            "accuracy": ratio(extra[..., 1], extra[..., 0]),
            "fnc_score": ratio(extra[..., 3], extra[..., 4]),
        }
        if two := favor_and_against(self.labels):
            found["f_avg"] = np.nan_to_num(f1[..., list(two)]).mean(axis=-1)
        return {name: found[name] for name in self.names}


def by_group(sums: NDArray[np.float64], groups: NDArray[np.intp]) -> NDArray[np.float64]:
    """Add up the rows of each group, shape (number of groups, number of columns)."""
    from scipy.sparse import csr_array

    _, which = np.unique(groups, return_inverse=True)
    n_groups = int(which.max(initial=-1)) + 1
    ones = np.ones(len(which))
    add = csr_array((ones, (which, np.arange(len(which)))), shape=(n_groups, len(which)))
    return np.asarray(add @ sums, dtype=np.float64)


def tallies(truth: NDArray[np.uint8], given: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return true positives, false positives and false negatives, shape (n, 3, n_labels)."""
    true = truth.astype(bool)
    return np.stack([true & given, ~true & given, true & ~given], axis=1).astype(np.float64)


def per_label_scores(
    tally: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return precision, recall and F1 of tallies of shape (..., 3, n_labels); 0 where undefined."""
    hit, false, missed = tally[..., 0, :], tally[..., 1, :], tally[..., 2, :]
    return (
        ratio(hit, hit + false),
        ratio(hit, hit + missed),
        ratio(2 * hit, 2 * hit + false + missed),
    )


def macro_micro(tally: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return macro-F1 and micro-F1 of tallies of shape (..., 3, n_labels)."""
    hit, false, missed = (tally[..., i, :].sum(axis=-1) for i in range(3))
    return mean_of_present(f1_of_draws(tally, tally)), ratio(2 * hit, 2 * hit + false + missed)


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
    of_whole = np.where(whole.sum(axis=-2) > 0, per_label_scores(whole)[2], np.nan)
    return np.where(lost, of_whole, f1)


def mean_of_present(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean over the last axis of what is not nan; 0 where nothing is."""
    present = ~np.isnan(values)
    return ratio(np.nan_to_num(values).sum(axis=-1), present.sum(axis=-1).astype(np.float64))


def ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return above / below, and 0 where nothing is below."""
    return np.divide(above, below, out=np.zeros(np.shape(above)), where=below > 0)


def favor_and_against(labels: Sequence[str]) -> tuple[int, int] | None:
    """Return the positions of favor and against among the labels, if both are there."""
    names = [label.casefold() for label in labels]
    favor = next((names.index(name) for name in FAVOR if name in names), None)
    return None if favor is None or AGAINST not in names else (favor, names.index(AGAINST))


def is_fnc(labels: Sequence[str]) -> bool:
    """Whether the labels are those of the Fake News Challenge."""
    return {label.casefold() for label in labels} == RELATED | {UNRELATED}


def _fnc_points(
    true: NDArray[np.bool_], given: NDArray[np.bool_], labels: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    related = np.array([label.casefold() in RELATED for label in labels], dtype=bool)
    right = (true & given).any(axis=1)
    is_related, said_related = true[:, related].any(axis=1), given[:, related].any(axis=1)
    points = 0.25 * right + 0.5 * (right & is_related) + 0.25 * (is_related & said_related)
    best = np.where(is_related, 1.0, 0.25)
    return np.asarray(points, dtype=np.float64), best
