"""Labels of articles that people judged and that are no gold: undecided and unanswered ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, CodebookVersions
from tenor.codebook.task import Task
from tenor.labeling.judgment import GOLD_ORIGINS
from tenor.labeling.tally import Tally, tally_judgments

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class GoldGaps:
    """The labels of n articles judged by people that neither train nor score as gold.

    Attributes
    ----------
    labels
        The labels of the task, in codebook order.
    rows
        Positions of the articles in the articles table, ascending, shape (n,).
    is_undecided
        Whether as many coders gave a label as did not, and nobody decided; where an article
        has a single label, whether several labels have the most coders; shape (n, n_labels).
    is_unanswered
        Whether nobody was asked about a label as the codebook has it now, shape (n, n_labels).
    """

    labels: tuple[str, ...]
    rows: NDArray[np.intp]
    is_undecided: NDArray[np.bool_]
    is_unanswered: NDArray[np.bool_]

    @property
    def n_undecided(self) -> int:
        """The number of articles with an undecided label."""
        return int(self.is_undecided.any(axis=1).sum())

    @property
    def n_unanswered(self) -> int:
        """The number of articles with an unanswered label."""
        return int(self.is_unanswered.any(axis=1).sum())

    @property
    def unanswered_labels(self) -> dict[str, int]:
        """The number of articles by label, for each label with an unanswered one."""
        counts = self.is_unanswered.sum(axis=0).tolist()
        return {label: n for label, n in zip(self.labels, counts, strict=True) if n}


def gold_gaps(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook | CodebookVersions,
    task: Task,
) -> GoldGaps:
    """Return the undecided and the unanswered labels of articles that people judged.

    Parameters
    ----------
    judgments, article_ids, codebook, task
        As for `tenor.labeling.resolve_labels`.
    """
    tally = tally_judgments(
        judgments, article_ids, codebook, task, GOLD_ORIGINS, keep_unanswered=True
    )
    is_unanswered = tally.n_judges == 0
    return GoldGaps(tally.labels, tally.rows, _undecided(tally), is_unanswered)


def _undecided(tally: Tally) -> NDArray[np.bool_]:
    votes, n_labels = tally.votes, len(tally.labels)
    if not tally.single_label:
        is_tied = (tally.n_judges > 0) & (2 * votes[:, :n_labels] == tally.n_judges)
        return np.asarray(is_tied)
    is_top = (votes == votes.max(axis=1, keepdims=True, initial=0)) & (votes > 0)
    return np.asarray(is_top[:, :n_labels] & (is_top.sum(axis=1) > 1)[:, None])
