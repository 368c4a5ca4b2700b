"""Tables of codings: long tables with one judgement a row, and sheets with one article a row.

A long table has the columns ``article_id, task, target, label, coder, origin,
codebook, at``. A sheet has ``article_id, coder, codebook, at`` and columns for
the answers: ``theme: NAME`` for each theme (1 where it applies), or one column
``themes`` with themes separated by semicolons; and ``stance: TARGET`` for each
target. Themes without a column, where others have one, were not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles.readers.cells import split_cell
from tenor.codebook import NO_THEME, THEMES, Codebook
from tenor.codebook.fields import fold_name
from tenor.errors import InputError
from tenor.labeling.formats import label_studio
from tenor.labeling.formats.annotation import ArticleToCode, Texts
from tenor.labeling.formats.coding import (
    THEME_QUESTION,
    Coding,
    Item,
    NameMap,
    RejectedCoding,
    RejectionReason,
)
from tenor.labeling.formats.predictions import check_origin, prediction_column
from tenor.labeling.formats.predictions import parse as parse_prediction
from tenor.labeling.formats.records import RecordParser, decode_cells
from tenor.labeling.formats.spreadsheet import SheetRow, check_columns, csv_bytes, read_sheet
from tenor.labeling.formats.workbook import xlsx_bytes
from tenor.labeling.judgment import Judgment, codable_labels
from tenor.present import shorten
from tenor.progress import print_note

LONG_COLUMNS = (
    "article_id",
    "task",
    "target",
    "label",
    "coder",
    "origin",
    "codebook",
    "at",
    "asked",
)
MAX_THEME_COLUMNS = 30
"""The maximum number of theme columns, ``none`` included; one column holds more themes."""
_READ_ONLY_COLUMNS = ("title", "text", "outlet", "published")
_KNOWN = frozenset((*_READ_ONLY_COLUMNS, *LONG_COLUMNS, "note", "inclusion_probability", ""))
"""The columns of Tenor's own sheets and tables that are not answers."""
MAX_NAMES = 5
"""The maximum number of unread columns that a note names."""
_YES = frozenset({"1", "x", "y", "yes", "true", "1.0", "wahr", "vrai", "✓", "✔"})
_NO = frozenset({"", "0", "0.0", "n", "no", "false", "falsch", "faux"})
_THEME_COLUMN = re.compile(r"theme:\s*(.+)", re.IGNORECASE | re.DOTALL)


class _AnswerColumn(NamedTuple):
    """The question that a column answers; ``theme`` if its cells answer yes or no to one theme."""

    question: str
    theme: str = ""


class _Answer(NamedTuple):
    """A label that a row gives as the answer to a question, with the place of its cell.

    ``fault`` says why it is none.
    """

    question: str
    label: str
    place: str
    fault: str = ""


def read(path: Path, names: NameMap) -> Iterator[Item]:
    """Yield the codings of a long table or a sheet, CSV or XLSX.

    Raises
    ------
    InputError
        If the file cannot be read, or has neither the columns of a long table nor of a sheet.
    """
    header, rows = read_sheet(path)
    if column := prediction_column(header):
        check_origin(path, column, names)
        yield from _parse_rows(rows, parse_prediction, names)
        return
    if label_studio.is_table(header):
        yield from _parse_rows(rows, label_studio.parse, names)
        return
    is_long = "label" in header and ("task" in header or "coder" in header)
    needed = ("article_id", "task", "coder") if is_long else ("article_id",)
    check_columns(path, header, needed, f"its columns: {', '.join(header[:20]) or 'none'}")
    columns = {} if is_long else _answer_columns(header, names)
    if not is_long and not columns:
        raise InputError(
            f"codings '{path}' have no column of answers ('themes', 'theme: NAME' or "
            "'stance: TARGET'); name one with --question COLUMN=theme"
        )
    seen: set[str] = set()
    for i, (_, theme) in columns.items():
        if theme and fold_name(theme) in seen:
            raise InputError(
                f"codings '{path}' have the column '{shorten(header[i])}' twice, of which each row "
                "may say another thing; remove one"
            )
        seen.add(fold_name(theme))
    asked = _asked(columns.values())
    unread = [name for i, name in enumerate(header) if i not in columns and name not in _KNOWN]
    if unread and not is_long:
        more = f" and {len(unread) - MAX_NAMES} more" if len(unread) > MAX_NAMES else ""
        names_of_them = ", ".join(f"'{shorten(name)}'" for name in unread[:MAX_NAMES])
        print_note(f"{path}: no answers are read from {names_of_them}{more}")
    for row in rows:
        if isinstance(row, RejectedCoding):
            yield row
        elif is_long:
            yield from _codings(row, [_long_answer(row, names)], names, annotation_id="")
        else:
            answers = _wide_answers(row, header, columns)
            place = row.location.place
            yield from _codings(row, answers, names, annotation_id=place, asked=asked)


