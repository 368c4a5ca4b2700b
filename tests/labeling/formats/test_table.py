"""Coders' sheets and tables of judgements."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tenor.codebook import Codebook
from tenor.errors import InputError
from tenor.labeling.formats import (
    FORMATS,
    ArticleToCode,
    Coding,
    Item,
    NameMap,
    RejectedCoding,
    read,
)
from tenor.labeling.formats.table import answer_columns, sheet
from tenor.labeling.formats.workbook import MAX_CELL_CHARACTERS, TRUNCATION_NOTE
from tenor.progress import logged_to_stderr

from .examples import codings, rejections
from .test_workbook import write_workbook

CODEBOOK = Codebook.parse(
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
HOSTILE_ID = "=cmd|' /C calc'!A0"
ARTICLE = ArticleToCode(
    HOSTILE_ID,
    "+1 for the mayor",
    "@all: text",
    CODEBOOK.fingerprint,
    0.25,
    "The Paper",
    "2024-05-01",
)


def answers(items: list[Item]) -> list[tuple[str, str, str, str, str]]:
    return [(c.article_id, c.question, c.label, c.coder, c.place) for c in codings(items)]


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_filled_sheet_is_read_as_answers(tmp_path: Path, name: str) -> None:
    """The article id is unchanged; coder and codebook come from the sheet."""
    path = tmp_path / f"ana.{name}"
    articles = [ARTICLE, ARTICLE._replace(article_id="a2")]
    path.write_bytes(FORMATS[name].sheet(articles, CODEBOOK, "ana"))
    assert list(read(path)) == [None, None]
    cells = {"theme: =arts, old": "1", "theme: economy": "x", "stance: tax-law": "against"}
    if name == "csv":
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        for column, value in cells.items():
            lines[1][lines[0].index(column)] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
    else:
        book = load_workbook(path)
        page = book.worksheets[0]
        header = [cell.value for cell in page[1]]
        for column, value in cells.items():
            page.cell(2, header.index(column) + 1).value = value
        book.save(path)
    items = list(read(path))
    assert answers(items) == [
        (HOSTILE_ID, "theme", "economy", "ana", "row 2, column 'theme: economy'"),
        (HOSTILE_ID, "theme", "=arts, old", "ana", "row 2, column 'theme: =arts, old'"),
        (HOSTILE_ID, "stance:tax-law", "against", "ana", "row 2, column 'stance: tax-law'"),
    ]
    # The sheet has a column for every theme.
    assert [coding.asked for coding in codings(items)] == ["economy; =arts, old"] * 2 + [""]
    assert {coding.codebook for coding in codings(items)} == {CODEBOOK.fingerprint}
    assert items.count(None) == 1


def test_a_workbook_offers_the_labels_of_each_column() -> None:
    book = load_workbook(io.BytesIO(sheet([ARTICLE], CODEBOOK, "ana", xlsx=True)))
    page = book.worksheets[0]
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


def test_a_long_text_is_truncated_with_a_note_in_a_workbook_only() -> None:
    article = ARTICLE._replace(text="x" * 40_000, title="a\x0bb")
    page = load_workbook(io.BytesIO(sheet([article], CODEBOOK, "ana", xlsx=True))).worksheets[0]
    header = [cell.value for cell in page[1]]
    text = page.cell(2, header.index("text") + 1).value
    assert text == "x" * MAX_CELL_CHARACTERS + TRUNCATION_NOTE
    assert page.cell(2, header.index("title") + 1).value == "a b"
    assert b"x" * 40_000 in sheet([article], CODEBOOK, "ana", xlsx=False)


@pytest.mark.parametrize(
    ("n_themes", "settings", "columns"),
    [
        (29, "", [f"theme: t{i}" for i in range(29)] + ["theme: none"]),
        (30, "", ["themes"]),
        (2, 'themes_per_article = "one"\n', ["themes"]),
    ],
)
def test_more_than_thirty_theme_columns_become_one(
    n_themes: int, settings: str, columns: list[str]
) -> None:
    """So do the themes of a codebook that allows one an article."""
    themes = "".join(f'[[themes]]\nname = "t{i}"\n' for i in range(n_themes))
    assert list(answer_columns(Codebook.parse(f'version = "1"\n{settings}{themes}'))) == columns


def test_an_article_id_that_the_spreadsheet_converted_is_rejected(tmp_path: Path) -> None:
    """A date, a time, a formula; a number is the text that it shows."""
    path = write_workbook(
        tmp_path / "ana.xlsx",
        ["article_id", "themes", "coder"],
        [datetime(2021, 3, 4), "economy", "ana"],
        [date(2021, 3, 4), "economy", "ana"],
        [datetime(2021, 3, 4, 5, 6), "economy", "ana"],
        ["=1+1", "economy", "ana"],
        [7.0, "economy", "ana"],
    )
    items = list(read(path))
    detail = (
        "the spreadsheet converted the article_id into {}; format the column as text and restore "
        "the id"
    )
    assert rejections(items) == [
        ("changed_id", detail.format("a date, '2021-03-04'"), "row 2"),
        ("changed_id", detail.format("a date, '2021-03-04'"), "row 3"),
        ("changed_id", detail.format("a date, '2021-03-04T05:06:00'"), "row 4"),
        ("changed_id", detail.format("a formula, '=1+1'"), "row 5"),
    ]
    assert answers(items) == [("7", "theme", "economy", "ana", "row 6, column 'themes'")]


def test_semicolons_separate_the_themes_of_a_cell(tmp_path: Path) -> None:
    """The caller can name the column; blank rows are skipped, and short rows are filled up."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,Topic,coder\na1, economy ; none,ana\n,,\na2,economy\n")
    items = list(read(path, "auto", NameMap({"": "ben"}, {"Topic": "theme"})))
    assert answers(items) == [
        ("a1", "theme", "economy", "ana", "row 2, column 'Topic'"),
        ("a1", "theme", "none", "ana", "row 2, column 'Topic'"),
        ("a2", "theme", "economy", "ben", "row 4, column 'Topic'"),
    ]


