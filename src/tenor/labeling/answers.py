"""From judgements to one answer an article: what trains, and what may score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import NO_THEME, Codebook
from tenor.labeling.judgment import GOLD, ORIGINS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

RANK = {"adjudicated": 0, "coder": 1, "publisher": 2, "rule": 3}
"""Which origin answers for an article: the first that judged it."""


@dataclass(frozen=True)
class Answers:
    """The labels of the judged articles of one task and target.

    Attributes
    ----------
    rows
        Positions of the judged articles in the articles table, rising, shape (n,).
    labels
        The names of the columns of ``matrix``, in codebook order.
    matrix
        1 where the label holds, else 0; uint8, shape (n, number of labels).
    is_gold
        True where people answered; only these rows may score; shape (n,).
    """

    rows: NDArray[np.intp]
    labels: tuple[str, ...]
    matrix: NDArray[np.uint8]
    is_gold: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> Answers:
        """Return the answers at the chosen positions."""
        return Answers(self.rows[chosen], self.labels, self.matrix[chosen], self.is_gold[chosen])


@dataclass(frozen=True)
class Gold(Answers):
    """Answers of people alone: whatever is scored, is scored against these.

    Raises
    ------
    ValueError
        If one of the answers is not gold.
    """

    def __post_init__(self) -> None:
        if not self.is_gold.all():
            raise ValueError("only people's labels score, and these are not all people's")

    @classmethod
    def of(cls, answers: Answers) -> Gold:
        """Return answers as gold; they must be."""
        return cls(answers.rows, answers.labels, answers.matrix, answers.is_gold)


def gold_answers(
    judgments: pd.DataFrame, article_ids: pd.Index, codebook: Codebook, task: str, target: str = ""
) -> Gold:
    """Resolve people's judgements, and nobody else's, to one answer an article."""
    return Gold.of(answers(judgments, article_ids, codebook, task, target, origins=GOLD))


def with_gold(trains: Answers, gold: Gold) -> Answers:
    """Return what people answered, and elsewhere what may train, in the order of the articles."""
    others = trains.take(~np.isin(trains.rows, gold.rows))
    order = np.argsort(np.concatenate([gold.rows, others.rows]), kind="stable")
    return Answers(
        np.concatenate([gold.rows, others.rows]),
        gold.labels,
        np.concatenate([gold.matrix, others.matrix]),
        np.concatenate([gold.is_gold, np.zeros(len(others), dtype=bool)]),
    ).take(order)


def answers(
    judgments: pd.DataFrame,
    article_ids: pd.Index,
    codebook: Codebook,
    task: str,
    target: str = "",
    *,
    origins: Sequence[str] = ORIGINS,
) -> Answers:
    """Resolve judgements to one answer an article.

    The best of the ``origins`` that judged the article answers: adjudicated
    before coders before the publisher before rules. Within it a theme holds
    where more than half of the judges gave it, and a position where more gave
    it than any other; a tie between positions leaves the article without an
    answer. Rules answer with one voice: what is written of them is what their
    vote came to.
    """
    import pandas as pd

    labels = codebook.theme_names if task == "theme" else codebook.target(target).positions
    chosen = judgments[(judgments["task"] == task) & (judgments["target"] == target)]
    chosen = chosen[chosen["origin"].isin(origins)]
    chosen = chosen.assign(coder=chosen["coder"].mask(chosen["origin"] == "rule", ""))
    chosen = chosen.drop_duplicates(["article_id", "label", "origin", "coder"])
    rank = chosen["origin"].map(RANK)
    best = rank.groupby(chosen["article_id"]).transform("min")
    chosen = chosen[rank == best]

    rows = article_ids.get_indexer(pd.Index(chosen["article_id"]))
    found = rows >= 0
    chosen, rows = chosen[found], rows[found]
    unique, position = np.unique(rows, return_inverse=True)
    judges = chosen.groupby("article_id")["coder"].nunique()
    n_judges = judges.reindex(article_ids[unique]).to_numpy(dtype=np.int64)

    # A last column counts those who see none of the themes.
    columns = labels if task == "stance" else (*labels, NO_THEME)
    column = {label: i for i, label in enumerate(columns)}
    votes = np.zeros((len(unique), len(columns)), dtype=np.int64)
    held = chosen["label"].map(column)
    counted = held.notna().to_numpy()
    np.add.at(votes, (position[counted], held[counted].to_numpy(dtype=np.intp)), 1)

    gold = np.zeros(len(unique), dtype=bool)
    gold[position[chosen["origin"].isin(GOLD).to_numpy()]] = True
    matrix: NDArray[np.uint8]
    answered: NDArray[np.bool_]
    if task == "theme" and codebook.themes_per_article != "one":
        matrix = np.asarray(2 * votes > n_judges[:, None], dtype=np.uint8)
        answered = np.ones(len(unique), dtype=bool)
    else:
        matrix = _winner(votes)
        answered = np.asarray(matrix[:, : len(labels)].any(axis=1))
    matrix = matrix[:, : len(labels)]
    result = Answers(unique.astype(np.intp), tuple(labels), matrix, gold)
    return result.take(answered)


def _winner(votes: NDArray[np.int64]) -> NDArray[np.uint8]:
    top = votes.max(axis=1, keepdims=True, initial=0)
    matrix = (votes == top) & (top > 0)
    matrix[matrix.sum(axis=1) > 1] = False
    return np.asarray(matrix, dtype=np.uint8)
