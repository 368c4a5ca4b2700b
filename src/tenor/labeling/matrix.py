"""The label matrix: which rule voted how on which article, and what the votes come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.labeling.answers import Gold
from tenor.labeling.rules import Rule, Voter

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_array


@dataclass(frozen=True)
class LabelMatrix:
    """The votes of the rules of one task and target.

    Attributes
    ----------
    rules
        The voters, one a column.
    labels
        What they may vote for, in codebook order.
    votes
        1 for the rule's label, -1 against it, absent where it abstains; int8,
        shape (n_articles, n_rules).
    one_label
        Whether an article has exactly one label.
    """

    rules: tuple[Rule, ...]
    labels: tuple[str, ...]
    votes: csc_array
    one_label: bool

    def majority(self) -> NDArray[np.uint8]:
        """Return the labels that the votes give, 0/1, shape (n_articles, n_labels).

        Each label has the votes for it less those against it. Where an article
        has one label, the label with most of them holds; otherwise every theme
        with more for than against. A tie leaves the article without a label,
        as does silence.

        Notes
        -----
        The majority vote of Ratner et al. (2017), Snorkel: rapid training data
        creation with weak supervision, with each theme voted on by itself.
        """
        score = self._sums(1) - self._sums(-1)
        if self.one_label:
            top = score.max(axis=1, keepdims=True, initial=0)
            given = (score == top) & (top > 0)
            tied = given.sum(axis=1) > 1
        else:
            given = score > 0
            tied = ((score == 0) & (self._sums(1) > 0)).any(axis=1)
        given[tied] = False
        return np.asarray(given, dtype=np.uint8)

    def statistics(self, gold: Gold) -> list[RuleStatistics]:
        """Return how each rule did, in their order.

        Parameters
        ----------
        gold
            People's answers to measure precision and recall on; their rows are
            rows of ``votes``, their labels the same.
        """
        n = max(self.votes.shape[0], 1)
        sums_for, sums_against = self._sums(1), self._sums(-1)
        n_votes = np.asarray(abs(self.votes).sum(axis=1)).ravel()
        found = []
        for i, rule in enumerate(self.rules):
            column = self.labels.index(rule.label)
            vote = self.votes[:, [i]].toarray().ravel()
            opposed = np.where(vote > 0, sums_against[:, column], sums_for[:, column]) > 0
            if self.one_label:
                others = sums_for.sum(axis=1) - sums_for[:, column]
                opposed |= (vote > 0) & (others > 0)
            voted = vote != 0
            truth = gold.matrix[:, column] > 0
            on_gold = vote[gold.rows]
            right = np.where(on_gold > 0, truth, ~truth)
            found.append(
                RuleStatistics(
                    rule,
                    int(voted.sum()),
                    float(voted.sum() / n),
                    float((voted & (n_votes > 1)).sum() / n),
                    float((voted & opposed).sum() / n),
                    _share(right, on_gold != 0),
                    _share(on_gold > 0, truth) if (vote > 0).any() else None,
                    int((on_gold != 0).sum()),
                )
            )
        return found

    def summary(self, gold: Gold) -> VoteStatistics:
        """Return how the vote of all the rules did."""
        given = self.majority().astype(bool)
        answered = np.asarray(given.any(axis=1))
        on_gold, truth = given[gold.rows], gold.matrix.astype(bool)
        hits = on_gold & truth
        voted = np.asarray(abs(self.votes).sum(axis=1)).ravel() > 0
        return VoteStatistics(
            int(answered.sum()),
            float(answered.mean()) if len(answered) else 0.0,
            int((voted & ~answered).sum()),
            _share(hits, on_gold),
            _share(hits, truth),
            len(gold),
        )

    def _sums(self, sign: int) -> NDArray[np.int64]:
        columns = np.array([self.labels.index(rule.label) for rule in self.rules], dtype=np.intp)
        onto = np.zeros((len(self.rules), len(self.labels)), dtype=np.int64)
        onto[np.arange(len(columns)), columns] = 1
        return np.asarray((self.votes * sign).maximum(0) @ onto)


@dataclass(frozen=True, slots=True)
class RuleStatistics:
    """How one rule did.

    ``coverage``, ``overlaps`` and ``conflicts`` are shares of all articles: on
    which it voted, on which another rule voted too, and on which another voted
    otherwise. ``precision`` is the share of its votes on gold that are right,
    ``recall`` the share of gold articles of its label that it found; None
    where there are none.
    """

    rule: Rule
    votes: int
    coverage: float
    overlaps: float
    conflicts: float
    precision: float | None
    recall: float | None
    votes_on_gold: int


@dataclass(frozen=True, slots=True)
class VoteStatistics:
    """How the vote of all rules of a task did; precision and recall are over all labels."""

    answered: int
    coverage: float
    without_majority: int
    precision: float | None
    recall: float | None
    gold: int


def label_matrices(
    rules: Sequence[Rule], codebook: Codebook, articles: Iterable[Article]
) -> dict[tuple[str, str], LabelMatrix]:
    """Let rules vote on articles; returns a matrix for each task and target that has rules."""
    from scipy.sparse import coo_array

    voter = Voter(rules, codebook)
    rows: list[int] = []
    columns: list[int] = []
    values: list[int] = []
    n = 0
    for article in articles:
        for column, vote in voter.votes(article):
            rows.append(n)
            columns.append(column)
            values.append(vote)
        n += 1
    entries = (np.array(values, dtype=np.int8), (rows, columns))
    votes = coo_array(entries, shape=(n, len(rules)), dtype=np.int8).tocsc()
    by_task: dict[tuple[str, str], list[int]] = {}
    for i, rule in enumerate(rules):
        by_task.setdefault((rule.task, rule.target), []).append(i)
    return {
        (task, target): LabelMatrix(
            tuple(rules[i] for i in chosen),
            codebook.theme_names if task == "theme" else codebook.target(target).positions,
            votes[:, chosen],
            task == "stance" or codebook.themes_per_article == "one",
        )
        for (task, target), chosen in by_task.items()
    }


def _share(held: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    total = int(among.sum())
    return float((held & among).sum() / total) if total else None
