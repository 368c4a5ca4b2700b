"""Codings: the labels in a file of codings, not yet checked, and those that are rejected."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tenor.labeling.judgment import Judgment, Origin

THEME_QUESTION = "theme"
"""The question of the themes of an article."""
MAX_RAW_CHARACTERS = 2_000
"""The maximum length of a rejected record as ``rejected_codings.jsonl`` keeps it."""

_STANCE = re.compile(r"stance[:\-_. ]\s*(.+)", re.IGNORECASE | re.DOTALL)


class RejectionReason(enum.StrEnum):
    """Why a coding is rejected."""

    BAD_RECORD = "bad_record"
    SKIPPED = "skipped"
    MISSING_ID = "missing_id"
    CHANGED_ID = "changed_id"
    UNKNOWN_ARTICLE = "unknown_article"
    MISSING_CODER = "missing_coder"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_LABEL = "unknown_label"
    BAD_ORIGIN = "bad_origin"
    STALE_CODEBOOK = "stale_codebook"
    SEVERAL_LABELS = "several_labels"
    INCOMPLETE = "incomplete"
    DOUBLE = "double"
    CONTRADICTION = "contradiction"
    TWO_UNDER_ONE_NAME = "two_under_one_name"


class Coding(NamedTuple):
    """One label that a file gives one article, not yet checked.

    Attributes
    ----------
    file, place
        The file, and the place in it: ``line 14`` or ``record 3``.
    annotation_id
        The id of the annotation that has the label, unique within the file. The labels of one
        annotation that answer one question form one answer; see `Answer`.
    article_id
        The article.
    question
        ``theme`` or ``stance:TARGET``; any other text is an unknown question.
    label
        The label.
    coder, codebook, at, asked
        As in `Judgment`.
    origin
        As in `Judgment`; empty where the file does not state it.
    title
        The title of the article, where the file shows it.
    """

    file: str
    place: str
    annotation_id: str
    article_id: str
    question: str
    label: str
    coder: str
    origin: str = ""
    codebook: str = ""
    at: str = ""
    asked: str = ""
    title: str = ""

    @property
    def location(self) -> str:
        """The file and the place in it."""
        return f"{self.file}, {self.place}"

    @property
    def is_encodable(self) -> bool:
        """Whether every field can be written as UTF-8; JSON can hold lone surrogates."""
        try:
            "".join(self[3:]).encode()
        except UnicodeEncodeError:
            return False
        return True

    def judgment(self) -> Judgment:
        """Return the coding as a judgement, without checking it."""
        kind, _, target = self.question.partition(":")
        return Judgment(
            self.article_id,
            kind,
            target,
            self.label,
            self.origin or "coder",
            self.coder,
            self.codebook,
            self.at,
            self.asked,
        )

    def reject(self, reason: RejectionReason, detail: str) -> RejectedCoding:
        """Return the coding as a rejected coding."""
        return RejectedCoding(reason, detail, self.file, self.place, self)


class RejectedCoding(NamedTuple):
    """A coding that cannot be imported.

    Attributes
    ----------
    reason, detail
        The reason, as one of a fixed list and in a sentence.
    file, place
        The file, and the place in it.
    coding
        The coding; None if the record cannot be parsed.
    raw
        The text of a record that cannot be parsed.
    """

    reason: RejectionReason
    detail: str
    file: str
    place: str
    coding: Coding | None = None
    raw: str = ""

    @property
    def message(self) -> str:
        """The article and the reason, as a sentence."""
        article_id = self.coding.article_id.strip() if self.coding else ""
        about = f"article '{article_id}': " if article_id and article_id not in self.detail else ""
        return f"{about}{self.detail}"

    def row(self) -> dict[str, str]:
        """Return the coding as a row of ``rejected_codings.jsonl``."""
        row = {
            "reason": str(self.reason),
            "detail": self.detail,
            "file": self.file,
            "place": self.place,
        }
        if self.coding is not None:
            row |= self.coding.judgment()._asdict()
        if self.raw:
            row["raw"] = self.raw[:MAX_RAW_CHARACTERS]
        return row


Item = Coding | RejectedCoding | None
"""What readers of codings yield; None stands for a record without an answer."""


class Location(NamedTuple):
    """The file of a record, and its place in it: ``line 14`` or ``record 3``."""

    file: str
    place: str

    def coding(self, **fields: str) -> Coding:
        """Return a coding from this record; all codings of a record form one annotation."""
        return Coding(*self, annotation_id=self.place, **fields)

    def reject(self, reason: RejectionReason, detail: str, raw: str = "") -> RejectedCoding:
        """Return the record as a rejected coding."""
        return RejectedCoding(reason, detail, self.file, self.place, raw=raw)


@dataclass(frozen=True)
class NameMap:
    """Maps the names of coders and questions in files to those of the corpus.

    Attributes
    ----------
    coders
        Coder by the name or number that the tool gives them: ``{"10": "ana"}``.
    questions
        Question by the name of the control or column: ``{"topic": "theme"}``.
    origin
        The origin of codings whose file does not state one: ``coder`` or ``machine``.
    """

    coders: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = "coder"

    def coder(self, name: str) -> str:
        """Return the coder for a name in a file; the name itself if it is not mapped."""
        return self.coders.get(name, name)

    def question(self, name: str) -> str:
        """Return ``theme`` or ``stance:TARGET`` for a control or column of this name."""
        name = self.questions.get(name, name).strip()
        if name.casefold() in ("theme", "themes"):
            return THEME_QUESTION
        stance = _STANCE.fullmatch(name)
        return f"stance:{stance[1].strip()}" if stance else name
