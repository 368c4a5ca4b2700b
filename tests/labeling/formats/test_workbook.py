"""Workbooks: cells as text, choices, and files that are not workbooks."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tenor.errors import InputError, OutputError
from tenor.labeling.formats import workbook
from tenor.labeling.formats.workbook import (
    MAX_CELL_CHARACTERS,
    TRUNCATION_NOTE,
    ConvertedCell,
    read_workbook,
    xlsx_bytes,
)


def write_workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_cell_that_the_spreadsheet_converted_names_its_kind(tmp_path: Path) -> None:
    """Dates, times and formulas; numbers and booleans are the text that they show."""
    path = write_workbook(
        tmp_path / "x.xlsx",
        [datetime(2021, 3, 4), date(2021, 3, 4), datetime(2021, 3, 4, 5, 6), "=1+1"],
        [7.0, True, "'=text", None],
    )
    [(_, converted), (_, plain)] = read_workbook(path)
    assert [(cell, cell.kind) for cell in converted if isinstance(cell, ConvertedCell)] == [
        ("2021-03-04", "a date"),
        ("2021-03-04", "a date"),
        ("2021-03-04T05:06:00", "a date"),
        ("=1+1", "a formula"),
    ]
    assert plain == ["7", "1", "=text"]


def test_columns_offer_their_choices_from_a_hidden_sheet() -> None:
    """A validation rule could not hold a value with a comma."""
    data = xlsx_bytes(
        ["id", "a", "b", "c"],
        [["1", "", "", ""]],
        choices={"a": ("1",), "b": ("for, firmly", "against"), "c": ("1",)},
    )
    book = load_workbook(io.BytesIO(data))
    page = book.worksheets[0]
    assert (book["lists"].sheet_state, page.freeze_panes) == ("hidden", "B2")
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    assert rules == {
        "B2:B1048576": "lists!$A$1:$A$1",
        "C2:C1048576": "lists!$B$1:$B$2",
        "D2:D1048576": "lists!$A$1:$A$1",
    }
    assert [cell.value for cell in book["lists"]["B"]] == ["for, firmly", "against"]


def test_only_read_only_columns_are_truncated() -> None:
    """A column that is imported again must not change."""
    data = xlsx_bytes(["id", "text"], [["1", "a\x0bb" + "x" * 40_000]], read_only=["text"])
    page = load_workbook(io.BytesIO(data)).worksheets[0]
    text = page.cell(2, 2).value
    assert text == ("a b" + "x" * 40_000)[:MAX_CELL_CHARACTERS] + TRUNCATION_NOTE
    with pytest.raises(OutputError) as caught:
        xlsx_bytes(["id"], [["a\x0bb"]])
    assert str(caught.value) == "a cell of a workbook cannot hold 'a\\x0bb'; choose --format csv"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"article_id,themes\n"])
def test_a_file_that_is_not_a_workbook_is_an_error(tmp_path: Path, content: bytes) -> None:
    """The file's name does not matter."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="are not a readable workbook: "):
        list(read_workbook(path))


def test_a_row_beyond_the_last_of_a_sheet_is_an_error(tmp_path: Path) -> None:
    """At once, although the reader would make all rows before it."""
    path = write_workbook(tmp_path / "x.xlsx", ["article_id", "themes"])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    row = b'<row r="2000000000"><c r="A2000000000" t="inlineStr"><is><t>x</t></is></c></row>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", row + b"</sheetData>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match="have a row beyond 1,048,576, the last that a sheet has"):
        list(read_workbook(path))


def test_a_workbook_that_unpacks_to_too_many_bytes_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size comes from the archive's directory, before anything is unpacked."""
    path = write_workbook(tmp_path / "x.xlsx", ["article_id", "themes"])
    assert list(read_workbook(path)) == [(1, ["article_id", "themes"])]
    monkeypatch.setattr(workbook, "MAX_BYTES", 100)
    with pytest.raises(InputError, match=r"unpack to [\d,]+ bytes, more than the maximum of 100;"):
        list(read_workbook(path))
