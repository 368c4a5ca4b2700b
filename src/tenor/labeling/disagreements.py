"""Articles that coders judged differently, with the labels in dispute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.codebook import NO_THEME
from tenor.codebook.task import Task
from tenor.labeling.coders import CoderLabels

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Disagreement(NamedTuple):
    """An article that coders judged differently on one task.

    Attributes
    ----------
    article_id
        The article.
    task
        The task.
    labels
        The labels in dispute: some coders gave them, and others who were asked did not.
    answers
        The labels that each coder gave, ``none`` where no theme applies.
    title
        The title of the article, for a reader.
    predicted
        The labels that a model predicts; empty without a prediction.
    """

    article_id: str
    task: Task
    labels: tuple[str, ...]
    answers: dict[str, tuple[str, ...]]
    title: str = ""
    predicted: str = ""

    @property
    def judgments(self) -> str:
        """The labels of each coder: ``ana: economy; ben: none``."""
        return "; ".join(f"{coder}: {', '.join(given)}" for coder, given in self.answers.items())


def find_disagreements(
    coder_labels: CoderLabels,
    task: Task,
    article_ids: Sequence[str],
    adjudicated: CoderLabels | None = None,
) -> Iterator[Disagreement]:
    """Yield the articles that coders judged differently, in the order of the corpus.

    Parameters
    ----------
    coder_labels
        The labels of the coders.
    task
        The task.
    article_ids
        The ids of the articles of the corpus, in its order.
    adjudicated
        Labels that are decided, and not in dispute any more; default none.
    """
    order = np.lexsort((coder_labels.coder_codes, coder_labels.rows))
    rows = coder_labels.rows_of_several_coders()
    starts = np.searchsorted(coder_labels.rows[order], rows)
    ends = np.searchsorted(coder_labels.rows[order], rows, side="right")
    decided = _decided(adjudicated, rows, len(coder_labels.labels))
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        of_article = coder_labels.take(order[start:end])
        refused = (of_article.is_known & ~of_article.matrix).any(axis=0)
        disputed = of_article.matrix.any(axis=0) & refused & ~decided[i]
        if not disputed.any():
            continue
        answers = {
            coder_labels.coders[coder]: _names(given, coder_labels.labels) or (NO_THEME,)
            for coder, given in zip(of_article.coder_codes, of_article.matrix, strict=True)
        }
        labels = _names(disputed, coder_labels.labels)
        yield Disagreement(str(article_ids[rows[i]]), task, labels, answers)


def _decided(
    adjudicated: CoderLabels | None, rows: NDArray[np.intp], n_labels: int
) -> NDArray[np.bool_]:
    decided = np.zeros((len(rows), n_labels), dtype=bool)
    if adjudicated is not None:
        chosen = np.isin(adjudicated.rows, rows)
        positions = np.searchsorted(rows, adjudicated.rows[chosen])
        np.logical_or.at(decided, positions, adjudicated.is_known[chosen])
    return decided


def _names(is_given: NDArray[np.bool_], labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(label for label, given in zip(labels, is_given, strict=True) if given)
