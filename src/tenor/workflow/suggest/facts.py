"""The facts of a corpus that a suggested spec depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tenor.articles.text import has_unspaced_script, split_words
from tenor.codebook import Task
from tenor.corpus import Corpus, part_to_score
from tenor.errors import CorpusError
from tenor.labeling import prefer_gold

if TYPE_CHECKING:
    import pandas as pd

N_SAMPLE = 1000
"""The number of labelled articles whose texts are inspected, evenly spaced."""
MAX_CHARACTERS = 5000
"""The number of characters of each that are inspected."""


@dataclass(frozen=True, kw_only=True)
class CorpusFacts:
    """What is known of the articles of a corpus that are labelled for a task.

    Attributes
    ----------
    n_articles, n_labelled, n_gold
        The number of articles, of those with a label, and of those that people labelled.
    label_counts
        The labels that occur, and the number of articles with each.
    is_single_label
        Whether an article has exactly one label.
    part, n_in_part
        The part of the corpus that can be scored, ``test`` or ``validation``, and its number of
        gold articles; empty and 0 if there is none.
    titled, dated, with_claim
        The shares of the labelled articles with a title, a date, a claim.
    first_date, last_date
        The range of the dates; empty without dates.
    n_outlets, largest_outlet
        The number of outlets, and the share of the articles that the largest one has.
    median_length
        The median number of characters of a text.
    unspaced
        The share of words that are in scripts written without spaces, in which each character
        counts as a word.
    other_targets
        The share of articles that mention another target of the codebook too.
    n_unlabelled
        The number of articles that are labelled neither for this nor for another task of the
        kind, and to which the task applies.
    """

    n_articles: int
    n_labelled: int
    n_gold: int
    label_counts: dict[str, int]
    is_single_label: bool
    part: str = ""
    n_in_part: int = 0
    titled: float = 1.0
    dated: float = 0.0
    with_claim: float = 0.0
    first_date: str = ""
    last_date: str = ""
    n_outlets: int = 0
    largest_outlet: float = 0.0
    median_length: int = 0
    unspaced: float = 0.0
    other_targets: float = 0.0
    n_unlabelled: int = 0

    @classmethod
    def of(cls, corpus: Corpus, task: Task) -> CorpusFacts:
        """Return the facts of a corpus for a task.

        Raises
        ------
        CorpusError
            If no article is labelled for the task.
        """
        import pandas as pd

        labels = prefer_gold(corpus.resolved_labels(task), corpus.gold_labels(task))
        if not len(labels):
            raise CorpusError(
                f"corpus '{corpus.path}': no article is labelled for {task.name}; "
                "import codings with 'tenor codings import', or prepare it with --label"
            )
        table = corpus.articles.iloc[labels.rows]
        counts = dict(zip(labels.labels, labels.matrix.sum(axis=0).tolist(), strict=True))
        parts = table["part"].to_numpy(dtype=str)[labels.is_gold]
        part = part_to_score(parts)
        dates = pd.to_datetime(table["published"]).dropna()
        outlets = table["outlet"][table["outlet"] != ""].value_counts()
        sample = _sample(table)
        return cls(
            n_articles=len(corpus.articles),
            n_labelled=len(labels),
            n_gold=int(labels.is_gold.sum()),
            label_counts={label: count for label, count in counts.items() if count},
            is_single_label=task.single_label(corpus.codebook),
            part=part,
            n_in_part=int((parts == part).sum()) if part else 0,
            titled=float((table["title"] != "").mean()),
            dated=len(dates) / len(table),
            with_claim=float((table["claim"] != "").mean()),
            first_date=str(dates.min().date()) if len(dates) else "",
            last_date=str(dates.max().date()) if len(dates) else "",
            n_outlets=len(outlets),
            largest_outlet=outlets.max() / len(table) if len(outlets) else 0.0,
            median_length=int(table["text"].str.len().median()),
            unspaced=_share_of_unspaced_words(sample),
            other_targets=_share_with_other_targets(sample, corpus, task),
            n_unlabelled=_n_unlabelled(corpus, task),
        )


def _share_of_unspaced_words(sample: pd.DataFrame) -> float:
    words = split_words(" ".join(sample["text"].str.slice(stop=MAX_CHARACTERS)))
    return sum(map(has_unspaced_script, words)) / len(words) if words else 0.0


def _share_with_other_targets(sample: pd.DataFrame, corpus: Corpus, task: Task) -> float:
    """Return the share of articles that mention another target besides that of the task."""
    if not task.is_stance or not corpus.codebook.target(task.target).aliases:
        return 0.0
    others = [
        target
        for target in corpus.codebook.targets
        if target.aliases and target.name != task.target
    ]
    texts = sample["text"].str.slice(stop=MAX_CHARACTERS)
    mentions = [
        any(target.mentioned_in(title, text) for target in others)
        for title, text in zip(sample["title"], texts, strict=True)
    ]
    return float(np.mean(mentions))


def _n_unlabelled(corpus: Corpus, task: Task) -> int:
    """Return the number of articles without a label of this kind to which the task applies."""
    labels = corpus.labels
    labelled = set(labels["article_id"][labels["task"] == task.kind])
    others = corpus.articles[~corpus.articles["article_id"].isin(labelled)]
    if not len(others) or not task.is_stance:
        return len(others)
    sample = _sample(others)
    pairs = zip(sample["title"], sample["text"], strict=True)
    applies = [task.concerns(corpus.codebook, *pair) for pair in pairs]
    return round(len(others) * sum(applies) / len(applies))


def _sample(table: pd.DataFrame) -> pd.DataFrame:
    n = len(table)
    return table.iloc[np.unique(np.linspace(0, n - 1, min(n, N_SAMPLE), dtype=np.intp))]
