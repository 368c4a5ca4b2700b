"""Tables of codings: long tables with one judgement a row, and sheets with one article a row.

A long table has the columns ``article_id, task, target, label, coder, origin,
codebook, at``. A sheet has ``article_id, coder, codebook, at`` and columns for
the answers: ``theme: NAME`` for each theme (1 where it applies), or one column
``themes`` with themes separated by semicolons; and ``stance: TARGET`` for each
target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles.readers.cells import split_cell
from tenor.codebook import NO_THEME, THEMES, Codebook
from tenor.errors import InputError
from tenor.labeling.formats.annotation import ArticleToCode, Texts
from tenor.labeling.formats.coding import THEME_QUESTION, Coding, Item, NameMap, RejectedCoding
from tenor.labeling.formats.spreadsheet import SheetRow, check_columns, csv_bytes, read_sheet
from tenor.labeling.formats.workbook import xlsx_bytes
from tenor.labeling.judgment import Judgment, codable_labels

LONG_COLUMNS = ("article_id", "task", "target", "label", "coder", "origin", "codebook", "at")
MAX_THEME_COLUMNS = 30
"""The maximum number of theme columns, ``none`` included; one column holds more themes."""
_READ_ONLY_COLUMNS = ("title", "text", "outlet", "published")
_YES = frozenset({"1", "x", "y", "yes", "true", "wahr", "vrai", "✓", "✔"})
_NO = frozenset({"", "0", "n", "no", "false", "falsch", "faux"})
_THEME_COLUMN = re.compile(r"theme:\s*(.+)", re.IGNORECASE | re.DOTALL)


class _AnswerColumn(NamedTuple):
    """The question that a column answers; ``theme`` if its cells answer yes or no to one theme."""

    question: str
    theme: str = ""


def read(path: Path, names: NameMap) -> Iterator[Item]:
    """Yield the codings of a long table or a sheet, CSV or XLSX.

    Raises
    ------
    InputError
        If the file cannot be read, or has neither the columns of a long table nor of a sheet.
    """
    header, rows = read_sheet(path)
    is_long = "label" in header and ("task" in header or "coder" in header)
    needed = ("article_id", "task", "coder") if is_long else ("article_id",)
    check_columns(path, header, needed, f"its columns: {', '.join(header[:20]) or 'none'}")
    columns = {} if is_long else _answer_columns(header, names)
    if not is_long and not columns:
        raise InputError(
            f"codings '{path}' have no column of answers ('themes', 'theme: NAME' or "
            "'stance: TARGET'); name one with --question COLUMN=theme"
        )
    for row in rows:
        if isinstance(row, RejectedCoding):
            yield row
        elif is_long:
            yield from _codings(row, [_long_answer(row.by_name, names)], names, annotation_id="")
        else:
            answers = _wide_answers(row.cells, columns)
            yield from _codings(row, answers, names, annotation_id=row.location.place)


def _codings(
    row: SheetRow, answers: Sequence[tuple[str, str]], names: NameMap, annotation_id: str
) -> Iterator[Item]:
    cells = row.by_name
    if not answers:
        yield None
    for question, label in answers:
        yield Coding(
            *row.location,
            annotation_id=annotation_id,
            article_id=cells["article_id"],
            question=question,
            label=label,
            coder=names.coder(cells.get("coder", "")),
            origin=cells.get("origin", "").strip() or "coder",
            codebook=cells.get("codebook", "").strip(),
            at=cells.get("at", "").strip(),
        )


def _long_answer(cells: Mapping[str, str], names: NameMap) -> tuple[str, str]:
    kind, target = cells["task"].strip(), cells.get("target", "").strip()
    question = f"stance:{target}" if kind == "stance" else names.question(kind)
    return question, cells["label"].strip()


def _answer_columns(header: Sequence[str], names: NameMap) -> dict[int, _AnswerColumn]:
    """Return the columns of answers by their position; a header may occur twice."""
    columns = {}
    for i, name in enumerate(header):
        theme = _THEME_COLUMN.fullmatch(name)
        question = names.question(name)
        if theme is not None and name not in names.questions:
            columns[i] = _AnswerColumn(THEME_QUESTION, theme[1])
        elif question == THEME_QUESTION or question.startswith("stance:"):
            columns[i] = _AnswerColumn(question)
    return columns


def _wide_answers(
    cells: Sequence[str], columns: Mapping[int, _AnswerColumn]
) -> list[tuple[str, str]]:
    answers = []
    for i, (question, theme) in columns.items():
        cell = cells[i].strip()
        if theme:
            if cell.casefold() not in _NO:
                # Any other text becomes a label, so that the check rejects it.
                answers.append((THEME_QUESTION, theme if cell.casefold() in _YES else cell))
        elif question == THEME_QUESTION:
            answers += [(THEME_QUESTION, label) for label in split_cell(cell)]
        elif cell:
            answers.append((question, cell))
    return answers


def export(judgments: Iterable[Judgment], texts: Texts, *, xlsx: bool) -> bytes:
    """Return judgements as a long table, which contains no texts."""
    rows = (tuple(judgment._asdict()[name] for name in LONG_COLUMNS) for judgment in judgments)
    return xlsx_bytes(LONG_COLUMNS, rows) if xlsx else csv_bytes(LONG_COLUMNS, rows)


def answer_columns(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """Return the answer columns of a sheet, and the values that the cells of each offer."""
    single_label = THEMES.single_label(codebook)
    columns: dict[str, tuple[str, ...]] = {}
    if codebook.themes and single_label:
        columns["themes"] = codable_labels(THEMES, codebook)
    elif codebook.themes and not _needs_column_per_theme(codebook):
        columns["themes"] = ()
    elif codebook.themes:
        for name in (*codebook.theme_names, NO_THEME):
            columns[f"theme: {name}"] = ("1",)
    for target in codebook.targets:
        columns[f"stance: {target.name}"] = target.positions
    return columns


def _needs_column_per_theme(codebook: Codebook) -> bool:
    # A separator in the name of a theme would split it in a cell of several themes.
    ambiguous = any(split_cell(name) != [name] for name in codebook.theme_names)
    return ambiguous or len(codebook.themes) < MAX_THEME_COLUMNS


def sheet(
    articles: Iterable[ArticleToCode], codebook: Codebook, coder: str, *, xlsx: bool
) -> bytes:
    """Return a sheet for a coder to fill in.

    Parameters
    ----------
    articles
        The articles, one a row.
    codebook
        The codebook, whose questions are columns.
    coder
        The name of the coder.
    xlsx
        Whether to write a workbook, whose cells offer the labels, rather than CSV.
    """
    answers = answer_columns(codebook)
    header = [
        "article_id",
        "title",
        *answers,
        "at",
        "note",
        "text",
        "outlet",
        "published",
        "coder",
        "codebook",
        "inclusion_probability",
    ]
    rows = []
    for article in articles:
        cells = {name: str(value) for name, value in article._asdict().items()} | {"coder": coder}
        rows.append([cells.get(name, "") for name in header])
    if not xlsx:
        return csv_bytes(header, rows, bom=True)
    choices = {name: values for name, values in answers.items() if values}
    return xlsx_bytes(header, rows, choices=choices, read_only=_READ_ONLY_COLUMNS)
