"""The check of files of codings: which of them become judgements, and why others are rejected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tenor.codebook import THEMES, Codebook
from tenor.labeling.formats.answers import (
    Answer,
    AnswerKey,
    answer_key,
    merge_answers,
    quoted,
)
from tenor.labeling.formats.coding import (
    THEME_QUESTION,
    Coding,
    Item,
    RejectedCoding,
    RejectionReason,
)
from tenor.labeling.formats.coding_check import CodingChecker, CodingError
from tenor.labeling.judgment import Judgment

_AnswerId = tuple[AnswerKey, str, str, str]
"""Key, file, annotation and codebook; codings that share all four form one answer."""


@dataclass(frozen=True)
class CheckedCodings:
    """The result of checking files of codings.

    Attributes
    ----------
    judgments
        The new judgements, in the order of the files.
    n_known
        The number of judgements that the corpus has already.
    replaced
        The keys of earlier answers that new ones replace.
    rejected_codings
        The codings that cannot be imported.
    n_unanswered
        The number of records without an answer.
    """

    judgments: list[Judgment]
    n_known: int
    replaced: set[AnswerKey]
    rejected_codings: list[RejectedCoding]
    n_unanswered: int


def check_codings(
    items: Iterable[Item],
    codebook: Codebook,
    *,
    article_ids: Collection[str] | None = None,
    existing: Mapping[AnswerKey, frozenset[str]] | None = None,
    accepted_codebooks: Collection[str] = (),
    replace: bool = False,
) -> CheckedCodings:
    """Check codings against the codebook, the corpus, earlier answers and each other.

    An answer is imported as a whole: if one of its labels is rejected, so are the others.

    Parameters
    ----------
    items
        The codings, rejected codings and unanswered records of the files.
    codebook
        The codebook of the corpus.
    article_ids
        The articles of the corpus; None accepts every id.
    existing
        The labels of the answers in the corpus, by key.
    accepted_codebooks
        Fingerprints of earlier codebooks whose codings are accepted.
    replace
        Whether a new answer replaces an earlier one of the same coder.
    """
    checker = CodingChecker(codebook, article_ids, {"", codebook.fingerprint, *accepted_codebooks})
    existing = existing or {}
    answers, rejected, n_unanswered = _valid_answers(items, checker)
    codings: dict[int, Coding] = {}
    replaced: set[AnswerKey] = set()
    n_known = 0
    for key, same_key in answers.items():
        answer, duplicates = merge_answers(key, same_key)
        rejected += duplicates
        if answer is None:
            continue
        earlier = existing.get(key)
        if earlier == answer.labels:
            n_known += len(answer.codings)
        elif earlier is not None and not replace:
            detail = (
                f"{key.person} has judged '{key.article_id}' ({key.question}) as "
                f"{quoted(earlier)} in the corpus; if this is a later answer of the same person, "
                "use --replace"
            )
            rejected += answer.reject(RejectionReason.CONTRADICTION, detail)
        else:
            codings |= answer.codings
            if earlier is not None:
                replaced.add(key)
    judgments = [codings[position].judgment() for position in sorted(codings)]
    return CheckedCodings(judgments, n_known, replaced, rejected, n_unanswered)


def _valid_answers(
    items: Iterable[Item], checker: CodingChecker
) -> tuple[dict[AnswerKey, list[Answer]], list[RejectedCoding], int]:
    """Return the valid answers by key, the rejected codings, and the number of blank records."""
    answers: dict[_AnswerId, Answer] = {}
    rejected_labels: dict[_AnswerId, str] = {}
    rejected: list[RejectedCoding] = []
    n_unanswered = 0
    for position, item in enumerate(items):
        if item is None:
            n_unanswered += 1
            continue
        if isinstance(item, RejectedCoding):
            rejected.append(item)
            continue
        answer_id = (answer_key(item.judgment()), item.file, item.annotation_id, item.codebook)
        try:
            coding = checker.check(item)
        except CodingError as exc:
            rejected.append(item.reject(exc.reason, str(exc)))
            rejected_labels.setdefault(answer_id, item.label)
        else:
            answers.setdefault(answer_id, Answer()).codings[position] = coding
    valid: dict[AnswerKey, list[Answer]] = {}
    for answer_id, answer in answers.items():
        if answer_id in rejected_labels:
            label = rejected_labels[answer_id]
            detail = f"the answer is incomplete without its rejected label '{label}'"
            rejected += answer.reject(RejectionReason.INCOMPLETE, detail)
            continue
        rejected += answer.drop_duplicates()
        key = answer_id[0]
        single_label = key.question != THEME_QUESTION or THEMES.single_label(checker.codebook)
        conflict = answer.conflict(single_label=single_label)
        if conflict:
            rejected += answer.reject(RejectionReason.SEVERAL_LABELS, conflict)
        else:
            valid.setdefault(key, []).append(answer)
    return valid, rejected, n_unanswered
