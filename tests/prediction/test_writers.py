"""Writing labelled articles."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tenor.errors import OutputError
from tenor.prediction.columns import COLUMN_TYPES, COLUMNS
from tenor.prediction.writers import check_destination, open_writer

ROW = {
    "article_id": "a1",
    "source_path": "in/a1.txt",
    "title": "A dam",
    "outlet": "Post",
    "published": datetime.date(2024, 3, 1),
    "themes": ["economy", "transport"],
    "theme_scores": {"economy": 0.9, "transport": 0.7},
    "stances": {"dam": "favor", "toll": "against"},
    "stance_scores": {"dam": {"favor": 0.8, "against": 0.2}},
    "models": ["m"],
    "model_fingerprints": ["f"],
    "codebook": "c",
    "cleaning": "news-2",
    "tenor_version": "1",
    "error": None,
}
EMPTY = dict.fromkeys(COLUMNS) | {"article_id": "", "models": [], "error": "empty: nothing in it"}


def _write(path: Path, *rows: dict[str, object]) -> None:
    with open_writer(str(path), COLUMN_TYPES) as write:
        write(rows)


def test_a_csv_has_lists_and_stances_in_readable_form(tmp_path: Path) -> None:
    _write(tmp_path / "x.csv", ROW, EMPTY)
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert first["themes"] == "economy; transport"
    assert first["stances"] == "dam=favor; toll=against"
    assert json.loads(first["theme_scores"]) == {"economy": 0.9, "transport": 0.7}
    assert first["published"] == "2024-03-01"
    assert second["error"] == "empty: nothing in it"
    assert second["themes"] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_formulas_are_escaped_in_a_csv(tmp_path: Path, start: str) -> None:
    _write(tmp_path / "x.csv", ROW | {"title": f"{start}HYPERLINK(1)", "outlet": f"{start}1"})
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["title"] == f"'{start}HYPERLINK(1)"
    assert row["outlet"] == f"'{start}1"


def test_a_carriage_return_does_not_break_a_row(tmp_path: Path) -> None:
    _write(tmp_path / "x.csv", ROW | {"title": "A dam\ron the Orle"})
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["title"] == "A dam on the Orle"


def test_json_lines_keep_the_types_of_values(tmp_path: Path) -> None:
    _write(tmp_path / "x.jsonl", ROW, EMPTY)
    first, second = map(json.loads, (tmp_path / "x.jsonl").read_text("utf-8").splitlines())
    assert first == ROW | {"published": "2024-03-01"}
    assert second["themes"] is None


def test_parquet_keeps_the_types_of_values(tmp_path: Path) -> None:
    _write(tmp_path / "x.parquet", ROW, EMPTY)
    first, second = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert first["published"] == datetime.date(2024, 3, 1)
    assert first["themes"] == ["economy", "transport"]
    assert dict(first["stances"]) == {"dam": "favor", "toll": "against"}
    assert {k: dict(v) for k, v in first["stance_scores"]} == ROW["stance_scores"]
    assert second["themes"] is None


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "sqlite", "xlsx"])
def test_an_output_appears_complete_or_not_at_all(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    with pytest.raises(RuntimeError), open_writer(str(path), COLUMN_TYPES) as write:
        write([ROW])
        assert not path.exists()
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("x.xls", "must end in .jsonl, .csv, .parquet, .sqlite, .xlsx, or be '-'"),
        ("missing/x.csv", "does not exist; make it first"),
        ("there.csv", "exists already"),
        ("folder.csv", "is a folder"),
    ],
)
def test_an_output_that_cannot_be_written_raises_beforehand(
    tmp_path: Path, name: str, fault: str
) -> None:
    (tmp_path / "there.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OutputError, match=fault):
        check_destination(str(tmp_path / name))
    with pytest.raises(OutputError, match=fault), open_writer(str(tmp_path / name), COLUMN_TYPES):
        pass


def test_an_existing_file_is_replaced_with_force(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("old")
    with open_writer(str(path), COLUMN_TYPES, force=True) as write:
        write([ROW])
    assert json.loads(path.read_text("utf-8"))["article_id"] == "a1"


def test_standard_output_gets_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    check_destination("-")
    with open_writer("-", COLUMN_TYPES) as write:
        write([ROW, EMPTY])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["article_id"], second["error"]) == ("a1", "empty: nothing in it")


def test_an_error_while_writing_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    fault = pytest.raises(OutputError, match=r"x\.csv' cannot be written: no space")
    with fault, open_writer(str(path), COLUMN_TYPES):
        raise OSError("no space")
    assert list(tmp_path.iterdir()) == []
