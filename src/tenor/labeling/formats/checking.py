"""The check of files of codings: which of them become judgements, and why others are rejected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tenor.codebook import THEMES, Codebook, CodebookVersions, Task
from tenor.labeling.formats.answers import (
    Answer,
    AnswerId,
    AnswerKey,
    Given,
    answer_key,
    existing_answers,
    merge_answers,
    quoted,
)
from tenor.labeling.formats.coder_names import check_coder_names
from tenor.labeling.formats.coding import (
    THEME_QUESTION,
    Coding,
    Item,
    RejectedCoding,
    RejectionReason,
)
from tenor.labeling.formats.coding_check import CodingChecker, CodingError
from tenor.labeling.judgment import Judgment, Origin, split_labels

_FileAnswerId = tuple[AnswerKey, str, str, str, str]
"""Key, file, annotation, codebook and asked; codings that share all five form one answer."""


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
        For each earlier answer that a new one replaces, the labels that it still answers.
    rejected_codings
        The codings that cannot be imported.
    n_unanswered
        The number of records without an answer.
    codebooks
        The fingerprints that the codings name.
    n_without_codebook
        The number of new judgements that name no codebook, and count as answers to the present
        one.
    """

    judgments: list[Judgment]
    n_known: int
    replaced: dict[AnswerId, frozenset[str]]
    rejected_codings: list[RejectedCoding]
    n_unanswered: int
    codebooks: frozenset[str] = frozenset()
    n_without_codebook: int = 0


def check_codings(
    items: Iterable[Item],
    codebook: Codebook | CodebookVersions,
    *,
    article_ids: Collection[str] | None = None,
    titles: Mapping[str, str] | None = None,
    judgments: Iterable[Judgment] = (),
    origin: Origin = "coder",
    replace: bool = False,
) -> CheckedCodings:
    """Check codings against the codebook, the corpus, earlier answers and each other.

    An answer is imported as a whole: if one of its labels is rejected, so are the others.

    Parameters
    ----------
    items
        The codings, rejected codings and unanswered records of the files.
    codebook
        The codebook of the corpus, or its versions if codings may follow earlier ones.
    article_ids
        The articles of the corpus; None accepts every id.
    titles
        Their titles, with which those of a sheet are compared; by default none is.
    judgments
        The judgements of the corpus.
    origin
        The origin of codings that state none: ``coder`` or ``machine``.
    replace
        Whether a new answer replaces an earlier one of the same coder.

    Raises
    ------
    InputError
        If codings state another origin than a machine's, or coders' names are ambiguous; see
        `check_coder_names`.
    """
    versions = codebook if isinstance(codebook, CodebookVersions) else CodebookVersions(codebook)
    checker = CodingChecker(versions, article_ids, origin, titles or {})
    items = [checker.with_origin(item) if isinstance(item, Coding) else item for item in items]
    judgments = list(judgments)
    check_coder_names((item for item in items if isinstance(item, Coding)), judgments)
    existing = existing_answers(judgments, versions.current.fingerprint)
    answers, rejected, n_unanswered = _valid_answers(items, checker)
    given_by = _GivenLabels(versions)
    codings: dict[int, Coding] = {}
    replaced: dict[AnswerId, frozenset[str]] = {}
    n_known = 0
    for key, same_key in answers.items():
        merged, duplicates = merge_answers(key, [(a, given_by.answer(key, a)) for a in same_key])
        rejected += duplicates
        earlier = [given_by(key, *part, labels) for part, labels in existing.get(key, {}).items()]
        for answer, given in merged:
            disagreeing = [other for other in earlier if not given.agrees_with(other)]
            if disagreeing and not replace:
                detail = (
                    f"{key.person} has judged '{key.article_id}' ({key.question}) as "
                    f"{quoted(disagreeing[0].labels)} in the corpus; if this is a later answer of "
                    "the same coder, use --replace"
                )
                rejected += answer.reject(RejectionReason.CONTRADICTION, detail)
            elif not disagreeing and any(not given.adds_to(other) for other in earlier):
                n_known += len(answer.codings)
            else:
                codings |= answer.codings
                for other in disagreeing:
                    remaining = _remaining(other, given)
                    replaced[key, other.codebook, other.asked] = remaining
    named = {i: item.codebook for i, item in enumerate(items) if isinstance(item, Coding)}
    return CheckedCodings(
        [codings[position].judgment() for position in sorted(codings)],
        n_known,
        replaced,
        rejected,
        n_unanswered,
        frozenset(named.values()) - {""},
        sum(not named[position] for position in codings),
    )


class _GivenLabels:
    """Finds what an answer gives; which labels a codebook answers is computed once."""

    def __init__(self, versions: CodebookVersions) -> None:
        self._versions = versions
        self._answered: dict[tuple[str, str, str], frozenset[str]] = {}

    def __call__(self, key: AnswerKey, codebook: str, asked: str, labels: frozenset[str]) -> Given:
        part = key.question, codebook, asked
        if part not in self._answered:
            task = Task.of_question(key.question)
            assert task is not None
            answered = self._versions.answered(task, codebook, split_labels(asked))
            self._answered[part] = answered
        return Given(codebook, asked, labels, self._answered[part])

    def answer(self, key: AnswerKey, answer: Answer) -> Given:
        return self(key, answer.first.codebook, answer.first.asked, answer.labels)


def _remaining(earlier: Given, new: Given) -> frozenset[str]:
    """Return the labels that an earlier answer still answers after a new one."""
    if earlier[:2] == new[:2]:
        return frozenset()
    return earlier.answered - new.answered


def _valid_answers(
    items: Iterable[Item], checker: CodingChecker
) -> tuple[dict[AnswerKey, list[Answer]], list[RejectedCoding], int]:
    """Return the valid answers by key, the rejected codings, and the number of blank records."""
    answers: dict[_FileAnswerId, Answer] = {}
    rejected_labels: dict[_FileAnswerId, str] = {}
    rejected: list[RejectedCoding] = []
    n_unanswered = 0
    codebook = checker.versions.current
    for position, item in enumerate(items):
        if item is None:
            n_unanswered += 1
            continue
        if isinstance(item, RejectedCoding):
            rejected.append(item)
            continue
        key = answer_key(item.judgment())
        answer_id = key, item.file, item.annotation_id, item.codebook, item.asked
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
        single_label = key.question != THEME_QUESTION or THEMES.single_label(codebook)
        conflict = answer.conflict(single_label=single_label)
        if conflict:
            rejected += answer.reject(RejectionReason.SEVERAL_LABELS, conflict)
        else:
            valid.setdefault(key, []).append(answer)
    return valid, rejected, n_unanswered
