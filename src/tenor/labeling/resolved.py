"""The labels of articles, resolved from their judgements: gold labels and training labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, CodebookVersions
from tenor.codebook.task import Task
from tenor.labeling.judgment import GOLD_ORIGINS, ORIGINS
from tenor.labeling.tally import tally_judgments

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

EVERY_LABEL: NDArray[np.bool_] = np.ones((1, 1), dtype=bool)


@dataclass(frozen=True)
class ResolvedLabels:
    """The labels of the n judged articles of one task.

    Attributes
    ----------
    rows
        Positions of the articles in the articles table, ascending, shape (n,).
    labels
        The names of the columns of ``matrix``, in codebook order.
    matrix
        1 where an article has a label, else 0; uint8, shape (n, n_labels).
    is_gold
        Whether people gave the labels; only these articles can be scored; shape (n,).
    is_known
        Whether it is known that an article has a label or does not have it; shape
        (n, n_labels), by default known everywhere. A label is unknown where nobody was asked
        about it, and where as many judges gave it as did not. Unknown labels are 0 in
        ``matrix``; they neither train nor score. Where an article has a single label, all of
        its labels are known.
    """

    rows: NDArray[np.intp]
    labels: tuple[str, ...]
    matrix: NDArray[np.uint8]
    is_gold: NDArray[np.bool_]
    is_known: NDArray[np.bool_] = field(default_factory=lambda: EVERY_LABEL)

    def __post_init__(self) -> None:
        # Without an unknown label, one value stands for all of them.
        known = EVERY_LABEL if self.is_known.all() else self.is_known
        object.__setattr__(self, "is_known", np.broadcast_to(known, self.matrix.shape))

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.rows)

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> ResolvedLabels:
        """Return the labels of the articles at these positions, or where the mask is true."""
        return ResolvedLabels(
            self.rows[chosen],
            self.labels,
            self.matrix[chosen],
            self.is_gold[chosen],
            self.is_known[chosen],
        )


@dataclass(frozen=True)
class GoldLabels(ResolvedLabels):
    """Labels by people, the only ones that predictions are scored against.

    Raises
    ------
    ValueError
        If a label is not gold.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.is_gold.all():
            raise ValueError("only labels by people can be scored, and some of these are not")

    @classmethod
    def of(cls, labels: ResolvedLabels) -> GoldLabels:
        """Return labels as gold labels; all of them must be by people."""
        return cls(labels.rows, labels.labels, labels.matrix, labels.is_gold, labels.is_known)


def gold_labels(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook | CodebookVersions,
    task: Task,
) -> GoldLabels:
    """Return the labels by people.

    Parameters
    ----------
    judgments, article_ids, codebook, task
        As for `resolve_labels`.
    """
    return GoldLabels.of(
        resolve_labels(judgments, article_ids, codebook, task, origins=GOLD_ORIGINS)
    )


def prefer_gold(training: ResolvedLabels, gold: GoldLabels) -> ResolvedLabels:
    """Return gold labels, and training labels of the other articles, in article order."""
    others = training.take(~np.isin(training.rows, gold.rows))
    order = np.argsort(np.concatenate([gold.rows, others.rows]), kind="stable")
    return ResolvedLabels(
        np.concatenate([gold.rows, others.rows]),
        gold.labels,
        np.concatenate([gold.matrix, others.matrix]),
        np.concatenate([gold.is_gold, np.zeros(len(others), dtype=bool)]),
        np.concatenate([gold.is_known, others.is_known]),
    ).take(order)


def resolve_labels(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook | CodebookVersions,
    task: Task,
    *,
    origins: Sequence[str] = ORIGINS,
) -> ResolvedLabels:
    """Return the labels of the judged articles.

    The origin that comes first in `tenor.labeling.tally.PRECEDENCE` decides; see
    `tally_judgments`. An article has a theme if more than half of the judges who were asked
    about it gave it, and does not have it if fewer than half did. Where exactly half did, the
    theme is unknown, and so is a theme that no judge was asked about. Where an article has a
    single label, it has the label that most judges gave, and is left out on a tie. Rules count
    as one judge, because the corpus has the result of their vote.

    Parameters
    ----------
    judgments
        The labels table of a corpus.
    article_ids
        The ids of the articles table, in its order.
    codebook
        The codebook of the judgements, or its versions if some follow earlier ones.
    task
        The task whose judgements are resolved.
    origins
        The origins to use; default all.
    """
    tally = tally_judgments(judgments, article_ids, codebook, task, origins)
    n_labels = len(tally.labels)
    matrix: NDArray[np.uint8]
    if tally.single_label:
        matrix = _winners(tally.votes)[:, :n_labels]
        is_known = np.ones(matrix.shape, dtype=bool)
        is_resolved = np.asarray(matrix.any(axis=1))
    else:
        votes = tally.votes[:, :n_labels]
        matrix = np.asarray(2 * votes > tally.n_judges, dtype=np.uint8)
        is_known = 2 * votes != tally.n_judges
        is_resolved = np.asarray(is_known.any(axis=1))
    resolved = ResolvedLabels(tally.rows, tally.labels, matrix, tally.is_gold, is_known)
    return resolved.take(is_resolved)


def _winners(votes: NDArray[np.int64]) -> NDArray[np.uint8]:
    top = votes.max(axis=1, keepdims=True, initial=0)
    matrix = (votes == top) & (top > 0)
    matrix[matrix.sum(axis=1) > 1] = False
    return np.asarray(matrix, dtype=np.uint8)
