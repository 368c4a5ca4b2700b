"""The training set: labelled articles of one task, and the pool of unlabelled ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, Task
from tenor.corpus import GroupBy, Groups
from tenor.errors import CorpusError
from tenor.labeling import ResolvedLabels
from tenor.models.field_texts import FieldTexts
from tenor.models.pool import UnlabelledPool
from tenor.present import plural

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models.spec_tables import ViewSpec


@dataclass(frozen=True)
class TrainingSet:
    """What a model is fitted on.

    Attributes
    ----------
    texts
        The labelled articles, n of them, of a table with ``duplicate_group`` and the columns
        that the spec groups by.
    labels
        Their labels, in the same order.
    labels_per_article
        How many labels an article has: ``any``, ``one or more`` or ``one``.
    name
        What is predicted, for messages.
    pool
        The unlabelled pool; empty where the spec uses no unlabelled articles.
    """

    texts: FieldTexts
    labels: ResolvedLabels
    labels_per_article: str
    name: str
    pool: UnlabelledPool = field(default_factory=UnlabelledPool)

    def __sizeof__(self) -> int:
        """The size in bytes of its table without the texts; Dask sends large objects only once."""
        return object.__sizeof__(self) + int(self.texts.table.memory_usage(index=False).sum())

    @classmethod
    def of_task(
        cls,
        task: Task,
        codebook: Codebook,
        texts: FieldTexts,
        labels: ResolvedLabels,
        pool: UnlabelledPool,
    ) -> TrainingSet:
        """Return the training set of a task.

        Parameters
        ----------
        task
            The task.
        codebook
            The codebook that says how many labels an article has.
        texts, labels, pool
            As the attributes.
        """
        return cls(texts, labels, task.labels_per_article(codebook), task.name, pool)

    @property
    def single_label(self) -> bool:
        """Whether each article has exactly one label."""
        return self.labels_per_article == "one"

    @property
    def vocabulary_texts(self) -> FieldTexts:
        """The articles whose terms are the vocabulary: the labelled, then the applicable ones."""
        applicable = self.pool.applicable
        return self.texts if applicable is None else self.texts.concatenate(applicable)

    def count_terms(self, views: Iterable[ViewSpec]) -> None:
        """Count the terms of views now, rather than when they are first used."""
        for view in views:
            is_embedded = view.n_components and self.pool.texts is not None
            texts = self.pool.embedded_texts(self.texts) if is_embedded else self.texts
            texts.counts(view)

    def groups(self, group_by: GroupBy = "duplicate_group") -> Groups:
        """Return the groups of the articles that do not cross a split."""
        return groups_of(self.texts, group_by)

    def take(self, chosen: NDArray[np.intp]) -> TrainingSet:
        """Return the training set of the articles at these positions, with the same pool."""
        return replace(self, texts=self.texts.take(chosen), labels=self.labels.take(chosen))

    def with_labels(self, labels: ResolvedLabels) -> TrainingSet:
        """Return the training set with other labels of the same articles."""
        return replace(self, labels=labels)

    def with_occurring_labels(self) -> TrainingSet:
        """Return the training set without the labels that no article has.

        Raises
        ------
        CorpusError
            If there are too few different labels to fit a classifier.
        """
        occurring = np.flatnonzero(self.labels.matrix.any(axis=0))
        needed = 2 if self.single_label else 1
        if len(occurring) < needed:
            raise CorpusError(
                f"{self.name}: {plural(len(self.labels), 'training article')} with "
                f"{plural(len(occurring), 'different label')}, where {needed} are needed; label "
                "more articles"
            )
        labels = ResolvedLabels(
            self.labels.rows,
            tuple(self.labels.labels[i] for i in occurring),
            self.labels.matrix[:, occurring],
            self.labels.is_gold,
            self.labels.is_known[:, occurring],
        )
        return replace(self, labels=labels)


def groups_of(texts: FieldTexts, group_by: GroupBy) -> Groups:
    """Return the groups of articles that do not cross a split."""
    names: list[str] = ["duplicate_group", group_by]
    return Groups.of({name: texts.column(name) for name in names}, group_by)
