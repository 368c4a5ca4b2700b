"""Judgements: one label of one article, by a person, a machine, a publisher or a rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from tenor.codebook import NO_THEME, Codebook
from tenor.codebook.fields import fold_name
from tenor.codebook.task import Task
from tenor.errors import CodebookError
from tenor.present.hints import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Origin = Literal["publisher", "rule", "machine", "coder", "adjudicated"]

ORIGINS: tuple[Origin, ...] = get_args(Origin)
GOLD_ORIGINS: tuple[Origin, ...] = ("coder", "adjudicated")
"""The origins of gold labels: people."""
CODING_ORIGINS: tuple[Origin, ...] = (*GOLD_ORIGINS, "machine")
"""The origins of judgements in files of codings: people, and machines that judge articles as
coders do, such as language models, other tools and models of Tenor."""

MAX_LABELS_LISTED = 12


class Judgment(NamedTuple):
    """One row of ``labels.parquet``.

    Attributes
    ----------
    article_id
        The article.
    task, target
        The kind of task, and the target of a stance; ``target`` is empty for themes.
    label
        A theme, a position, or ``none`` where no theme applies.
    origin
        One of `ORIGINS`.
    coder
        The person, the machine, the outlet or the rule.
    codebook
        The fingerprint of the codebook that was applied; empty for that of the corpus.
    at
        The time of the judgement, in the form of its source.
    asked
        The labels that the coder was asked about, joined by ``; ``; empty for all labels of the
        codebook that was applied.
    """

    article_id: str
    task: str
    target: str
    label: str
    origin: str
    coder: str = ""
    codebook: str = ""
    at: str = ""
    asked: str = ""

    @property
    def question(self) -> str:
        """The task as a question: ``theme``, or ``stance:TARGET``."""
        return f"{self.task}:{self.target}" if self.target else self.task


def split_labels(text: str) -> tuple[str, ...]:
    """Return labels that are joined by ``; ``, which no label contains."""
    return tuple(text.split("; ")) if text else ()


def codable_labels(task: Task, codebook: Codebook) -> tuple[str, ...]:
    """Return the labels that coders choose from: those of the task, and ``none`` for themes."""
    labels = task.labels(codebook)
    return labels if task.is_stance else (*labels, NO_THEME)


def match_label(label: str, codebook: Codebook, task: Task) -> str:
    """Return a label as the codebook spells it; case and spacing are ignored.

    Parameters
    ----------
    label
        The label as somebody wrote it.
    codebook
        The codebook.
    task
        The task that the label belongs to.

    Raises
    ------
    CodebookError
        If the codebook has no such label or target.
    """
    known = codable_labels(task, codebook)
    if label in known:
        return label
    folded = fold_name(label)
    for name in known:
        if fold_name(name) == folded:
            return name
    listed = ", ".join(known)
    if len(known) > MAX_LABELS_LISTED:
        listed = f"the codebook's {len(known)} labels"
    raise CodebookError(f"{task.kind} '{label}' is not one of {listed}{did_you_mean(label, known)}")


def judgments_of_task(
    judgments: pd.DataFrame, article_ids: pd.Index, task: Task, origins: Sequence[str] = ORIGINS
) -> pd.DataFrame:
    """Return the judgements of a task on known articles, with their positions as ``row``.

    Parameters
    ----------
    judgments
        The labels table of a corpus.
    article_ids
        The ids of the articles table, in its order.
    task
        The task.
    origins
        The origins to keep; default all.
    """
    import pandas as pd

    is_chosen = (judgments["task"] == task.kind) & (judgments["target"] == task.target)
    chosen = judgments[is_chosen & judgments["origin"].isin(origins)]
    rows = article_ids.get_indexer(pd.Index(chosen["article_id"])).astype(np.intp)
    return chosen.assign(row=rows)[rows >= 0]
