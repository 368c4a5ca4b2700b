"""Answers: all labels of one coder for one question about one article, from one annotation.

An answer is imported or rejected as a whole. A coder has one answer to a question about an
article; further ones are about labels that an earlier codebook, or a sheet, did not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tenor.codebook import NO_THEME
from tenor.labeling.formats.coding import Coding, RejectedCoding, RejectionReason
from tenor.labeling.judgment import CODING_ORIGINS, Judgment


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
        """The coder, machine or adjudicator in words, for messages."""
        kind = "machine" if self.origin == "machine" else "coder"
        return f"{kind} '{self.coder}'" if self.coder else "the adjudicator"


def answer_key(judgment: Judgment) -> AnswerKey:
    """Return the key of the answer that a judgement belongs to."""
    coder = "" if judgment.origin == "adjudicated" else judgment.coder.strip()
    return AnswerKey(judgment.article_id.strip(), judgment.question, coder, judgment.origin)


class Given(NamedTuple):
    """The labels that one answer gives, and those that it is about.

    Attributes
    ----------
    codebook, asked
        As in `Judgment`.
    labels
        The labels that the answer gives.
    answered
        The labels of the present codebook that it answers, by giving them or not.
    """

    codebook: str
    asked: str
    labels: frozenset[str]
    answered: frozenset[str]

    def agrees_with(self, other: Given) -> bool:
        """Whether two answers give the same labels, among those that both answer."""
        if self[:2] == other[:2]:
            return self.labels == other.labels
        both = self.answered & other.answered
        return self.labels & both == other.labels & both

    def adds_to(self, other: Given) -> bool:
        """Whether this answer is about a label that another one is not about."""
        return self[:2] != other[:2] and not (self.answered and self.answered <= other.answered)


AnswerId = tuple[AnswerKey, str, str]
"""Key, codebook and asked labels of an answer in a corpus."""


def answer_id(judgment: Judgment, fingerprint: str) -> AnswerId:
    """Return the id of the answer that a judgement of a corpus belongs to.

    Parameters
    ----------
    judgment
        The judgement.
    fingerprint
        The fingerprint of the corpus's codebook, which judgements that name none follow.
    """
    return answer_key(judgment), judgment.codebook or fingerprint, judgment.asked


def existing_answers(
    judgments: Iterable[Judgment], fingerprint: str = ""
) -> dict[AnswerKey, dict[tuple[str, str], frozenset[str]]]:
    """Return the labels of answers by people and machines, by key, and by codebook and asked.

    Parameters
    ----------
    judgments
        The judgements of a corpus.
    fingerprint
        As for `answer_id`.
    """
    answers: dict[AnswerKey, dict[tuple[str, str], frozenset[str]]] = {}
    for judgment in judgments:
        if judgment.origin in CODING_ORIGINS:
            key, *parts = answer_id(judgment, fingerprint)
            of_key = answers.setdefault(key, {})
            part = parts[0], parts[1]
            of_key[part] = of_key.get(part, frozenset()) | {judgment.label}
    return answers


def without_replaced(
    judgments: Iterable[Judgment], replaced: Mapping[AnswerId, frozenset[str]], fingerprint: str
) -> list[Judgment]:
    """Return the judgements of a corpus without answers, or without parts of them.

    Parameters
    ----------
    judgments
        The judgements of the corpus.
    replaced
        For each answer that is replaced, the labels that it still answers.
    fingerprint
        As for `answer_id`.
    """
    kept: list[Judgment] = []
    narrowed: dict[AnswerId, list[Judgment]] = {}
    for judgment in judgments:
        id_ = answer_id(judgment, fingerprint)
        if judgment.origin not in CODING_ORIGINS or id_ not in replaced:
            kept.append(judgment)
        elif replaced[id_]:
            part = judgment._replace(asked="; ".join(sorted(replaced[id_])))
            narrowed.setdefault(id_, []).append(part)
    for id_, parts in narrowed.items():
        given = [part for part in parts if part.label in replaced[id_]]
        if not given and not parts[0].target:
            # A stance is one position, so once that is replaced nothing of the answer is left.
            given = [parts[0]._replace(label=NO_THEME)]
        kept += given
    return kept


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
    key: AnswerKey, answers: Sequence[tuple[Answer, Given]]
) -> tuple[list[tuple[Answer, Given]], list[RejectedCoding]]:
    """Return the answers to import from several with the same key, and the codings rejected.

    Of answers that agree, those are imported that add a label to the ones before; of answers
    that differ, none is.

    Parameters
    ----------
    key
        Their key.
    answers
        The answers, each with what it gives.
    """
    accepted: list[tuple[Answer, Given]] = []
    rejected: list[RejectedCoding] = []
    for answer, given in answers:
        for other, other_given in accepted:
            if not given.agrees_with(other_given):
                everything = [answer for answer, _ in answers]
                return [], _reject_conflict(key, other, answer, everything)
        same = next((a for a, g in accepted if not given.adds_to(g)), None)
        if same is None:
            accepted.append((answer, given))
        else:
            detail = _duplicate_of(same.first.location)
            rejected += answer.reject(RejectionReason.DOUBLE, detail)
    return accepted, rejected


def _reject_conflict(
    key: AnswerKey, first: Answer, other: Answer, answers: Sequence[Answer]
) -> list[RejectedCoding]:
    if first.first.file == other.first.file:
        reason, hint = RejectionReason.CONTRADICTION, "keep the correct answer"
    else:
        reason = RejectionReason.TWO_UNDER_ONE_NAME
        hint = "if they are two people, import the files separately with --coder"
    detail = (
        f"{key.person} judged '{key.article_id}' ({key.question}) as {quoted(first.labels)} in "
        f"{first.first.location} and as {quoted(other.labels)} in {other.first.location}; {hint}"
    )
    return [coding for answer in answers for coding in answer.reject(reason, detail)]


def quoted(labels: Iterable[str]) -> str:
    """Return labels in alphabetical order, each in quotes."""
    return ", ".join(f"'{label}'" for label in sorted(labels))


def _duplicate_of(location: str) -> str:
    return f"{location} has the same judgement"
