"""Sheets for adjudication: the questions that coders disagree on, with a column for decisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles.readers.cells import split_cell
from tenor.codebook import Codebook
from tenor.labeling.formats.annotation import Texts
from tenor.labeling.formats.coding import THEME_QUESTION, Item, RejectedCoding
from tenor.labeling.formats.questions import questions
from tenor.labeling.formats.spreadsheet import check_columns, csv_bytes, read_sheet
from tenor.labeling.formats.workbook import xlsx_bytes
from tenor.labeling.judgment import Judgment


class Disagreement(NamedTuple):
    """A question about an article that coders disagree on, with the labels of each coder."""

    article_id: str
    question: str
    answers: dict[str, tuple[str, ...]]


def find_disagreements(judgments: Iterable[Judgment]) -> list[Disagreement]:
    """Return the disagreements without an adjudicated answer, sorted by article and question."""
    labels: dict[tuple[str, str], dict[str, set[str]]] = {}
    adjudicated = set()
    for judgment in judgments:
        key = judgment.article_id, judgment.question
        if judgment.origin == "adjudicated":
            adjudicated.add(key)
        elif judgment.origin == "coder":
            labels.setdefault(key, {}).setdefault(judgment.coder, set()).add(judgment.label)
    return [
        Disagreement(*key, {coder: tuple(sorted(names)) for coder, names in by_coder.items()})
        for key, by_coder in sorted(labels.items())
        if key not in adjudicated and len(set(map(frozenset, by_coder.values()))) > 1
    ]


def disagreement_sheet(
    disagreements: Sequence[Disagreement], codebook: Codebook, texts: Texts, *, xlsx: bool
) -> bytes:
    """Return disagreements as a sheet, one row for each question about an article.

    Parameters
    ----------
    disagreements
        The disagreements, one a row.
    codebook
        The codebook, whose labels the sheet lists.
    texts
        Title and text of each article.
    xlsx
        Whether to write a workbook rather than CSV.
    """
    coders = sorted({coder for row in disagreements for coder in row.answers})
    header = [
        "article_id",
        "question",
        *(f"coder: {coder}" for coder in coders),
        "decision",
        "at",
        "note",
        "choices",
        "title",
        "text",
        "codebook",
    ]
    choices = {question.name: "; ".join(question.labels) for question in questions(codebook)}
    rows = []
    for article_id, question, answers in disagreements:
        title, text = texts.get(article_id, ("", ""))
        rows.append(
            [
                article_id,
                question,
                *("; ".join(answers.get(coder, ())) for coder in coders),
                "",
                "",
                "",
                choices.get(question, ""),
                title,
                text,
                codebook.fingerprint,
            ]
        )
    if xlsx:
        return xlsx_bytes(header, rows, read_only=("title", "text", "choices"))
    return csv_bytes(header, rows, bom=True)


def read_decisions(path: Path, adjudicator: str, at: str) -> Iterator[Item]:
    """Yield the decisions of a filled sheet as codings of origin ``adjudicated``.

    Semicolons separate the themes of a decision.

    Parameters
    ----------
    path
        The sheet.
    adjudicator
        The person who decided.
    at
        The time of decisions whose row has no time.

    Raises
    ------
    InputError
        If the sheet cannot be read or lacks a column.
    """
    header, rows = read_sheet(path)
    hint = "fill in the sheet that 'tenor adjudicate CORPUS --output SHEET' writes"
    check_columns(path, header, ("article_id", "question", "decision"), hint)
    for row in rows:
        if isinstance(row, RejectedCoding):
            yield row
            continue
        cells = row.by_name
        question = cells["question"].strip()
        labels = _labels(cells["decision"].strip(), question)
        if not labels:
            yield None
        for label in labels:
            yield row.location.coding(
                article_id=cells["article_id"],
                question=question,
                label=label,
                coder=adjudicator,
                origin="adjudicated",
                codebook=cells.get("codebook", "").strip(),
                at=cells.get("at", "").strip() or at,
            )


def _labels(decision: str, question: str) -> list[str]:
    if question != THEME_QUESTION:
        return [decision] if decision else []
    return split_cell(decision)
