"""What a file of codings says before it is checked, and what is set aside of it."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from tenor.codebook import Codebook
from tenor.labeling.judgment import Judgment

THEME = "theme"
_STANCE = re.compile(r"stance[:\-_. ]\s*(.+)", re.IGNORECASE | re.DOTALL)
_MOST_RAW = 2_000


class Why(enum.StrEnum):
    """Why a coding is set aside: the whole list."""

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


class Entry(NamedTuple):
    """One label that a file gives one article, as it stands there.

    Attributes
    ----------
    place
        Where it stands: ``line 14``, ``task 3``.
    sitting
        Entries of one article, question and coder with the same sitting are
        one answer; with another they are the answer to being asked again.
    question
        ``theme`` or ``stance:TARGET``; anything else is unknown.
    """

    file: str
    place: str
    sitting: int
    article_id: str
    question: str
    label: str
    coder: str
    origin: str = "coder"
    codebook: str = ""
    at: str = ""

    @property
    def where(self) -> str:
        return f"{self.file}, {self.place}"

    @property
    def is_text(self) -> bool:
        """Whether its fields can be written: JSON may spell halves of letters."""
        try:
            "".join(self[3:]).encode()
        except UnicodeEncodeError:
            return False
        return True

    def judgment(self) -> Judgment:
        """Return the entry as a judgement, unchecked."""
        task, _, target = self.question.partition(":")
        return Judgment(
            self.article_id, task, target, self.label, self.origin, self.coder,
            self.codebook, self.at,
        )  # fmt: skip


class SetAside(NamedTuple):
    """A coding that cannot be used: why, where it stood, and what it was."""

    why: Why
    detail: str
    file: str
    place: str
    entry: Entry | None = None
    raw: str = ""

    def row(self) -> dict[str, str]:
        """Return it as a row of ``rejected_codings.jsonl``."""
        row = {"reason": str(self.why), "detail": self.detail}
        row |= {"file": self.file, "place": self.place}
        if self.entry is not None:
            task, _, target = self.entry.question.partition(":")
            row |= {"article_id": self.entry.article_id, "task": task, "target": target}
            row |= {"label": self.entry.label, "origin": self.entry.origin}
            row |= {"coder": self.entry.coder, "codebook": self.entry.codebook}
            row |= {"at": self.entry.at}
        if self.raw:
            row["raw"] = self.raw[:_MOST_RAW]
        return row


Item = Entry | SetAside | None
"""What a reader yields; None stands for a record that nobody has answered yet."""


@dataclass(frozen=True)
class Naming:
    """What the caller knows of names that a file does not tell.

    Attributes
    ----------
    coders
        The name of a coder by what a tool calls them: ``{"10": "ana"}``.
    questions
        The question by what a project calls it: ``{"topic": "theme"}``.
    """

    coders: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    def coder(self, name: str) -> str:
        return self.coders.get(name, name)

    def question(self, name: str) -> str:
        """Return ``theme`` or ``stance:TARGET`` for a control, column or question of that name."""
        name = self.questions.get(name, name).strip()
        if name.casefold() in ("theme", "themes"):
            return THEME
        stance = _STANCE.fullmatch(name)
        return f"stance:{stance[1].strip()}" if stance else name


class ToCode(NamedTuple):
    """An article as a coder gets it, with the chance that it had to be drawn."""

    article_id: str
    title: str
    text: str
    codebook: str
    inclusion_probability: float
    outlet: str = ""
    published: str = ""


class Coding(NamedTuple):
    """What one person said of one article in one go: the labels of each question."""

    article_id: str
    origin: str
    coder: str
    codebook: str
    at: str
    answers: dict[str, tuple[str, ...]]


Texts = Mapping[str, tuple[str, str]]
"""Title and text by article id, where an export shows them."""


def question_of(judgment: Judgment) -> str:
    """Return ``theme`` or ``stance:TARGET``."""
    return f"{judgment.task}:{judgment.target}" if judgment.target else judgment.task


def questions(book: Codebook) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each question that a codebook asks, and the labels that answer it."""
    if book.themes:
        yield THEME, book.labels("theme")
    for target in book.targets:
        yield f"stance:{target.name}", target.positions


def definition(book: Codebook, question: str, label: str) -> str:
    """Return what a codebook says of a label, where a tool can show it to the coder."""
    if question != THEME:
        return ""
    return next((theme.definition for theme in book.themes if theme.name == label), "")


def flat(question: str, label: str) -> str:
    """Return a label of any question as one string, for tools with one list of labels.

    Themes stand bare, positions as ``stance:TARGET=POSITION``.
    """
    if question != THEME:
        return f"{question}={label}"
    return f"theme={label}" if re.match(r"(stance:|theme=)", label, re.IGNORECASE) else label


def unflat(text: str, bare: str = THEME) -> tuple[str, str]:
    """Return question and label of what ``flat`` wrote; a bare label answers ``bare``."""
    match = re.match(r"(?:(stance:[^=]+)|theme)=", text, re.IGNORECASE)
    if match is None:
        return bare, text
    return (match[1] and f"stance:{match[1][7:].strip()}") or THEME, text[match.end() :]


def codings(judgments: Iterable[Judgment]) -> list[Coding]:
    """Gather judgements that one person made of one article at one time."""

    def key(j: Judgment) -> tuple[str, ...]:
        return (j.article_id, j.origin, j.coder, j.codebook, j.at)

    gathered = []
    for (article_id, origin, coder, codebook, at), group in groupby(
        sorted(judgments, key=key), key
    ):
        answers: dict[str, tuple[str, ...]] = {}
        for judgment in group:
            asked = question_of(judgment)
            answers[asked] = (*answers.get(asked, ()), judgment.label)
        gathered.append(Coding(article_id, origin, coder, codebook, at, answers))
    return gathered
