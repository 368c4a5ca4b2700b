"""Sheets for adjudication: the questions that coders disagree on, with a column for decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tenor.articles.readers.cells import split_cell
from tenor.codebook import Codebook
from tenor.labeling.disagreements import Disagreement
from tenor.labeling.formats.annotation import Texts
from tenor.labeling.formats.coding import THEME_QUESTION, Item, RejectedCoding
from tenor.labeling.formats.questions import questions
from tenor.labeling.formats.spreadsheet import check_columns, csv_bytes, read_sheet
from tenor.labeling.formats.workbook import xlsx_bytes


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
    for disagreement in disagreements:
        article_id, question = disagreement.article_id, disagreement.task.question
        answers = disagreement.answers
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
