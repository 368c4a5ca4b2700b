"""What has to be asked again: labels that people judged by an earlier codebook or were not asked.

A judgement answers the labels that its coder was asked about and that the codebook has not
changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook, tasks_of
from tenor.corpus import Corpus
from tenor.errors import CorpusError
from tenor.labeling import GoldGaps

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StaleQuestions:
    """Articles that people judged, and the questions about them that are unanswered now.

    Attributes
    ----------
    rows
        Positions of the articles in the articles table, ascending, shape (n,).
    codebook
        The codebook of the corpus with the unanswered themes and targets only.
    asked
        The unanswered themes, joined by ``; ``; empty if those are all themes.
    coders
        For each article, the coders who judged it.
    """

    rows: NDArray[np.intp]
    codebook: Codebook
    asked: str
    coders: tuple[tuple[str, ...], ...]

    def assign(self, position: int, coders: Sequence[str]) -> list[str]:
        """Return the coders of an article: those who judged it, or else one of them in turn.

        Parameters
        ----------
        position
            The position of the article in ``rows``.
        coders
            The coders to choose from; empty for all who judged an article.
        """
        judged = self.coders[position]
        if not coders:
            return list(judged)
        return [name for name in coders if name in judged] or [coders[position % len(coders)]]


def stale_questions(corpus: Corpus) -> StaleQuestions:
    """Return what has to be asked again about the articles of a corpus.

    Raises
    ------
    CorpusError
        If nothing has to be asked again.
    """
    gaps = {task: corpus.gold_gaps(task) for task in tasks_of(corpus.codebook)}
    unanswered = {task: gap for task, gap in gaps.items() if gap.n_unanswered}
    if not unanswered:
        raise CorpusError(
            f"the coders of corpus '{corpus.path}' have answered every question of its codebook, "
            "so nothing has to be asked again; leave out --stale"
        )
    rows = np.unique(np.concatenate([_rows(gap) for gap in unanswered.values()]))
    labels = {
        label
        for task, gap in unanswered.items()
        if not task.is_stance
        for label in gap.unanswered_labels
    }
    targets = {task.target for task in unanswered if task.is_stance}
    book = corpus.codebook
    asked = [name for name in book.theme_names if name in labels]
    return StaleQuestions(
        rows,
        book.model_copy(
            update={
                "themes": tuple(theme for theme in book.themes if theme.name in labels),
                "targets": tuple(target for target in book.targets if target.name in targets),
            }
        ),
        "; ".join(asked) if len(asked) < len(book.themes) else "",
        _coders(corpus, rows),
    )


def _rows(gaps: GoldGaps) -> NDArray[np.intp]:
    return gaps.rows[gaps.is_unanswered.any(axis=1)]


def _coders(corpus: Corpus, rows: NDArray[np.intp]) -> tuple[tuple[str, ...], ...]:
    people = corpus.labels[corpus.labels["origin"] == "coder"]
    names: dict[str, set[str]] = {}
    for article_id, coder in zip(people["article_id"], people["coder"], strict=True):
        names.setdefault(article_id, set()).add(coder)
    return tuple(tuple(sorted(names.get(i, ()))) for i in corpus.article_ids[rows])
