"""What a new version of a codebook does to a corpus: stale codings, flipped rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.codebook import Codebook
from tenor.codebook.changes import Change, changes
from tenor.corpus import Corpus
from tenor.labeling import GOLD, LabelMatrix, codebook_rules, label_matrices
from tenor.progress import track
from tenor.workflow.labelling import stored_articles

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Effect:
    """A change of the codebook, and how many codings it makes stale."""

    change: Change
    judgments: int
    articles: int


@dataclass(frozen=True)
class Flip:
    """How many articles the rules give a label that they did not, or no longer."""

    task: str
    target: str
    label: str
    gained: int
    lost: int


def effects(old: Codebook, new: Codebook, corpus: Corpus | None = None) -> list[Effect]:
    """Return every change, with the people's judgements in a corpus that it makes stale.

    A judgement that names the new codebook's fingerprint was made by it and is
    not stale.
    """
    found = changes(old, new)
    if corpus is None:
        return [Effect(change, 0, 0) for change in found]
    labels = corpus.labels
    people = labels[labels["origin"].isin(GOLD) & (labels["codebook"] != new.fingerprint)]
    return [_effect(change, people) for change in found]


def flips(old: Codebook, new: Codebook, corpus: Corpus) -> tuple[int, list[Flip]]:
    """Return how many articles the rules label otherwise, and how many by label."""
    before, after = _silver(old, corpus), _silver(new, corpus)
    n = len(corpus.articles)
    moved = np.zeros(n, dtype=bool)
    found = []
    for key in dict.fromkeys([*before, *after]):
        nothing = np.zeros(n, dtype=bool)
        was, now = before.get(key, nothing), after.get(key, nothing)
        gained, lost = now & ~was, was & ~now
        moved |= gained | lost
        if gained.any() or lost.any():
            found.append(Flip(*key, int(gained.sum()), int(lost.sum())))
    return int(moved.sum()), found


def _effect(change: Change, people: pd.DataFrame) -> Effect:
    if not change.task:
        return Effect(change, 0, 0)
    stale = people[people["task"] == change.task]
    if change.target:
        stale = stale[stale["target"] == change.target]
    if change.label:
        stale = stale[stale["label"] == change.label]
    return Effect(change, len(stale), int(stale["article_id"].nunique()))


def _silver(book: Codebook, corpus: Corpus) -> dict[tuple[str, str, str], NDArray[np.bool_]]:
    table = corpus.articles
    articles = track(stored_articles(table), f"rules of version {book.version}", len(table))
    matrices = label_matrices(codebook_rules(book), book, articles)
    return {
        (task, target, label): given
        for (task, target), matrix in matrices.items()
        for label, given in _columns(matrix)
    }


def _columns(matrix: LabelMatrix) -> list[tuple[str, NDArray[np.bool_]]]:
    given = matrix.majority().astype(bool)
    return [(label, given[:, i]) for i, label in enumerate(matrix.labels)]
