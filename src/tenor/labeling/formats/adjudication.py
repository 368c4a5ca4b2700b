"""Sheets for adjudication: where coders differ, what each said, and an empty decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles.decoding import Refusal
from tenor.codebook import Codebook
from tenor.errors import CodebookError, InputError
from tenor.labeling.formats.entry import (
    THEME,
    Entry,
    Item,
    SetAside,
    Texts,
    Why,
    question_of,
    questions,
)
from tenor.labeling.formats.records import dump
from tenor.labeling.formats.spreadsheet import Changed, csv_bytes, read_rows, xlsx_bytes
from tenor.labeling.judgment import Judgment, match_label

_NEEDED = ("article_id", "question", "decision")


class Disagreement(NamedTuple):
    """A question about an article that coders answer in different ways."""

    article_id: str
    question: str
    said: dict[str, tuple[str, ...]]


def disagreements(judgments: Iterable[Judgment]) -> list[Disagreement]:
    """Return where coders differ and nobody has adjudicated, by article and question."""
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    settled = set()
    for judgment in judgments:
        asked = judgment.article_id, question_of(judgment)
        if judgment.origin == "adjudicated":
            settled.add(asked)
        elif judgment.origin == "coder":
            said.setdefault(asked, {}).setdefault(judgment.coder, []).append(judgment.label)
    return [
        Disagreement(*asked, {who: tuple(sorted(set(labels))) for who, labels in answers.items()})
        for asked, answers in sorted(said.items())
        if asked not in settled and len({frozenset(labels) for labels in answers.values()}) > 1
    ]


def sheet(found: Sequence[Disagreement], book: Codebook, texts: Texts, *, xlsx: bool) -> bytes:
    """Return disagreements as a sheet to decide on, one question about one article a row."""
    coders = sorted({who for one in found for who in one.said})
    says = [f"coder: {who}" for who in coders]
    header = ["article_id", "question", *says, "decision", "at", "note", "choices", "title", "text",
              "codebook"]  # fmt: skip
    offered = {question: "; ".join(labels) for question, labels in questions(book)}
    rows = []
    for one in found:
        title, text = texts.get(one.article_id, ("", ""))
        said = ["; ".join(one.said.get(who, ())) for who in coders]
        rows.append([one.article_id, one.question, *said, "", "", "",
                     offered.get(one.question, ""), title, text, book.fingerprint])  # fmt: skip
    if xlsx:
        return xlsx_bytes(header, rows, free=("title", "text", "choices"))
    return csv_bytes(header, rows, mark=True)


def read_decisions(path: Path, book: Codebook, by: str, at: str) -> Iterator[Item]:
    """Yield the decisions of a filled sheet as adjudicated entries.

    Several themes are separated by semicolons. ``at`` is the time of decisions
    whose row tells none.

    Raises
    ------
    InputError
        If the sheet cannot be read or lacks a column.
    """
    rows = read_rows(path)
    _, header = next(rows, (1, []))
    names = [] if isinstance(header, Refusal) else [name.strip() for name in header]
    missing = next((name for name in _NEEDED if name not in names), "")
    if missing:
        raise InputError(
            f"decisions '{path}' lack the column '{missing}'; fill in the sheet that "
            "'tenor adjudicate CORPUS --output SHEET' writes"
        )
    for number, cells in rows:
        place = f"row {number}"
        if isinstance(cells, Refusal):
            yield SetAside(Why.BAD_RECORD, cells.detail, str(path), place)
            continue
        row = dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=False))
        article_id = row["article_id"]
        if isinstance(article_id, Changed):
            raw = dump(cells)
            yield SetAside(Why.CHANGED_ID, article_id.told, str(path), place, raw=raw)
            continue
        question, decision = row["question"].strip(), row["decision"].strip()
        if not decision:
            yield None
        for label in _labels(decision, question, book):
            yield Entry(
                str(path), place, number, article_id, question, label, by, "adjudicated",
                row.get("codebook", "").strip(), row.get("at", "").strip() or at,
            )  # fmt: skip


def _labels(decision: str, question: str, book: Codebook) -> list[str]:
    if question != THEME:
        return [decision] if decision else []
    try:
        # A theme's own name may hold a semicolon.
        return [match_label(decision, book, THEME, "")]
    except CodebookError:
        return [label for part in re.split(r"[;|]", decision) if (label := part.strip())]
