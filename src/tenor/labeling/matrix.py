"""The label matrix: the vote of each rule on each article, and the majority vote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles import Article
from tenor.codebook import Codebook
from tenor.codebook.task import Task
from tenor.labeling.resolved import GoldLabels
from tenor.labeling.rule_labels import MIN_RULE_PRECISION, RulePrecision
from tenor.labeling.rules import Rule, Voter

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csc_array


@dataclass(frozen=True)
class LabelMatrix:
    """The votes of the rules of one task.

    Attributes
    ----------
    rules
        The rules, in the order of the columns.
    labels
        The labels of the task, in codebook order.
    votes
        1 for the rule's label, -1 against it, no entry where the rule abstains; int8, shape
        (n_articles, n_rules).
    single_label
        Whether an article has exactly one label.
    """

    rules: tuple[Rule, ...]
    labels: tuple[str, ...]
    votes: csc_array
    single_label: bool

    def majority(self) -> NDArray[np.uint8]:
        """Return the labels by majority vote, 0/1, shape (n_articles, n_labels).

        The score of a label is the number of votes for it minus those against it. Where an
        article has a single label, it gets the label with the highest score; otherwise every
        label with a positive score. An article with a tie, or without votes, has no label.

        Notes
        -----
        The majority vote of Ratner et al. (2017), Snorkel: rapid training data creation with
        weak supervision, applied to each theme by itself.
        """
        score = self._votes_per_label(1) - self._votes_per_label(-1)
        if self.single_label:
            top = score.max(axis=1, keepdims=True, initial=0)
            winners = (score == top) & (top > 0)
            tied = winners.sum(axis=1) > 1
        else:
            winners = score > 0
            tied = ((score == 0) & (self._votes_per_label(1) > 0)).any(axis=1)
        winners[tied] = False
        return np.asarray(winners, dtype=np.uint8)

    def rule_statistics(self, gold: GoldLabels) -> list[RuleStatistics]:
        """Return the statistics of each rule, in the order of the columns.

        Parameters
        ----------
        gold
            Gold labels, from which precision and recall are computed; their ``rows`` are rows
            of ``votes``.
        """
        n_articles = max(self.votes.shape[0], 1)
        votes_for, votes_against = self._votes_per_label(1), self._votes_per_label(-1)
        n_votes = np.asarray(abs(self.votes).sum(axis=1)).ravel()
        statistics = []
        for i, rule in enumerate(self.rules):
            column = self.labels.index(rule.label)
            vote = self.votes[:, [i]].toarray().ravel()
            opposed = np.where(vote > 0, votes_against[:, column], votes_for[:, column]) > 0
            if self.single_label:
                others = votes_for.sum(axis=1) - votes_for[:, column]
                opposed |= (vote > 0) & (others > 0)
            voted = vote != 0
            known = gold.is_known[:, column]
            truth = gold.matrix[known, column] > 0
            vote_on_gold = vote[gold.rows[known]]
            correct = np.where(vote_on_gold > 0, truth, ~truth)
            statistics.append(
                RuleStatistics(
                    rule,
                    int(voted.sum()),
                    float(voted.sum() / n_articles),
                    float((voted & (n_votes > 1)).sum() / n_articles),
                    float((voted & opposed).sum() / n_articles),
                    _share(correct, vote_on_gold != 0),
                    _share(vote_on_gold > 0, truth) if (vote > 0).any() else None,
                    int((vote_on_gold != 0).sum()),
                )
            )
        return statistics

    def majority_statistics(self, gold: GoldLabels) -> MajorityStatistics:
        """Return the statistics of the majority vote; ``gold`` is as for `rule_statistics`."""
        majority = self.majority().astype(bool)
        labelled = np.asarray(majority.any(axis=1))
        predicted, truth = majority[gold.rows] & gold.is_known, gold.matrix.astype(bool)
        hits = predicted & truth
        voted = np.asarray(abs(self.votes).sum(axis=1)).ravel() > 0
        return MajorityStatistics(
            int(labelled.sum()),
            float(labelled.mean()) if len(labelled) else 0.0,
            int((voted & ~labelled).sum()),
            _share(hits, predicted),
            _share(hits, truth),
            len(gold),
        )

    def _votes_per_label(self, sign: int) -> NDArray[np.int64]:
        """Return the number of votes for (1) or against (-1) each label, shape of `majority`."""
        columns = np.array([self.labels.index(rule.label) for rule in self.rules], dtype=np.intp)
        label_of_rule = np.zeros((len(self.rules), len(self.labels)), dtype=np.int64)
        label_of_rule[np.arange(len(columns)), columns] = 1
        return np.asarray((self.votes * sign).maximum(0) @ label_of_rule)


@dataclass(frozen=True, slots=True)
class RuleStatistics:
    """The statistics of one rule.

    Attributes
    ----------
    rule
        The rule.
    n_votes
        The number of articles that it voted on.
    coverage, overlaps, conflicts
        Shares of all articles: those that the rule voted on, those that another rule voted on
        as well, and those where another rule disagreed.
    precision
        The share of its votes on gold articles that are correct; None without such votes.
    recall
        The share of gold articles with its label that it voted for; None without such articles.
    n_votes_on_gold
        The number of its votes on gold articles.
    """

    rule: Rule
    n_votes: int
    coverage: float
    overlaps: float
    conflicts: float
    precision: float | None
    recall: float | None
    n_votes_on_gold: int

    @property
    def is_weak(self) -> bool:
        """Whether the rule does not train, unless a spec says so: its precision is too low."""
        precision = RulePrecision(self.rule.rule_id, self.n_votes_on_gold, self.precision or 0.0)
        return precision.is_below(MIN_RULE_PRECISION)


@dataclass(frozen=True, slots=True)
class MajorityStatistics:
    """The statistics of the majority vote of the rules of a task.

    Attributes
    ----------
    n_labelled, coverage
        The number of articles that get a label, and their share of all articles.
    n_tied
        The number of articles with votes but no majority.
    precision, recall
        Over all labels of the gold articles; None where undefined.
    n_gold
        The number of gold articles.
    """

    n_labelled: int
    coverage: float
    n_tied: int
    precision: float | None
    recall: float | None
    n_gold: int


def label_matrices(
    rules: Sequence[Rule], codebook: Codebook, articles: Iterable[Article]
) -> dict[Task, LabelMatrix]:
    """Apply rules to articles, and return the label matrix of each task that has rules.

    Parameters
    ----------
    rules
        The rules, of one or several tasks.
    codebook
        The codebook with their labels and targets.
    articles
        The articles, in the order of the rows.
    """
    from scipy.sparse import coo_array

    voter = Voter(rules, codebook)
    rows: list[int] = []
    columns: list[int] = []
    values: list[int] = []
    n_articles = 0
    for article in articles:
        for column, vote in voter.votes(article):
            rows.append(n_articles)
            columns.append(column)
            values.append(vote)
        n_articles += 1
    entries = (np.array(values, dtype=np.int8), (rows, columns))
    votes = coo_array(entries, shape=(n_articles, len(rules)), dtype=np.int8).tocsc()
    columns_of: dict[Task, list[int]] = {}
    for i, rule in enumerate(rules):
        columns_of.setdefault(rule.task, []).append(i)
    return {
        task: LabelMatrix(
            tuple(rules[i] for i in chosen),
            task.labels(codebook),
            votes[:, chosen],
            task.single_label(codebook),
        )
        for task, chosen in columns_of.items()
    }


def _share(hits: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    total = int(among.sum())
    return float((hits & among).sum() / total) if total else None
