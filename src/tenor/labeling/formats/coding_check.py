"""The check of one coding: its article, coder, origin, question, codebook and label."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tenor.articles.text import split_words
from tenor.codebook import Codebook, CodebookVersions, Task
from tenor.codebook.fields import is_invisible
from tenor.errors import CodebookError, InputError
from tenor.labeling.formats.coding import Coding, RejectionReason
from tenor.labeling.judgment import CODING_ORIGINS, Origin, match_label, split_labels
from tenor.present import printable, shorten
from tenor.present.hints import did_you_mean

MIN_SHARED_WORDS = 0.5
"""The minimum share of the words of the shorter title that two titles of one article share."""

_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( 0?0:00(:00)?)?|\d{1,2}[-. ][A-Za-z]{3}.?( ?\d+)?"
)


class CodingError(Exception):
    """Raised for a coding that cannot be imported."""

    def __init__(self, reason: RejectionReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True)
class CodingChecker:
    """Checks codings, each by itself.

    Attributes
    ----------
    versions
        The codebook of the corpus, and earlier ones whose codings are accepted.
    article_ids
        The articles of the corpus; None accepts every id.
    origin
        The origin of codings that state none.
    titles
        The title of each article of the corpus.
    """

    versions: CodebookVersions
    article_ids: Collection[str] | None
    origin: Origin = "coder"
    titles: Mapping[str, str] = field(default_factory=dict)

    def with_origin(self, coding: Coding) -> Coding:
        """Return the coding with its origin.

        Raises
        ------
        InputError
            If it states that a person gave it, and the codings are imported as a machine's.
        """
        if coding.origin and self.origin == "machine" != coding.origin:
            raise InputError(
                f"'{coding.file}', {coding.place} states the origin '{coding.origin}', and the "
                "file is imported with --origin machine; correct the file's origin, or leave out "
                "the option"
            )
        return coding._replace(origin=coding.origin or self.origin)

    def check(self, coding: Coding) -> Coding:
        """Return the coding with its id and label as corpus and codebook spell them.

        A coding that names no codebook gets the fingerprint of the corpus's.

        Raises
        ------
        CodingError
            If the coding cannot be imported.
        """
        article_id = self._article_id(coding)
        self._check_title(coding.title, article_id)
        _check_coder_and_origin(coding)
        task, codebook = self._task(coding), self._codebook(coding)
        if task.is_stance and task.target not in self.versions.current.target_names:
            known = ", ".join(self.versions.current.target_names) or "none"
            detail = f"target '{shorten(task.target)}' is not in the codebook; its targets: {known}"
            detail += did_you_mean(task.target, self.versions.current.target_names)
            raise CodingError(RejectionReason.UNKNOWN_QUESTION, detail)
        return coding._replace(
            article_id=article_id,
            coder=coding.coder.strip(),
            label=_label(coding.label, codebook, task),
            codebook=codebook.fingerprint,
            asked=_asked(coding.asked, codebook, task),
        )

    def _article_id(self, coding: Coding) -> str:
        stripped = coding.article_id.strip()
        if not stripped:
            raise CodingError(RejectionReason.MISSING_ID, "the record has no article_id")
        if self.article_ids is None or coding.article_id in self.article_ids:
            return coding.article_id
        if stripped in self.article_ids:
            return stripped
        detail = f"article '{shorten(stripped)}' is not in this corpus"
        if _DATE.fullmatch(stripped):
            detail += "; it looks like a date, into which a spreadsheet may have converted the id"
        raise CodingError(RejectionReason.UNKNOWN_ARTICLE, detail)

    def _check_title(self, title: str, article_id: str) -> None:
        own = self.titles.get(article_id, "")
        words, own_words = (set(split_words(text.casefold())) for text in (title, own))
        n_shared, n_fewest = len(words & own_words), min(len(words), len(own_words))
        if n_shared < MIN_SHARED_WORDS * n_fewest:
            raise CodingError(
                RejectionReason.BAD_RECORD,
                f"the title is '{shorten(printable(title))}', and that of article "
                f"'{shorten(article_id)}' is '{shorten(own)}'; the ids may have been sorted or "
                "moved without the other columns",
            )

    def _task(self, coding: Coding) -> Task:
        task = Task.of_question(coding.question)
        if task is None:
            raise CodingError(
                RejectionReason.UNKNOWN_QUESTION,
                f"'{shorten(coding.question)}' is neither 'theme' nor 'stance:TARGET'; name its "
                f"question with --question, as in --question '{shorten(coding.question)}=theme'",
            )
        return task

    def _codebook(self, coding: Coding) -> Codebook:
        current = self.versions.current
        if coding.codebook in ("", current.fingerprint):
            return current
        if coding.codebook in self.versions:
            return self.versions.earlier[coding.codebook]
        raise CodingError(
            RejectionReason.STALE_CODEBOOK,
            f"the codebook of the coding is '{shorten(coding.codebook)}', and that of the corpus "
            f"'{current.fingerprint}'; name the file of the earlier codebook with "
            "--accept-codebook FILE, and the labels that both have alike keep their answers",
        )


def _label(label: str, codebook: Codebook, task: Task) -> str:
    try:
        return match_label(label, codebook, task)
    except CodebookError as exc:
        raise CodingError(RejectionReason.UNKNOWN_LABEL, str(exc)) from None


def _asked(text: str, codebook: Codebook, task: Task) -> str:
    """Return the labels that a coder was asked about, empty if those are all of the codebook."""
    asked = []
    for label in split_labels(text):
        try:
            asked.append(match_label(label, codebook, task))
        except CodebookError:
            continue  # A column of a theme that the codebook does not have.
    if not asked or task.is_stance or set(asked) >= set(task.labels(codebook)):
        return ""
    return "; ".join(label for label in task.labels(codebook) if label in asked)


def _check_coder_and_origin(coding: Coding) -> None:
    if not coding.coder.strip():
        detail = "the record has no coder; if one person coded the whole file, use --coder NAME"
        raise CodingError(RejectionReason.MISSING_CODER, detail)
    if not coding.is_encodable:
        raise CodingError(
            RejectionReason.BAD_RECORD, "the record has characters that UTF-8 cannot hold"
        )
    if any(map(is_invisible, coding.coder.strip())):
        raise CodingError(
            RejectionReason.BAD_RECORD,
            f"the name of coder '{shorten(printable(coding.coder.strip()))}' has characters that "
            "are not shown; write it without them",
        )
    if coding.origin not in CODING_ORIGINS:
        known = ", ".join(CODING_ORIGINS)
        raise CodingError(
            RejectionReason.BAD_ORIGIN,
            f"origin '{shorten(coding.origin)}' is not one of {known}"
            f"{did_you_mean(coding.origin, CODING_ORIGINS)}",
        )
