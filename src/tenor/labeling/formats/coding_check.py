"""The check of one coding: its article, coder, origin, question, codebook and label."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from tenor.codebook import Codebook, Task
from tenor.errors import CodebookError
from tenor.labeling.formats.coding import Coding, RejectionReason
from tenor.labeling.judgment import GOLD_ORIGINS, match_label
from tenor.present.hints import did_you_mean

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
    codebook
        The codebook of the corpus.
    article_ids
        The articles of the corpus; None accepts every id.
    accepted_codebooks
        Fingerprints of the codebooks whose codings are accepted.
    """

    codebook: Codebook
    article_ids: Collection[str] | None
    accepted_codebooks: Collection[str]

    def check(self, coding: Coding) -> Coding:
        """Return the coding with its id and label as corpus and codebook spell them.

        Raises
        ------
        CodingError
            If the coding cannot be imported.
        """
        article_id = self._article_id(coding)
        _check_coder_and_origin(coding)
        return coding._replace(
            article_id=article_id, coder=coding.coder.strip(), label=self._label(coding)
        )

    def _article_id(self, coding: Coding) -> str:
        stripped = coding.article_id.strip()
        if not stripped:
            raise CodingError(RejectionReason.MISSING_ID, "the record has no article_id")
        if self.article_ids is None or coding.article_id in self.article_ids:
            return coding.article_id
        if stripped in self.article_ids:
            return stripped
        detail = f"article '{stripped}' is not in this corpus"
        if _DATE.fullmatch(stripped):
            detail += "; it looks like a date, into which a spreadsheet may have converted the id"
        raise CodingError(RejectionReason.UNKNOWN_ARTICLE, detail)

    def _label(self, coding: Coding) -> str:
        task = Task.of_question(coding.question)
        if task is None:
            raise CodingError(
                RejectionReason.UNKNOWN_QUESTION,
                f"'{coding.question}' is neither 'theme' nor 'stance:TARGET'; name its question "
                f"with --question, as in --question '{coding.question}=theme'",
            )
        if coding.codebook not in self.accepted_codebooks:
            raise CodingError(
                RejectionReason.STALE_CODEBOOK,
                f"the codebook of the coding is '{coding.codebook}', and that of the corpus "
                f"'{self.codebook.fingerprint}'; code the article again, or, if no change "
                f"affects the coding, use --accept-codebook {coding.codebook}",
            )
        if task.is_stance and task.target not in self.codebook.target_names:
            known = ", ".join(self.codebook.target_names) or "none"
            detail = f"target '{task.target}' is not in the codebook; its targets: {known}"
            detail += did_you_mean(task.target, self.codebook.target_names)
            raise CodingError(RejectionReason.UNKNOWN_QUESTION, detail)
        try:
            return match_label(coding.label, self.codebook, task)
        except CodebookError as exc:
            raise CodingError(RejectionReason.UNKNOWN_LABEL, str(exc)) from None


def _check_coder_and_origin(coding: Coding) -> None:
    if not coding.coder.strip():
        detail = "the record has no coder; if one person coded the whole file, use --coder =NAME"
        raise CodingError(RejectionReason.MISSING_CODER, detail)
    if not coding.is_encodable:
        raise CodingError(
            RejectionReason.BAD_RECORD, "the record has characters that UTF-8 cannot hold"
        )
    if coding.origin not in GOLD_ORIGINS:
        known = ", ".join(GOLD_ORIGINS)
        raise CodingError(
            RejectionReason.BAD_ORIGIN,
            f"origin '{coding.origin}' is not one of {known}"
            f"{did_you_mean(coding.origin, GOLD_ORIGINS)}",
        )
