"""Coders' sheets and tables of codings."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tenor.codebook import Codebook
from tenor.errors import InputError
from tenor.labeling.formats import Entry, Item, Naming, SetAside, ToCode, read, sheet, spreadsheet
from tenor.labeling.formats.spreadsheet import CELL, CUT

BOOK = Codebook.parse(
    """
version = "1"
[[themes]]
name = "economy"
[[themes]]
name = "=arts, old"
[[targets]]
name = "tax-law"
positions = ["for, firmly", "against"]
"""
)
KEY = BOOK.fingerprint
NASTY = "=cmd|' /C calc'!A0"
ARTICLE = ToCode(NASTY, "+1 for the mayor", "@all: text", KEY, 0.25, "The Paper", "2024-05-01")


def entries(items: list[Item]) -> list[tuple[str, str, str, str, str]]:
    return [
        (e.article_id, e.question, e.label, e.coder, e.place) for e in items if isinstance(e, Entry)
    ]


def aside(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(str(i.why), i.detail, i.place) for i in items if isinstance(i, SetAside)]


def workbook(path: Path, *rows: list[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_that_is_filled_in_comes_back_as_answers(tmp_path: Path, kind: str) -> None:
    """With the id exactly as it was, the coder, the codebook and nothing of the text."""
    path = tmp_path / f"ana.{kind}"
    path.write_bytes(sheet(kind, [ARTICLE, ARTICLE._replace(article_id="a2")], BOOK, "ana"))
    assert list(read(path)) == [None, None]
    answers = {"theme: =arts, old": "1", "theme: economy": "x", "stance: tax-law": "against"}
    if kind == "csv":
        import csv

        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        for name, value in answers.items():
            lines[1][lines[0].index(name)] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    else:
        book = load_workbook(path)
        page = book.worksheets[0]
        header = [cell.value for cell in page[1]]
        for name, value in answers.items():
            page.cell(2, header.index(name) + 1).value = value
        book.save(path)
    place = "line 2" if kind == "csv" else "row 2"
    items = list(read(path))
    assert entries(items) == [
        (NASTY, "theme", "economy", "ana", place),
        (NASTY, "theme", "=arts, old", "ana", place),
        (NASTY, "stance:tax-law", "against", "ana", place),
    ]
    assert [item.codebook for item in items if isinstance(item, Entry)] == [KEY] * 3
    assert items.count(None) == 1


def test_a_workbook_offers_what_may_be_answered() -> None:
    """Lists to choose from on a hidden page, since a rule could not hold a comma."""
    book = load_workbook(io.BytesIO(sheet("xlsx", [ARTICLE], BOOK, "ana")))
    page = book.worksheets[0]
    assert (book["lists"].sheet_state, page.freeze_panes) == ("hidden", "B2")
    rules = {str(rule.sqref): rule.formula1 for rule in page.data_validations.dataValidation}
    header = [cell.value for cell in page[1]]
    assert header[2:6] == ["theme: economy", "theme: =arts, old", "theme: none", "stance: tax-law"]
    assert rules == {
        "C2:C1048576": "lists!$A$1:$A$1",
        "D2:D1048576": "lists!$A$1:$A$1",
        "E2:E1048576": "lists!$A$1:$A$1",
        "F2:F1048576": "lists!$B$1:$B$2",
    }
    assert [cell.value for cell in book["lists"]["B"]] == ["for, firmly", "against"]


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    """In a workbook; CSV has it whole."""
    long = ARTICLE._replace(text="x" * 40_000, title="a\x0bb")
    page = load_workbook(io.BytesIO(sheet("xlsx", [long], BOOK, "ana"))).worksheets[0]
    header = [cell.value for cell in page[1]]
    text = page.cell(2, header.index("text") + 1).value
    assert text == "x" * CELL + CUT
    assert page.cell(2, header.index("title") + 1).value == "a b"
    assert b"x" * 40_000 in sheet("csv", [long], BOOK, "ana")


def test_what_a_spreadsheet_made_of_an_id_is_told(tmp_path: Path) -> None:
    """A date, a time, a formula; a number is the text that it shows."""
    path = workbook(
        tmp_path / "ana.xlsx",
        ["article_id", "themes", "coder"],
        [datetime(2021, 3, 4), "economy", "ana"],
        [date(2021, 3, 4), "economy", "ana"],
        [datetime(2021, 3, 4, 5, 6), "economy", "ana"],
        ["=1+1", "economy", "ana"],
        [7.0, "economy", "ana"],
    )
    items = list(read(path))
    told = "the spreadsheet made the article_id {}; format the column as text and put the id back"
    assert aside(items) == [
        ("changed_id", told.format("a date, '2021-03-04'") + " as it was", "row 2"),
        ("changed_id", told.format("a date, '2021-03-04'") + " as it was", "row 3"),
        ("changed_id", told.format("a date, '2021-03-04T05:06:00'") + " as it was", "row 4"),
        ("changed_id", told.format("a formula, '=1+1'") + " as it was", "row 5"),
    ]
    assert entries(items) == [("7", "theme", "economy", "ana", "row 6")]


def test_several_themes_in_a_cell_are_separated_by_semicolons(tmp_path: Path) -> None:
    """Columns may be named by the caller; blank rows are nothing, a short row is padded."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,Topic,coder\na1, economy ; none,ana\n,,\na2,economy\n")
    items = list(read(path, "auto", Naming({"": "ben"}, {"Topic": "theme"})))
    assert entries(items) == [
        ("a1", "theme", "economy", "ana", "line 2"),
        ("a1", "theme", "none", "ana", "line 2"),
        ("a2", "theme", "economy", "ben", "line 4"),
    ]


def test_what_is_neither_yes_nor_no_is_no_theme(tmp_path: Path) -> None:
    """The cell stands as a label, which no codebook has."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,theme: economy,theme: arts,coder\na1,maybe,YES,ana\na2,0,no,ana\n")
    items = list(read(path))
    assert [(e[0], e[2]) for e in entries(items)] == [("a1", "maybe"), ("a1", "arts")]
    assert items.count(None) == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_thousand_columns_are_one_sentence(tmp_path: Path, kind: str) -> None:
    """Before anything of the rows is read."""
    names: list[object] = ["article_id", *(f"c{i}" for i in range(9_999))]
    path = tmp_path / f"wide.{kind}"
    if kind == "csv":
        path.write_text(",".join(map(str, names)) + "\na1\n")
    else:
        workbook(path, names)
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert str(caught.value) == (
        f"codings '{path}' have 10,000 columns in row 1, more than the 2,000 that a sheet may "
        "have; keep those that hold codings"
    )


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"article_id,themes\n"])
def test_what_is_no_workbook_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    """Whatever its name says."""
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="are no workbook that can be read: "):
        list(read(path))


def test_a_workbook_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what its directory says, before it is unpacked."""
    path = workbook(tmp_path / "x.xlsx", ["article_id", "themes"])
    assert list(read(path)) == []
    monkeypatch.setattr(spreadsheet, "MOST_BYTES", 100)
    with pytest.raises(InputError, match=r"unpack to [\d,]+ bytes, more than are read"):
        list(read(path))
