"""Answers: all labels of one coder for one question about one article, from one annotation.

An answer is imported or rejected as a whole, and a coder has one answer to a question about
an article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tenor.codebook import NO_THEME
from tenor.labeling.formats.coding import Coding, RejectedCoding, RejectionReason
from tenor.labeling.judgment import GOLD_ORIGINS, Judgment


class AnswerKey(NamedTuple):
    """Identifies an answer by article, question, coder and origin.

    ``coder`` is empty for adjudicated answers, because a question about an article has only
    one of them.
    """

    article_id: str
    question: str
    coder: str
    origin: str

    @property
    def person(self) -> str:
        """The coder or adjudicator in words, for messages."""
        return f"coder '{self.coder}'" if self.coder else "the adjudicator"


def answer_key(judgment: Judgment) -> AnswerKey:
    """Return the key of the answer that a judgement belongs to."""
    coder = "" if judgment.origin == "adjudicated" else judgment.coder.strip()
    return AnswerKey(judgment.article_id.strip(), judgment.question, coder, judgment.origin)


def existing_answers(judgments: Iterable[Judgment]) -> dict[AnswerKey, frozenset[str]]:
    """Return the labels of each answer by people, by its key."""
    answers: dict[AnswerKey, frozenset[str]] = {}
    for judgment in judgments:
        if judgment.origin in GOLD_ORIGINS:
            key = answer_key(judgment)
            answers[key] = answers.get(key, frozenset()) | {judgment.label}
    return answers


@dataclass
class Answer:
    """All labels of one coder for one question about one article, from one annotation.

    Attributes
    ----------
    codings
        Its codings, by their position among all items of the files.
    """

    codings: dict[int, Coding] = field(default_factory=dict)

    @property
    def first(self) -> Coding:
        """The first coding."""
        return next(iter(self.codings.values()))

    @property
    def labels(self) -> frozenset[str]:
        """The labels, each once."""
        return frozenset(coding.label for coding in self.codings.values())

    def reject(self, reason: RejectionReason, detail: str) -> list[RejectedCoding]:
        """Return all codings of the answer as rejected ones."""
        return [coding.reject(reason, detail) for coding in self.codings.values()]

    def drop_duplicates(self) -> list[RejectedCoding]:
        """Remove codings with a repeated label from the answer, and return them as rejected."""
        first: dict[str, Coding] = {}
        rejected = []
        for position, coding in list(self.codings.items()):
            if coding.label in first:
                location = first[coding.label].location
                rejected.append(coding.reject(RejectionReason.DOUBLE, _duplicate_of(location)))
                del self.codings[position]
            first.setdefault(coding.label, coding)
        return rejected

    def conflict(self, *, single_label: bool) -> str:
        """Return the reason why the labels exclude each other; empty if they do not.

        Parameters
        ----------
        single_label
            Whether the question takes exactly one label.
        """
        labels = self.labels
        if len(labels) > 1 and single_label:
            return f"'{self.first.question}' takes one label, and the answer has {quoted(labels)}"
        if len(labels) > 1 and NO_THEME in labels:
            return f"the answer has {quoted(labels)}, and '{NO_THEME}' excludes every theme"
        return ""


def merge_answers(
    key: AnswerKey, answers: Sequence[Answer]
) -> tuple[Answer | None, list[RejectedCoding]]:
    """Return the answer to import from several with the same key, and the codings rejected.

    Of answers with the same labels, the first is imported; of answers that differ, none is.
    """
    first, *others = answers
    other = next((answer for answer in others if answer.labels != first.labels), None)
    if other is None:
        detail = _duplicate_of(first.first.location)
        return first, [
            coding for answer in others for coding in answer.reject(RejectionReason.DOUBLE, detail)
        ]
    if first.first.file == other.first.file:
        reason, hint = RejectionReason.CONTRADICTION, "keep the correct answer"
    else:
        reason = RejectionReason.TWO_UNDER_ONE_NAME
        hint = "if they are two people, import the files separately with --coder"
    detail = (
        f"{key.person} judged '{key.article_id}' ({key.question}) as {quoted(first.labels)} in "
        f"{first.first.location} and as {quoted(other.labels)} in {other.first.location}; {hint}"
    )
    return None, [coding for answer in answers for coding in answer.reject(reason, detail)]


def quoted(labels: Iterable[str]) -> str:
    """Return labels in alphabetical order, each in quotes."""
    return ", ".join(f"'{label}'" for label in sorted(labels))


def _duplicate_of(location: str) -> str:
    return f"{location} has the same judgement"
