"""The labels that rules gave articles of a corpus, and how many of them people confirm."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.codebook import Codebook
from tenor.codebook.task import Task
from tenor.labeling.judgment import judgments_of_task
from tenor.labeling.resolved import ResolvedLabels

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

MIN_RULE_PRECISION = 0.5
"""The precision on gold labels below which a rule does not train, unless a spec sets another."""
MIN_RULE_LABELS = 10
"""The number of labels on gold articles from which on the precision of a rule counts."""


class RulePrecision(NamedTuple):
    """The precision of a rule.

    Attributes
    ----------
    rule
        The id of the rule.
    n_labels
        The number of articles with a gold label that it gave a label.
    precision
        The share of these labels that people gave too; 0 without any.
    """

    rule: str
    n_labels: int
    precision: float

    def is_below(self, min_precision: float) -> bool:
        """Whether the precision is below a bound and of enough labels to count."""
        return self.n_labels >= MIN_RULE_LABELS and self.precision < min_precision


@dataclass(frozen=True)
class RuleLabels:
    """The labels of a task that rules gave the articles of a corpus, n of them.

    Attributes
    ----------
    rules
        The ids of the rules.
    labels
        The labels of the task, in codebook order.
    rows, columns, codes
        The position of the article in the articles table, that of the label in ``labels`` and
        that of the rule in ``rules``, for each label given; shape (n,).
    """

    rules: tuple[str, ...]
    labels: tuple[str, ...]
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    codes: NDArray[np.intp]

    def take(self, chosen: NDArray[np.bool_]) -> RuleLabels:
        """Return the labels where the mask is true."""
        return replace(
            self,
            rows=self.rows[chosen],
            columns=self.columns[chosen],
            codes=self.codes[chosen],
        )

    def precision(self, gold: ResolvedLabels) -> list[RulePrecision]:
        """Return the precision of each rule on gold labels, where these are known."""
        positions = np.searchsorted(gold.rows, self.rows)
        found = positions < len(gold)
        found[found] = gold.rows[positions[found]] == self.rows[found]
        positions, columns, codes = positions[found], self.columns[found], self.codes[found]
        known = gold.is_known[positions, columns]
        hits = gold.matrix[positions, columns][known] > 0
        n_rules = len(self.rules)
        n_labels = np.bincount(codes[known], minlength=n_rules)
        n_hits = np.bincount(codes[known][hits], minlength=n_rules)
        shares = n_hits / np.maximum(n_labels, 1)
        return [
            RulePrecision(rule, int(n), float(share))
            for rule, n, share in zip(self.rules, n_labels, shares, strict=True)
        ]

    def only_by(self, rules: Collection[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the rows and columns of the labels that no other rule gave."""
        chosen = np.array([rule in rules for rule in self.rules], dtype=bool)[self.codes]
        n_labels = len(self.labels)
        cells = self.rows * n_labels + self.columns
        alone = np.setdiff1d(cells[chosen], cells[~chosen])
        return alone // n_labels, alone % n_labels


def rule_labels(
    judgments: pd.DataFrame, article_ids: pd.Index, codebook: Codebook, task: Task
) -> RuleLabels:
    """Return the labels that rules gave.

    Parameters
    ----------
    judgments
        The labels table of a corpus.
    article_ids
        The ids of the articles table, in its order.
    codebook
        The codebook.
    task
        The task.
    """
    import pandas as pd

    labels = task.labels(codebook)
    chosen = judgments_of_task(judgments, article_ids, task, ["rule"])
    chosen = chosen[chosen["label"].isin(labels)]
    codes, rules = pd.factorize(chosen["coder"], sort=True)
    column = {label: i for i, label in enumerate(labels)}
    return RuleLabels(
        tuple(map(str, rules)),
        labels,
        chosen["row"].to_numpy(dtype=np.intp),
        np.array([column[label] for label in chosen["label"]], dtype=np.intp),
        codes.astype(np.intp),
    )


def without_weak_rules(
    training: ResolvedLabels, weak: Collection[str], labels: RuleLabels
) -> ResolvedLabels:
    """Return training labels without those that only weak rules gave.

    Where a silver article can have several labels, such a label becomes unknown: that the rule
    is weak does not mean that the article lacks the label. An article without any other label
    is left out.

    Parameters
    ----------
    training
        The training labels.
    weak
        The ids of the weak rules.
    labels
        The labels that rules gave the articles whose training labels are by rules.
    """
    if not weak or not len(training):
        return training
    rows, columns = labels.only_by(weak)
    positions = np.searchsorted(training.rows, rows)
    found = positions < len(training)
    found[found] = training.rows[positions[found]] == rows[found]
    positions, columns = positions[found], columns[found]
    silver = ~training.is_gold[positions]
    positions, columns = positions[silver], columns[silver]
    matrix, is_known = training.matrix.copy(), training.is_known.copy()
    matrix[positions, columns] = 0
    is_known[positions, columns] = False
    changed = np.zeros(len(training), dtype=bool)
    changed[positions] = True
    kept = ~changed | matrix.any(axis=1)
    return ResolvedLabels(training.rows, training.labels, matrix, training.is_gold, is_known).take(
        kept
    )
