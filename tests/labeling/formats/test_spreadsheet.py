"""Rows of CSV and XLSX sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.errors import InputError
from tenor.labeling.formats import RejectedCoding
from tenor.labeling.formats.spreadsheet import SheetRow, check_columns, csv_bytes, read_sheet

from .test_workbook import write_workbook


def test_rows_are_as_long_as_the_header_and_blank_rows_are_skipped(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("article_id, themes ,coder\na1,economy\n,,\na2,,ana\n")
    header, rows = read_sheet(path)
    assert header == ["article_id", "themes", "coder"]
    first, second = rows
    assert isinstance(first, SheetRow)
    assert isinstance(second, SheetRow)
    assert first.by_name == {"article_id": "a1", "themes": "economy", "coder": ""}
    assert second.cells == ["a2", "", "ana"]
    assert (first.location.place, second.location.place) == ("row 2", "row 4")


def test_a_row_with_more_cells_than_the_header_is_rejected(tmp_path: Path) -> None:
    """Empty cells do not count."""
    path = tmp_path / "x.csv"
    path.write_text("article_id,themes\na1,economy,\na2,economy,sport\n")
    _, rows = read_sheet(path)
    good, bad = rows
    assert not isinstance(good, RejectedCoding)
    assert isinstance(bad, RejectedCoding)
    assert (bad.detail, bad.place, bad.raw) == (
        "the row has 3 cells, and the header has 2",
        "row 3",
        '["a2", "economy", "sport"]',
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_with_ten_thousand_columns_is_an_error(tmp_path: Path, ending: str) -> None:
    """The error comes before any row is read."""
    names: list[object] = ["article_id", *(f"c{i}" for i in range(9_999))]
    path = tmp_path / f"wide.{ending}"
    if ending == "csv":
        path.write_text(",".join(map(str, names)) + "\na1\n")
    else:
        write_workbook(path, names)
    with pytest.raises(InputError) as caught:
        read_sheet(path)
    assert str(caught.value) == (
        f"codings '{path}' have 10,000 columns in row 1, more than the maximum of 2,000; keep the "
        "columns that hold codings"
    )


def test_a_missing_column_is_named_with_the_next_step() -> None:
    with pytest.raises(InputError) as caught:
        check_columns(Path("x.csv"), ["article_id"], ["article_id", "decision"], "add it")
    assert str(caught.value) == "codings 'x.csv' have no column 'decision'; add it"


def test_csv_for_spreadsheets_begins_with_a_byte_order_mark() -> None:
    assert csv_bytes(["a"], [["=1"]]) == b"a\r\n'=1\r\n"
    assert csv_bytes(["a"], [["=1"]], bom=True) == b"\xef\xbb\xbfa\r\n'=1\r\n"
