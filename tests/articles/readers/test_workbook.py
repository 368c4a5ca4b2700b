"""Workbooks as tables."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tenor.articles.article import Rejection, UnreadableInput
from tenor.articles.readers.tables import TableReader
from tenor.articles.readers.workbook import read_sheets


def workbook(*sheets: list[list[object]]) -> io.BufferedReader:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for i, rows in enumerate(sheets):
        sheet = book.create_sheet(f"s{i}")
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return io.BufferedReader(io.BytesIO(stream.getvalue()))  # type: ignore[arg-type]


def test_the_first_sheet_with_a_text_column_is_read_below_its_header() -> None:
    notes = [["About"], ["made by hand"]]
    table = [
        ["Export of 2024"],
        [],
        ["id", "text", "date"],
        [7, "x", "2024-03-05"],
        [None],
        [8, "y"],
    ]
    rows = list(TableReader("a.xlsx", {}, [], 10_000).read_xlsx(workbook(notes, table)))
    assert not any(isinstance(row, Rejection) for row in rows)
    assert [(row["article_id"], row["text"]) for row in rows] == [("7", "x"), ("8", "y")]


def test_a_workbook_without_a_text_column_names_its_columns() -> None:
    with pytest.raises(UnreadableInput, match="its columns: id, words"):
        list(TableReader("a.xlsx", {}, [], 10_000).read_xlsx(workbook([["id", "words"], [1, "x"]])))


def test_other_files_are_no_workbooks() -> None:
    stream = io.BufferedReader(io.BytesIO(b"id,text"))  # type: ignore[arg-type]
    with pytest.raises(UnreadableInput, match="not an XLSX file"):
        list(read_sheets(stream, 1000))
