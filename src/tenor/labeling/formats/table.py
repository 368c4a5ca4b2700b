"""Tables of codings: one judgement a row, or a coder's sheet with an article a row.

The long form has ``article_id, task, target, label, coder, origin, codebook,
at``. A sheet has ``article_id, coder, codebook, at`` and the answers: a column
``theme: NAME`` for each theme (1 where it holds), or one column ``themes`` with
themes separated by semicolons; and a column ``stance: TARGET`` for each target.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tenor.articles.decoding import Refusal
from tenor.codebook import NO_THEME, Codebook
from tenor.errors import InputError
from tenor.labeling.formats.entry import (
    THEME,
    Coding,
    Entry,
    Item,
    Naming,
    SetAside,
    ToCode,
    Why,
    codings,
)
from tenor.labeling.formats.records import dump
from tenor.labeling.formats.spreadsheet import (
    Changed,
    csv_bytes,
    is_workbook,
    read_rows,
    xlsx_bytes,
)
from tenor.labeling.judgment import Judgment

LONG = ("article_id", "task", "target", "label", "coder", "origin", "codebook", "at")
MOST_THEME_COLUMNS = 30
"""A codebook with more themes has them in one column."""
_ABOUT = ("article_id", "coder", "origin", "codebook", "at")
_READ_ONLY = ("title", "text", "outlet", "published")
_YES = frozenset({"1", "x", "y", "yes", "true", "wahr", "vrai", "✓", "✔"})
_NO = frozenset({"", "0", "n", "no", "false", "falsch", "faux"})


class _Column(NamedTuple):
    question: str
    theme: str = ""


def read(path: Path, naming: Naming) -> Iterator[Item]:
    """Yield the entries of a CSV or XLSX table of either form.

    Raises
    ------
    InputError
        If the table cannot be read or has neither form.
    """
    rows = read_rows(path)
    _, header = next(rows, (1, []))
    if isinstance(header, Refusal):
        raise InputError(f"codings '{path}' cannot be read: {header.detail}")
    names = [name.strip() for name in header]
    missing = "article_id" if "article_id" not in names else ""
    long = "label" in names and ("task" in names or "coder" in names)
    if long:
        missing = next((name for name in ("article_id", "task", "coder") if name not in names), "")
    if missing:
        have = ", ".join(names[:20]) or "none"
        raise InputError(f"codings '{path}' lack the column '{missing}'; columns there: {have}")
    columns = {} if long else _columns(names, naming)
    if not long and not columns:
        raise InputError(
            f"codings '{path}' have no column of answers ('themes', 'theme: NAME' or "
            "'stance: TARGET'); name one with --question COLUMN=theme"
        )
    spot = "row" if is_workbook(path) else "line"
    for number, cells in rows:
        place = f"{spot} {number}"
        if isinstance(cells, Refusal):
            yield SetAside(Why.BAD_RECORD, cells.detail, str(path), place)
            continue
        if len(cells) > len(names) and any(cells[len(names) :]):
            detail = f"it has {len(cells)} cells where the header has {len(names)}"
            yield SetAside(Why.BAD_RECORD, detail, str(path), place, raw=dump(cells))
            continue
        cells += [""] * (len(names) - len(cells))
        row = dict(zip(names, cells, strict=False))
        article_id = row["article_id"]
        if isinstance(article_id, Changed):
            raw = dump(cells)
            yield SetAside(Why.CHANGED_ID, article_id.told, str(path), place, raw=raw)
            continue
        found = _long_row(row, naming) if long else _wide_row(dict(enumerate(cells)), columns)
        about = {name: row.get(name, "").strip() for name in _ABOUT[1:]}
        about["origin"] = about["origin"] or "coder"
        about["coder"] = naming.coder(row.get("coder", ""))
        if not found:
            yield None
        for question, label in found:
            yield Entry(str(path), place, 0 if long else number, article_id,
                        question, label, **about)  # fmt: skip


def _long_row(row: Mapping[str, str], naming: Naming) -> list[tuple[str, str]]:
    task, target = row["task"].strip(), row.get("target", "").strip()
    question = f"stance:{target}" if task == "stance" else naming.question(task)
    return [(question, row["label"].strip())]


def _columns(names: Sequence[str], naming: Naming) -> dict[int, _Column]:
    found = {}
    for i, name in enumerate(names):
        theme = re.fullmatch(r"theme:\s*(.+)", name, re.IGNORECASE | re.DOTALL)
        question = naming.question(name)
        if theme is not None and name not in naming.questions:
            found[i] = _Column(THEME, theme[1])
        elif question == THEME or question.startswith("stance:"):
            found[i] = _Column(question)
    return found


def _wide_row(cells: Mapping[int, str], columns: Mapping[int, _Column]) -> list[tuple[str, str]]:
    found = []
    for i, (question, theme) in columns.items():
        cell = cells[i].strip()
        if theme:
            if cell.casefold() not in _NO:
                found.append((THEME, theme if cell.casefold() in _YES else cell))
        elif question == THEME:
            found += [(THEME, label) for part in re.split(r"[;|]", cell) if (label := part.strip())]
        elif cell:
            found.append((question, cell))
    return found


def _long(judgments: Iterable[Judgment]) -> Iterator[tuple[str, ...]]:
    for judgment in judgments:
        about = judgment._asdict()
        yield tuple(about[name] for name in LONG)


def export_csv(judgments: Iterable[Judgment]) -> bytes:
    """Return judgements as CSV, one a row."""
    return csv_bytes(LONG, _long(judgments))


def export_xlsx(judgments: Iterable[Judgment]) -> bytes:
    """Return judgements as a workbook, one a row."""
    return xlsx_bytes(LONG, _long(judgments))


def sheet_rows(book: Codebook) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """Return the columns of answers of a sheet, and the values that each offers."""
    offered: dict[str, tuple[str, ...]] = {}
    one = book.themes_per_article == "one"
    spread = len(book.themes) < MOST_THEME_COLUMNS and not one
    if any(re.search(r"[;|]", name) for name in book.theme_names):
        spread = not one
    names = []
    if book.themes and spread:
        names = [f"theme: {name}" for name in (*book.theme_names, NO_THEME)]
        offered |= dict.fromkeys(names, ("1",))
    elif book.themes:
        names = ["themes"]
        if one:
            offered["themes"] = book.labels("theme")
    for target in book.targets:
        names.append(f"stance: {target.name}")
        offered[names[-1]] = target.positions
    return names, offered


def sheet(articles: Iterable[ToCode], book: Codebook, coder: str, *, xlsx: bool) -> bytes:
    """Return a sheet for a coder to fill in."""
    answers, offered = sheet_rows(book)
    header = ["article_id", "title", *answers, "at", "note", "text", "outlet", "published",
              "coder", "codebook", "inclusion_probability"]  # fmt: skip
    rows = []
    for article in articles:
        about = {name: str(value) for name, value in article._asdict().items()}
        about |= {"coder": coder}
        rows.append([about.get(name, "") for name in header])
    return _bytes(header, rows, offered, xlsx=xlsx)


def filled(judgments: Iterable[Judgment], book: Codebook, *, xlsx: bool) -> bytes:
    """Return judgements as a filled sheet, one article and coder a row."""
    answers, offered = sheet_rows(book)
    header = [*_ABOUT, *answers]
    rows = [_filled_row(coding, answers) for coding in codings(judgments)]
    return _bytes(header, rows, offered, xlsx=xlsx)


def _filled_row(coding: Coding, answers: Sequence[str]) -> list[str]:
    row = [coding.article_id, coding.coder, coding.origin, coding.codebook, coding.at]
    themes = coding.answers.get(THEME, ())
    for name in answers:
        kind, _, what = name.partition(": ")
        if kind == "theme":
            row.append("1" if what in themes else "")
        elif kind == "themes":
            row.append("; ".join(themes))
        else:
            row.append("; ".join(coding.answers.get(f"stance:{what}", ())))
    return row


def _bytes(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    offered: Mapping[str, tuple[str, ...]],
    *,
    xlsx: bool,
) -> bytes:
    if xlsx:
        return xlsx_bytes(header, rows, lists=offered, free=_READ_ONLY)
    return csv_bytes(header, rows, mark=True)
