"""What of the draws from a corpus has been coded, and what was coded outside of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.corpus.corpus import Corpus
from tenor.corpus.draws.combined import check_frame
from tenor.corpus.draws.draw import Draw
from tenor.labeling import GOLD_ORIGINS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from tenor.codebook import Task


@dataclass(frozen=True)
class CodedDraw:
    """A draw, and which of its articles are without a coding.

    Attributes
    ----------
    draw
        The draw.
    uncoded
        The ids of the drawn articles whose duplicate group has no coding by people.
    n_uncoded_by_coder
        The number of these that each coder got.
    """

    draw: Draw
    uncoded: tuple[str, ...]
    n_uncoded_by_coder: dict[str, int]


@dataclass(frozen=True)
class CodedDraws:
    """The draws from a corpus, and the codings outside of them.

    Attributes
    ----------
    draws
        The draws.
    n_certain
        The number of duplicate groups that were coded before the first draw.
    n_outside
        The number of duplicate groups that were coded later without being drawn. Their chances are
        not known, so that shares do not use them.
    """

    draws: tuple[CodedDraw, ...]
    n_certain: int
    n_outside: int


def coded_articles(corpus: Corpus, tasks: Sequence[Task] = ()) -> set[str]:
    """Return the ids of the articles that people coded.

    Parameters
    ----------
    corpus
        The corpus.
    tasks
        The tasks for all of which an article is coded; empty for any task.
    """
    people = corpus.labels[corpus.labels["origin"].isin(GOLD_ORIGINS)]
    ids = people["article_id"]
    if not tasks:
        return set(ids)
    is_of = [(people["task"] == t.kind) & (people["target"] == t.target) for t in tasks]
    return set.intersection(*(set(ids[own]) for own in is_of))


def is_coded(corpus: Corpus, articles: pd.DataFrame, groups: pd.Series) -> NDArray[np.bool_]:
    """Return whether people coded an article of each duplicate group.

    Parameters
    ----------
    corpus
        The corpus.
    articles
        Its articles table, with the columns ``article_id`` and ``duplicate_group``.
    groups
        The duplicate groups, shape (n,).
    """
    gold = articles["article_id"].isin(list(coded_articles(corpus)))
    return np.asarray(groups.isin(articles["duplicate_group"][gold]))


def coded_draws(corpus: Corpus, draws: Sequence[Draw]) -> CodedDraws:
    """Return what of the draws from a corpus has been coded.

    Raises
    ------
    CorpusError
        If their frame is not that of the corpus.
    """
    check_frame(corpus, draws)
    articles = corpus.read_columns(["article_id", "duplicate_group"])
    known: set[str] = set()
    certain: set[str] = set()
    results = []
    for draw in draws:
        drawn = draw.drawn
        uncoded = drawn[~is_coded(corpus, articles, drawn["duplicate_group"])]
        coders = Counter(name for names in uncoded["coders"] for name in names.split("; ") if name)
        results.append(CodedDraw(draw, tuple(uncoded["article_id"]), dict(sorted(coders.items()))))
        known |= set(drawn["duplicate_group"])
        certain |= set(draw.frame["duplicate_group"][draw.frame["is_certain"]])
    groups = articles["duplicate_group"].drop_duplicates()
    coded = set(groups[is_coded(corpus, articles, groups)])
    n_outside = len(coded - known - certain) if draws else 0
    return CodedDraws(tuple(results), len(certain), n_outside)
