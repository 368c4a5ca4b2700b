"""Silver labels that train: how many each origin gives, how right they are, and weak rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.codebook import Task
from tenor.corpus import Corpus
from tenor.labeling import GOLD_ORIGINS, ResolvedLabels
from tenor.labeling.rule_labels import (
    RuleLabels,
    RulePrecision,
    rule_labels,
    without_weak_rules,
)
from tenor.models.spec import Experiment
from tenor.models.training_set import TrainingSet
from tenor.present import format_percent, format_score, plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

SILVER_ORIGINS = {
    "machine": "machines",
    "publisher": "publisher tags",
    "rule": "rules",
}
"""The origins of silver labels, the first in precedence first, and their names in sentences."""


class SilverOrigin(NamedTuple):
    """The silver labels of one origin.

    Attributes
    ----------
    origin
        The origin.
    n_train
        The number of training articles that it labels.
    n_gold
        The number of articles that both it and people labelled.
    precision
        The share of its labels on these that people gave too; None without any.
    """

    origin: str
    n_train: int
    n_gold: int
    precision: float | None


@dataclass(frozen=True)
class SilverReport:
    """The silver labels of a training, and the rules that do not train.

    Attributes
    ----------
    origins
        The origins that label training articles.
    weak_rules
        The rules whose precision on gold labels of the training part is below that of the spec.
    min_rule_precision
        The precision that the spec asks for.
    """

    origins: tuple[SilverOrigin, ...] = ()
    weak_rules: tuple[RulePrecision, ...] = ()
    min_rule_precision: float = 0.0

    @property
    def sentences(self) -> list[str]:
        """Sentences on the silver labels that train, and on rules that do not."""
        sentences = [
            f"{SILVER_ORIGINS[row.origin]} label {plural(row.n_train, 'training article')}; "
            + (
                f"{format_percent(row.precision)} of their labels on "
                f"{plural(row.n_gold, 'gold article')} are people's too"
                if row.precision is not None
                else "none of their labels can be compared with people's"
            )
            for row in self.origins
        ]
        if self.weak_rules:
            names = ", ".join(
                f"{row.rule} ({format_percent(row.precision)} of {row.n_labels})"
                for row in self.weak_rules
            )
            sentences.append(
                "rules that do not train, since less than "
                f"{format_score(self.min_rule_precision, 2)} of their labels on gold articles of "
                f"the training part are people's too (min_rule_precision): {names}"
            )
        return sentences


@dataclass(frozen=True)
class RuleFloor:
    """Leaves out of training what weak rules labelled.

    The precision of a rule is measured on gold labels of the training part alone, so that no
    scored label decides what trains.

    Attributes
    ----------
    min_precision
        The precision that a rule needs; 0 leaves nothing out.
    labels
        The labels by rules of the articles whose training labels are by rules.
    on_gold
        All labels by rules, of which those on gold articles are compared.
    """

    min_precision: float
    labels: RuleLabels
    on_gold: RuleLabels

    @classmethod
    def of(cls, spec: Experiment, corpus: Corpus, task: Task) -> RuleFloor | None:
        """Return the floor of a spec; None if no rule trains, or weak ones may.

        Parameters
        ----------
        spec, corpus, task
            The spec, the corpus and the task.
        """
        if "rule" not in spec.train_on or not spec.min_rule_precision:
            return None
        every_label = rule_labels(corpus.labels, corpus.article_ids, corpus.codebook, task)
        if not len(every_label.rows):
            return None
        others = tuple(origin for origin in spec.train_on if origin != "rule")
        by_others = corpus.resolved_labels(task, origins=others).rows
        is_decisive = ~np.isin(every_label.rows, by_others)
        return cls(spec.min_rule_precision, every_label.take(is_decisive), every_label)

    def weak_rules(self, gold: ResolvedLabels) -> tuple[RulePrecision, ...]:
        """Return the rules below the floor, measured on gold labels of a training part."""
        return tuple(
            row for row in self.on_gold.precision(gold) if row.is_below(self.min_precision)
        )

    def apply(self, training: TrainingSet, gold: ResolvedLabels) -> TrainingSet:
        """Return a training set without what weak rules labelled.

        Parameters
        ----------
        training
            The training set.
        gold
            The gold labels of the training part.
        """
        weak = {row.rule for row in self.weak_rules(gold)}
        labels = without_weak_rules(training.labels, weak, self.labels)
        kept = np.flatnonzero(np.isin(training.labels.rows, labels.rows))
        return training.take(kept).with_labels(labels)


def silver_report(
    spec: Experiment,
    corpus: Corpus,
    task: Task,
    training_rows: NDArray[np.intp],
    weak_rules: Sequence[RulePrecision],
) -> SilverReport:
    """Return the silver labels of a training.

    Parameters
    ----------
    spec, corpus, task
        The spec, the corpus and the task.
    training_rows
        Positions of the training articles in the articles table.
    weak_rules
        The rules that do not train.
    """
    gold = corpus.gold_labels(task)
    taken = gold.rows if set(spec.train_on) & set(GOLD_ORIGINS) else np.empty(0, dtype=np.intp)
    origins = []
    for origin in (name for name in SILVER_ORIGINS if name in spec.train_on):
        silver = corpus.resolved_labels(task, origins=(origin,))
        own = np.setdiff1d(np.intersect1d(silver.rows, training_rows), taken)
        taken = np.union1d(taken, silver.rows)
        if len(own):
            origins.append(SilverOrigin(origin, len(own), *_precision(silver, gold)))
    return SilverReport(tuple(origins), tuple(weak_rules), spec.min_rule_precision)


def _precision(silver: ResolvedLabels, gold: ResolvedLabels) -> tuple[int, float | None]:
    """Return the number of articles with both labels, and the precision of the silver ones."""
    _, at_silver, at_gold = np.intersect1d(silver.rows, gold.rows, return_indices=True)
    given = (silver.matrix[at_silver] > 0) & gold.is_known[at_gold]
    hits = given & (gold.matrix[at_gold] > 0)
    n_given = int(given.sum())
    return len(at_gold), int(hits.sum()) / n_given if n_given else None