def test_a_cell_that_is_neither_yes_nor_no_is_rejected(tmp_path: Path) -> None:
    """Also if it names another theme; that of its column says yes."""
    path = tmp_path / "x.csv"
    path.write_text(
        "article_id,theme: economy,theme: arts,coder\na1,maybe,YES,ana\na2,0,,ana\n"
        "a3,arts,Arts,ana\n"
    )
    items = list(read(path))
    given = [item for item in items if isinstance(item, Coding)]
    assert [(c.article_id, c.label) for c in given] == [("a1", "arts"), ("a3", "arts")]
    rejected = [item for item in items if isinstance(item, RejectedCoding)]
    assert [(c.place, c.coding and c.coding.article_id, c.detail) for c in rejected] == [
        (
            f"row {row}, column 'theme: economy'",
            article_id,
            (
                f"'{cell}' says neither that the article has the theme (1, x, yes) nor that it "
                "has not (0, no, empty)"
            ),
        )
        for row, article_id, cell in ((2, "a1", "maybe"), (4, "a3", "arts"))
    ]
    assert items.count(None) == 1


def test_a_theme_has_one_column(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("article_id,theme: a,coder,Theme: A\na1,1,ana,0\n")
    with pytest.raises(InputError, match="have the column 'Theme: A' twice, of which each row may"):
        list(read(path))


def test_columns_that_are_not_read_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not those of the sheets that Tenor writes."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,theme: a,coder,note,Theme of day,,text\na1,1,ana,,2,3,4\n")
    with logged_to_stderr():
        assert len(list(read(path))) == 1
    assert capsys.readouterr().err == f"{path}: no answers are read from 'Theme of day'\n"


def test_a_no_to_every_theme_is_an_answer(tmp_path: Path) -> None:
    """An empty cell is none: the coder may not have come to it."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,theme: economy,theme: arts,coder\na1,0,no,ana\na2,,,ana\n")
    items = list(read(path))
    assert answers(items) == [("a1", "theme", "none", "ana", "row 2")]
    assert items.count(None) == 1


def test_a_theme_without_a_column_was_not_asked_about(tmp_path: Path) -> None:
    """Where other themes have columns; one column of themes asks about all of them."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,theme: arts,theme: none,coder\na1,1,,ana\n")
    assert [coding.asked for coding in codings(read(path))] == ["arts"]
    path.write_text("article_id,themes,coder\na1,arts,ana\n")
    assert [coding.asked for coding in codings(read(path))] == [""]


def test_the_csv_export_of_label_studio_names_coders_and_choices(tmp_path: Path) -> None:
    """Several choices are JSON in a cell; also as TSV, and with another name of the control."""
    path = tmp_path / "x.csv"
    header = "article_id,text,topic,id,annotator,annotation_id,created_at,lead_time"
    path.write_text(
        f'{header}\na1,x,"{{""choices"": [""arts"", ""economy""]}}",1,kim@uni.example,10,2025,1\n'
        "a2,x,economy,2,7,20,2025,2\n"
    )
    names = NameMap({"7": "lee"}, {"topic": "theme"})
    expected = [
        ("a1", "theme", "arts", "kim@uni.example", "row 2"),
        ("a1", "theme", "economy", "kim@uni.example", "row 2"),
        ("a2", "theme", "economy", "lee", "row 3"),
    ]
    assert answers(list(read(path, "auto", names))) == expected
    rows = list(csv.reader(path.read_text().splitlines()))
    path = tmp_path / "x.tsv"
    with path.open("w", newline="") as file:
        csv.writer(file, delimiter="\t").writerows(rows)
    assert answers(list(read(path, "auto", names))) == expected


def test_the_rows_of_a_long_table_form_one_annotation(tmp_path: Path) -> None:
    """Two themes of one article are one answer there, and two answers in a sheet."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,task,label,coder\na1,theme,economy,ana\na1,theme,arts,ana\n")
    assert {item.annotation_id for item in read(path) if isinstance(item, Coding)} == {""}
    path.write_text("article_id,themes,coder\na1,economy,ana\na1,arts,ana\n")
    assert {item.annotation_id for item in read(path) if isinstance(item, Coding)} == {
        "row 2",
        "row 3",
    }


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("id,themes", "have no column 'article_id'; its columns: id, themes"),
        (
            "article_id,label,coder",
            "have no column 'task'; its columns: article_id, label, coder",
        ),
        (
            "article_id,note",
            (
                "have no column of answers ('themes', 'theme: NAME' or 'stance: TARGET'); name one "
                "with --question COLUMN=theme"
            ),
        ),
    ],
)
def test_a_table_without_a_needed_column_is_an_error(
    tmp_path: Path, header: str, message: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(f"{header}\n")
    with pytest.raises(InputError) as caught:
        list(read(path))
    assert str(caught.value) == f"codings '{path}' {message}"
