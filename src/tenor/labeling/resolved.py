"""The labels of articles, resolved from their judgements: gold labels and training labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import NO_THEME, Codebook
from tenor.codebook.task import Task
from tenor.labeling.judgment import GOLD_ORIGINS, ORIGINS, judgments_of_task

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

PRECEDENCE = {"adjudicated": 0, "coder": 1, "publisher": 2, "rule": 3}
"""The rank of each origin; the lowest rank among an article's judgements gives its labels."""


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
    """

    rows: NDArray[np.intp]
    labels: tuple[str, ...]
    matrix: NDArray[np.uint8]
    is_gold: NDArray[np.bool_]

    def __len__(self) -> int:
        """The number of articles."""
        return len(self.rows)

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> ResolvedLabels:
        """Return the labels of the articles at these positions, or where the mask is true."""
        return ResolvedLabels(
            self.rows[chosen], self.labels, self.matrix[chosen], self.is_gold[chosen]
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
        if not self.is_gold.all():
            raise ValueError("only labels by people can be scored, and some of these are not")

    @classmethod
    def of(cls, labels: ResolvedLabels) -> GoldLabels:
        """Return labels as gold labels; all of them must be by people."""
        return cls(labels.rows, labels.labels, labels.matrix, labels.is_gold)


def gold_labels(
    judgments: pd.DataFrame, article_ids: pd.Index, codebook: Codebook, task: Task
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
    ).take(order)


def resolve_labels(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook,
    task: Task,
    *,
    origins: Sequence[str] = ORIGINS,
) -> ResolvedLabels:
    """Return the labels of the judged articles.

    The origin that comes first in `PRECEDENCE` decides. An article gets a theme if more than
    half of the judges of this origin gave it; where an article has a single label, it gets the
    label that most judges gave, and none on a tie. Rules count as one judge, because the
    corpus has the result of their vote.

    Parameters
    ----------
    judgments
        The labels table of a corpus.
    article_ids
        The ids of the articles table, in its order.
    codebook
        The codebook of the judgements.
    task
        The task whose judgements are resolved.
    origins
        The origins to use; default all.
    """
    labels = task.labels(codebook)
    chosen = judgments_of_task(judgments, article_ids, task, origins)
    chosen = chosen.assign(coder=chosen["coder"].mask(chosen["origin"] == "rule", ""))
    chosen = chosen.drop_duplicates(["article_id", "label", "origin", "coder"])
    rank = chosen["origin"].map(PRECEDENCE)
    chosen = chosen[rank == rank.groupby(chosen["article_id"]).transform("min")]

    unique, position = np.unique(chosen["row"].to_numpy(), return_inverse=True)
    judges = chosen.groupby("article_id")["coder"].nunique()
    n_judges = judges.reindex(article_ids[unique]).to_numpy(dtype=np.int64)

    # The last column counts the judges who decided that no theme applies.
    columns = labels if task.is_stance else (*labels, NO_THEME)
    column = chosen["label"].map({label: i for i, label in enumerate(columns)})
    has_column = column.notna().to_numpy()
    votes = np.zeros((len(unique), len(columns)), dtype=np.int64)
    np.add.at(votes, (position[has_column], column[has_column].to_numpy(dtype=np.intp)), 1)

    is_gold = np.zeros(len(unique), dtype=bool)
    is_gold[position[chosen["origin"].isin(GOLD_ORIGINS).to_numpy()]] = True
    matrix: NDArray[np.uint8]
    if task.single_label(codebook):
        matrix = _winners(votes)[:, : len(labels)]
        is_resolved = np.asarray(matrix.any(axis=1))
    else:
        matrix = np.asarray(2 * votes > n_judges[:, None], dtype=np.uint8)[:, : len(labels)]
        is_resolved = np.ones(len(unique), dtype=bool)
    resolved = ResolvedLabels(unique.astype(np.intp), tuple(labels), matrix, is_gold)
    return resolved.take(is_resolved)


def _winners(votes: NDArray[np.int64]) -> NDArray[np.uint8]:
    top = votes.max(axis=1, keepdims=True, initial=0)
    matrix = (votes == top) & (top > 0)
    matrix[matrix.sum(axis=1) > 1] = False
    return np.asarray(matrix, dtype=np.uint8)
