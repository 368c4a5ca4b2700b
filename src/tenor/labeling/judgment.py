"""Judgements: one label of one article, by a person, a publisher or a rule."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from tenor.codebook import NO_THEME, Codebook
from tenor.codebook.fields import fold_name
from tenor.codebook.task import Task
from tenor.errors import CodebookError

Origin = Literal["publisher", "rule", "coder", "adjudicated"]

ORIGINS: tuple[Origin, ...] = get_args(Origin)
GOLD_ORIGINS: tuple[Origin, ...] = ("coder", "adjudicated")
"""The origins of gold labels: people."""

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
        The person, the outlet or the rule.
    codebook
        The fingerprint of the codebook that was applied.
    at
        The time of the judgement, in the form of its source.
    """

    article_id: str
    task: str
    target: str
    label: str
    origin: str
    coder: str = ""
    codebook: str = ""
    at: str = ""

    @property
    def question(self) -> str:
        """The task as a question: ``theme``, or ``stance:TARGET``."""
        return f"{self.task}:{self.target}" if self.target else self.task


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
    raise CodebookError(f"{task.kind} '{label}' is not one of {listed}")
