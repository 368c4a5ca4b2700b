"""The files of shares."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tenor.codebook import THEMES
from tenor.errors import OutputError
from tenor.evaluation import Interval
from tenor.evaluation.shares import Estimate, ShareDifference
from tenor.workflow.shares.files import (
    DIFFERENCE_COLUMNS,
    SHARE_COLUMNS,
    check_files,
    write_tables,
)
from tenor.workflow.shares.result import DifferenceRow, Group, ShareRow, TaskShares

RAW = Estimate(0.25, Interval(0.2, 0.3), 400, 400.0)
HAND = Estimate(0.2, Interval(0.1, 0.3), 60, 60.0)
CORRECTED = Estimate(0.22, Interval(0.15, 0.29), 60, 150.5)


def example(outlet: str = "=1+1") -> TaskShares:
    """Return the shares of a theme in all articles and two outlets, one without codings."""
    rows = (
        ShareRow("war", Group(), 400, 390, RAW, HAND, CORRECTED, 20),
        ShareRow("war", Group(outlet), 100, 90, RAW, None, None, 90),
        ShareRow("war", Group("wire"), 300, 300, RAW, HAND, CORRECTED, 0),
    )
    difference = ShareDifference("a", "b", 0.1, Interval(-0.02, 0.2))
    differences = (DifferenceRow("war", Group(outlet), Group("wire"), False, difference),)
    return TaskShares(
        THEMES, "articles", ("outlet",), 0.05, "", rows, differences, None, "Methods.", ("a note",)
    )


def test_csv_has_a_row_for_each_share_and_a_second_file_of_differences(tmp_path: Path) -> None:
    output = tmp_path / "shares.csv"
    paths = write_tables([example()], output, force=False)
    assert [path.name for path in paths] == ["shares.csv", "shares.differences.csv"]
    with output.open(encoding="utf-8", newline="") as stream:
        first, second, _ = csv.DictReader(stream)
    assert list(first) == list(SHARE_COLUMNS)
    assert (first["task"], first["outlet"], first["counts"]) == ("theme", "", "articles")
    assert (first["corrected"], first["corrected_low"], first["effective_n"]) == (
        "0.22",
        "0.15",
        "150.5",
    )
    # A spreadsheet must not run the name of an outlet.
    assert (second["outlet"], second["corrected"], second["n_coded"]) == ("'=1+1", "", "0")
    [difference] = csv.DictReader(paths[1].read_text(encoding="utf-8").splitlines())
    assert list(difference) == list(DIFFERENCE_COLUMNS)
    assert (difference["kind"], difference["difference_low"]) == ("outlets", "-0.02")


def test_a_workbook_has_a_sheet_of_each(tmp_path: Path) -> None:
    output = tmp_path / "shares.xlsx"
    assert write_tables([example()], output, force=False) == [output]
    workbook = load_workbook(output)
    assert workbook.sheetnames == ["shares", "differences"]
    rows = list(workbook["shares"].values)
    assert rows[0] == tuple(SHARE_COLUMNS)
    assert rows[1][rows[0].index("corrected")] == 0.22
    assert rows[2][rows[0].index("outlet")] == "'=1+1"
    assert rows[2][rows[0].index("corrected")] is None


def test_json_has_tables_methods_and_notes(tmp_path: Path) -> None:
    output = tmp_path / "shares.json"
    write_tables([example()], output, force=False)
    data = json.loads(output.read_text(encoding="utf-8"))
    assert data["shares"][1]["outlet"] == "=1+1"
    assert data["shares"][1]["corrected"] is None
    assert data["differences"][0]["difference"] == 0.1
    assert data["methods"] == {"theme": "Methods."}
    assert data["notes"] == {"theme": ["a note"]}


@pytest.mark.parametrize("extension", ["sav", "dta"])
def test_statistics_programs_get_the_meaning_of_each_column(tmp_path: Path, extension: str) -> None:
    import pyreadstat

    output = tmp_path / f"shares.{extension}"
    paths = write_tables([example("Überland")], output, force=False)
    assert paths[1].name == f"shares.differences.{extension}"
    read = pyreadstat.read_sav if extension == "sav" else pyreadstat.read_dta
    table, meta = read(str(output))
    assert list(table.columns) == list(SHARE_COLUMNS)
    assert table["outlet"].tolist() == ["", "Überland", "wire"]
    assert table["corrected"].tolist()[::2] == [0.22, 0.22]
    assert table["corrected"].isna().tolist() == [False, True, False]
    assert meta.column_names_to_labels["n_stories"] == "their duplicate groups"
    differences, _ = read(str(paths[1]))
    assert differences["second_outlet"].tolist() == ["wire"]


def test_files_are_checked_before_anything_is_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutputError, match=r"must end in \.csv or \.xlsx or \.json or"):
        check_files(tmp_path / "shares.doc", None, None, force=False)
    with pytest.raises(OutputError, match=r"must end in \.svg or \.png"):
        check_files(None, tmp_path / "shares.gif", None, force=False)
    (tmp_path / "shares.differences.csv").touch()
    with pytest.raises(OutputError, match=r"shares.differences.csv' exists already"):
        check_files(tmp_path / "shares.csv", None, None, force=False)
    check_files(tmp_path / "shares.csv", None, None, force=True)
    (tmp_path / "methods.txt").touch()
    with pytest.raises(OutputError, match=r"methods.txt' exists already"):
        check_files(None, None, tmp_path / "methods.txt", force=False)
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(OutputError, match=r"'shares.sav' needs pyreadstat; install it with: pip"):
        check_files(tmp_path / "shares.sav", None, None, force=False)