def _parse_rows(
    rows: Iterable[SheetRow | RejectedCoding], parse: RecordParser, names: NameMap
) -> Iterator[Item]:
    for row in rows:
        if isinstance(row, RejectedCoding):
            yield row
        else:
            yield from parse(decode_cells(row.by_name), row.location, names)


def _codings(
    row: SheetRow,
    answers: Sequence[_Answer],
    names: NameMap,
    annotation_id: str,
    asked: str = "",
) -> Iterator[Item]:
    cells = row.by_name
    if not answers:
        yield None
    for question, label, place, fault in answers:
        coding = Coding(
            row.location.file,
            place,
            annotation_id=annotation_id,
            article_id=cells["article_id"],
            question=question,
            label=label,
            coder=names.coder(cells.get("coder", "")),
            origin=cells.get("origin", "").strip(),
            codebook=cells.get("codebook", "").strip(),
            at=cells.get("at", "").strip(),
            asked=(asked or cells.get("asked", "").strip()) if question == THEME_QUESTION else "",
            title=cells.get("title", "").strip(),
        )
        yield coding.reject(RejectionReason.UNKNOWN_LABEL, fault) if fault else coding


def _long_answer(row: SheetRow, names: NameMap) -> _Answer:
    cells = row.by_name
    kind, target = cells["task"].strip(), cells.get("target", "").strip()
    question = f"stance:{target}" if kind == "stance" else names.question(kind)
    return _Answer(question, cells["label"].strip(), row.location.place)


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
    row: SheetRow, header: Sequence[str], columns: Mapping[int, _AnswerColumn]
) -> list[_Answer]:
    answers = []
    rejected_themes = []
    for i, (question, theme) in columns.items():
        cell, place = row.cells[i].strip(), f"{row.location.place}, column '{header[i]}'"
        if theme:
            if cell.casefold() in _YES or fold_name(cell) == fold_name(theme):
                answers.append(_Answer(THEME_QUESTION, theme, place))
            elif cell.casefold() not in _NO:
                fault = (
                    f"'{shorten(cell)}' says neither that the article has the theme (1, x, yes) "
                    "nor that it has not (0, no, empty)"
                )
                answers.append(_Answer(THEME_QUESTION, cell, place, fault))
            elif fold_name(theme) != NO_THEME:
                rejected_themes.append(bool(cell))
        elif question == THEME_QUESTION:
            answers += [_Answer(THEME_QUESTION, label, place) for label in split_cell(cell)]
        elif cell:
            answers.append(_Answer(question, cell, place))
    if (
        rejected_themes
        and all(rejected_themes)
        and not any(answer.question == THEME_QUESTION for answer in answers)
    ):
        # A 'no' for every theme is an answer; an empty cell is none.
        answers.append(_Answer(THEME_QUESTION, NO_THEME, row.location.place))
    return answers


def _asked(columns: Iterable[_AnswerColumn]) -> str:
    """Return the themes with columns of their own, unless one column holds all themes."""
    columns = list(columns)
    if any(column.question == THEME_QUESTION and not column.theme for column in columns):
        return ""
    themes = [column.theme for column in columns if column.theme]
    return "; ".join(theme for theme in themes if fold_name(theme) != NO_THEME)


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
    elif len(codebook.themes) >= MAX_THEME_COLUMNS:
        columns["themes"] = ()
    elif codebook.themes:
        for name in (*codebook.theme_names, NO_THEME):
            columns[f"theme: {name}"] = ("1",)
    for target in codebook.targets:
        columns[f"stance: {target.name}"] = target.positions
    return columns


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
    articles, answers = list(articles), answer_columns(codebook)
    # Columns of single themes show what a sheet asks about; one column of all themes does not.
    is_partial = "themes" in answers and any(article.asked for article in articles)
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
        *(["asked"] if is_partial else []),
        "inclusion_probability",
    ]
    rows = []
    for article in articles:
        values = article._asdict()
        cells = {name: "" if value is None else str(value) for name, value in values.items()}
        cells["coder"] = coder
        rows.append([cells.get(name, "") for name in header])
    if not xlsx:
        return csv_bytes(header, rows, bom=True)
    choices = {name: values for name, values in answers.items() if values}
    return xlsx_bytes(header, rows, choices=choices, read_only=_READ_ONLY_COLUMNS)
