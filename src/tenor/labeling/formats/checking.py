"""Which of the entries are judgements: all faults at once, and half an answer is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tenor.codebook import NO_THEME, Codebook
from tenor.errors import CodebookError
from tenor.labeling.formats.entry import THEME, Entry, Item, SetAside, Why, question_of
from tenor.labeling.judgment import GOLD, Judgment, match_label

Key = tuple[str, str, str, str]
"""Article, question, coder, origin: who was asked what."""
_Sitting = tuple[Key, str, int, str]
_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}( 0?0:00(:00)?)?|\d{1,2}[-. ][A-Za-z]{3}.?( ?\d+)?"
)


@dataclass(frozen=True)
class Checked:
    """What files of codings came to.

    Attributes
    ----------
    judgments
        Those that are new, in the order of the files.
    known
        How many were there already.
    replaced
        Whose earlier answers the new ones stand in for.
    set_aside
        The codings that cannot be used.
    unanswered
        Records without an answer.
    """

    judgments: list[Judgment]
    known: int
    replaced: set[Key]
    set_aside: list[SetAside]
    unanswered: int


@dataclass
class _Answer:
    """What one coder answered to one question about one article in one sitting.

    ``entries`` are by their number in the order of the files.
    """

    numbered: dict[int, Entry] = field(default_factory=dict)

    @property
    def entries(self) -> list[Entry]:
        return list(self.numbered.values())

    @property
    def labels(self) -> frozenset[str]:
        return frozenset(entry.label for entry in self.entries)

    @property
    def where(self) -> str:
        return self.entries[0].where

    @property
    def said(self) -> str:
        return ", ".join(f"'{label}'" for label in sorted(self.labels))


def check(
    items: Iterable[Item],
    book: Codebook,
    *,
    articles: Collection[str] | None = None,
    existing: Mapping[Key, frozenset[str]] | None = None,
    accepted: Collection[str] = (),
    replace: bool = False,
) -> Checked:
    """Check entries against the codebook, the articles, each other and earlier judgements.

    Parameters
    ----------
    articles
        The ids that there are; by default any.
    existing
        The labels of earlier answers.
    accepted
        Fingerprints of earlier codebooks whose codings still count.
    replace
        Let an answer stand in for an earlier one of the same coder.
    """
    checker = _Checker(book, articles, existing or {}, {"", book.fingerprint, *accepted})
    return checker.run(items, replace)


class _Wrong(Exception):
    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why


class _Checker:
    def __init__(
        self,
        book: Codebook,
        articles: Collection[str] | None,
        existing: Mapping[Key, frozenset[str]],
        codebooks: Collection[str],
    ) -> None:
        self._book = book
        self._articles = articles
        self._existing = existing
        self._codebooks = codebooks
        self._aside: list[SetAside] = []

    def run(self, items: Iterable[Item], replace: bool) -> Checked:
        answers: dict[_Sitting, _Answer] = {}
        spoiled: dict[_Sitting, Entry] = {}
        unanswered = 0
        for number, item in enumerate(items):
            if item is None:
                unanswered += 1
            elif isinstance(item, SetAside):
                self._aside.append(item)
            else:
                entry = self._known(item)
                sitting = (_key(item), item.file, item.sitting, item.codebook)
                if entry is None:
                    spoiled.setdefault(sitting, item)
                else:
                    answers.setdefault(sitting, _Answer()).numbered[number] = entry
        asked: dict[Key, list[_Answer]] = {}
        for sitting, answer in answers.items():
            if sitting in spoiled:
                label = spoiled[sitting].label
                detail = f"set aside with '{label}', without which the answer is not whole"
                self._set_aside(answer, Why.INCOMPLETE, detail)
            elif self._is_one(answer):
                asked.setdefault(sitting[0], []).append(answer)
        found: dict[int, Entry] = {}
        replaced: set[Key] = set()
        known = 0
        for key, given in asked.items():
            first = self._agreed(key, given)
            if first is None:
                continue
            before = self._existing.get(key)
            if before == first.labels:
                known += len(first.entries)
                continue
            if before is not None and not replace:
                said = ", ".join(f"'{label}'" for label in sorted(before))
                self._set_aside(
                    first, Why.CONTRADICTION,
                    f"coder '{key[2]}' has judged '{key[0]}' ({key[1]}) as {said} in the corpus; "
                    "if this is the later answer of the same person, use --replace",
                )  # fmt: skip
                continue
            if before is not None:
                replaced.add(key)
            found |= first.numbered
        judgments = [found[number].judgment() for number in sorted(found)]
        return Checked(judgments, known, replaced, self._aside, unanswered)

    def _known(self, entry: Entry) -> Entry | None:
        """Return the entry with the codebook's spelling, or None where it is set aside."""
        try:
            entry = self._of_article(entry)
            self._of_person(entry)
            label = self._answer(entry)
        except _Wrong as wrong:
            self._fault(entry, wrong.why, str(wrong))
            return None
        return entry._replace(label=label, coder=entry.coder.strip())

    def _of_article(self, entry: Entry) -> Entry:
        stripped = entry.article_id.strip()
        if not stripped:
            raise _Wrong(Why.MISSING_ID, "the record names no article_id")
        if self._articles is None or entry.article_id in self._articles:
            return entry
        if stripped in self._articles:
            return entry._replace(article_id=stripped)
        hint = ""
        if _DATE.fullmatch(stripped):
            hint = "; it looks like a date, which a spreadsheet may have made of the id"
        raise _Wrong(Why.UNKNOWN_ARTICLE, f"article '{stripped}' is not in this corpus{hint}")

    def _of_person(self, entry: Entry) -> None:
        if not entry.coder.strip():
            detail = "the record names no coder; if all are of one person, give --coder =NAME"
            raise _Wrong(Why.MISSING_CODER, detail)
        if not entry.is_text:
            raise _Wrong(Why.BAD_RECORD, "it holds characters that are no text")
        if entry.origin not in GOLD:
            known = ", ".join(GOLD)
            raise _Wrong(Why.BAD_ORIGIN, f"origin '{entry.origin}' is not one of {known}")

    def _answer(self, entry: Entry) -> str:
        """Return the label in the codebook's spelling."""
        task, _, target = entry.question.partition(":")
        if entry.question != THEME and (task != "stance" or not target):
            raise _Wrong(
                Why.UNKNOWN_QUESTION,
                f"'{entry.question}' is neither 'theme' nor 'stance:TARGET'; say what it asks "
                f"with --question '{entry.question}=theme'",
            )
        if entry.codebook not in self._codebooks:
            raise _Wrong(
                Why.STALE_CODEBOOK,
                f"it was coded by codebook '{entry.codebook}', and the corpus has "
                f"'{self._book.fingerprint}'; code it again, or, if what changed does not "
                f"touch it, give --accept-codebook {entry.codebook}",
            )
        if task == "stance" and target not in self._book.target_names:
            known = ", ".join(self._book.target_names) or "none"
            detail = f"target '{target}' is not in the codebook; its targets: {known}"
            raise _Wrong(Why.UNKNOWN_QUESTION, detail)
        try:
            return match_label(entry.label, self._book, task, target)
        except CodebookError as exc:
            raise _Wrong(Why.UNKNOWN_LABEL, str(exc)) from None

    def _is_one(self, answer: _Answer) -> bool:
        """Whether the labels go together; a label given twice counts once."""
        seen: dict[str, Entry] = {}
        for number, entry in list(answer.numbered.items()):
            if entry.label in seen:
                where = seen[entry.label].where
                self._fault(entry, Why.DOUBLE, f"the same judgement stands in {where}")
                del answer.numbered[number]
            seen.setdefault(entry.label, entry)
        question = answer.entries[0].question
        single = question != THEME or self._book.themes_per_article == "one"
        if len(seen) > 1 and single:
            detail = f"{answer.said} answer '{question}', which takes one"
            self._set_aside(answer, Why.SEVERAL_LABELS, detail)
            return False
        if len(seen) > 1 and question == THEME and NO_THEME in seen:
            detail = f"{answer.said} are given together; '{NO_THEME}' stands alone"
            self._set_aside(answer, Why.SEVERAL_LABELS, detail)
            return False
        return True

    def _agreed(self, key: Key, given: list[_Answer]) -> _Answer | None:
        """Return the one answer of a coder; if several differ none of them counts."""
        first, *more = given
        other = next((answer for answer in more if answer.labels != first.labels), None)
        if other is None:
            for answer in more:
                detail = f"the same judgement stands in {first.where}"
                self._set_aside(answer, Why.DOUBLE, detail)
            return first
        two_files = other.entries[0].file != first.entries[0].file
        why = Why.TWO_UNDER_ONE_NAME if two_files else Why.CONTRADICTION
        detail = (
            f"coder '{key[2]}' judged '{key[0]}' ({key[1]}) as {first.said} in {first.where} and "
            f"as {other.said} in {other.where}; "
        )
        detail += (
            "if they are two people, import the files apart with --coder"
            if two_files
            else "keep the answer that holds"
        )
        for answer in given:
            self._set_aside(answer, why, detail)
        return None

    def _set_aside(self, answer: _Answer, why: Why, detail: str) -> None:
        for entry in answer.entries:
            self._fault(entry, why, detail)

    def _fault(self, entry: Entry, why: Why, detail: str) -> None:
        self._aside.append(SetAside(why, detail, entry.file, entry.place, entry))


def _key(entry: Entry) -> Key:
    # Who adjudicates does not matter: an article has one answer in the end.
    coder = "" if entry.origin == "adjudicated" else entry.coder.strip()
    return entry.article_id.strip(), entry.question, coder, entry.origin


def existing_answers(judgments: Iterable[Judgment]) -> dict[Key, frozenset[str]]:
    """Return the labels that each person's earlier answers gave."""
    found: dict[Key, frozenset[str]] = {}
    for judgment in judgments:
        if judgment.origin in GOLD:
            key = key_of(judgment)
            found[key] = found.get(key, frozenset()) | {judgment.label}
    return found


def key_of(judgment: Judgment) -> Key:
    """Return who was asked what."""
    coder = "" if judgment.origin == "adjudicated" else judgment.coder
    return judgment.article_id, question_of(judgment), coder, judgment.origin
