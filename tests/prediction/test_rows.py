"""The rows of labelled articles, with the columns that are asked for."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from tenor.articles import CLEANING, Article, Reason, Rejection
from tenor.errors import InputError, OutputError
from tenor.models import Model
from tenor.prediction import tables as tables_module
from tenor.prediction.bulk import predict
from tenor.prediction.columns import RowOptions, column_types
from tenor.prediction.rows import label_rows

from ..conftest import Project

FERRY = Article(article_id="f", title="Ferry", text="The ferry and the trams run again, on time.")
NOTHING = Article(article_id="n", title="", text="Zzz.")
BROKEN = Rejection("x.txt", Reason.EMPTY, "it is empty")


def rows_of(models: dict[str, Model], *items: Article | Rejection, **options: Any) -> list[Any]:
    return [row for row, _ in label_rows(items, models, RowOptions(**options))]


@pytest.fixture
def all_models(project: Project) -> dict[str, Model]:
    """The theme model and both stance models of the sample."""
    return {trained.model.name: trained.model for trained in (project.themes, *project.stances)}


def test_a_row_names_what_its_labels_come_from(models: dict[str, Model]) -> None:
    [row] = rows_of(models, FERRY)
    model = models["themes"]
    assert row["models"] == ["themes"]
    assert row["model_fingerprints"] == [model.fingerprint]
    assert len(model.fingerprint) == 64
    assert (row["codebook"], row["cleaning"]) == (model.codebook.fingerprint, CLEANING)
    assert row["tenor_version"]


def test_scores_are_those_of_all_labels_of_given_ones_or_none(models: dict[str, Model]) -> None:
    [everything, _] = rows_of(models, FERRY, NOTHING)
    [top, top_of_none] = rows_of(models, FERRY, NOTHING, scores="top")
    [none, _] = rows_of(models, FERRY, NOTHING, scores="none")
    assert set(everything["theme_scores"]) == set(models["themes"].labels)
    assert everything["themes"] == ["transport"]
    assert top["theme_scores"] == {"transport": everything["theme_scores"]["transport"]}
    assert top_of_none["themes"] == []
    assert len(top_of_none["theme_scores"]) == 1
    assert "theme_scores" not in none


def test_a_wide_row_has_a_column_for_each_theme_and_target(all_models: dict[str, Model]) -> None:
    dam = Article(article_id="d", text="The dam on the Orle is a mistake, and it should go.")
    [ferry, of_dam, broken] = rows_of(all_models, FERRY, dam, BROKEN, wide=True)
    [plain, plain_dam] = rows_of(all_models, FERRY, dam)
    assert (ferry["theme.transport"], ferry["theme.health"]) == (True, False)
    assert ferry["theme.transport.score"] == plain["theme_scores"]["transport"]
    assert ferry["stance.orle-dam"] is None
    position = plain_dam["stances"]["orle-dam"]
    assert of_dam["stance.orle-dam"] == position
    assert of_dam["stance.orle-dam.score"] == plain_dam["stance_scores"]["orle-dam"][position]
    assert (broken["theme.transport"], broken["error"]) == (None, "empty: it is empty")
    assert not {"themes", "theme_scores", "stances", "stance_scores"} & set(ferry)
    assert list(ferry) == list(column_types(all_models, RowOptions(wide=True)))


def test_only_articles_with_a_label_are_written(all_models: dict[str, Model]) -> None:
    assert rows_of(all_models, FERRY, NOTHING, BROKEN, only=("transport",))[1:] == [None, None]
    assert rows_of(all_models, FERRY, only=("transport",))[0]["article_id"] == "f"
    assert rows_of(all_models, FERRY, only=("orle-dam=favor", "health")) == [None]
    with pytest.raises(InputError, match=r"'transprt' is not a label .* did you mean 'transport'"):
        rows_of(all_models, FERRY, only=("transprt",))


def test_an_explanation_has_the_terms_that_contributed_most(all_models: dict[str, Model]) -> None:
    [row, nothing] = rows_of(all_models, FERRY, NOTHING, explain=3)
    assert list(row["explanation"]) == ["transport"]
    terms = row["explanation"]["transport"]
    assert len(terms) == 3
    assert "ferry" in terms
    assert nothing["explanation"] == {}
    assert "explanation" not in rows_of(all_models, FERRY)[0]


@pytest.mark.parametrize("ending", ["csv", "parquet", "sqlite", "xlsx"])
def test_wide_tables_have_typed_columns(
    models: dict[str, Model], tmp_path: Path, ending: str
) -> None:
    (tmp_path / "a.txt").write_text(f"{FERRY.title}\n\n{FERRY.text}\n")
    path = tmp_path / f"out.{ending}"
    predict(tmp_path / "a.txt", models, str(path), options=RowOptions(wide=True))
    [row] = read(path)
    assert row["article_id"] == "a.txt"
    assert [row["theme.transport"], row["theme.health"]] in ([True, False], ["1", "0"], [1, 0])
    assert 0.5 < float(row["theme.transport.score"]) <= 1
    if ending != "csv":
        assert isinstance(row["theme.transport.score"], float)


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    if path.suffix == ".parquet":
        found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return found
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM labels")]
    header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_lists_and_scores_are_json_in_sqlite_and_formulas_are_no_formulas_in_a_workbook(
    models: dict[str, Model], tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"id": "=1+1", "title": "=HYPERLINK(1)", "text": FERRY.text}) + "\n"
    )
    for ending in ("sqlite", "xlsx"):
        predict(tmp_path / "a.jsonl", models, str(tmp_path / f"out.{ending}"))
    [row] = read(tmp_path / "out.sqlite")
    assert json.loads(row["themes"]) == ["transport"]
    assert set(json.loads(row["theme_scores"])) == set(models["themes"].labels)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [sheet["A2"].data_type, sheet["A2"].value] == ["s", "'=1+1"]


def test_a_sheet_with_too_many_rows_is_refused(
    models: dict[str, Model], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "MAX_SHEET_ROWS", 2)
    (tmp_path / "a.jsonl").write_text('{"text": "Rain fell."}\n' * 3)
    with pytest.raises(OutputError, match=r"more than 2 rows, the most that a sheet can have"):
        predict(tmp_path / "a.jsonl", models, str(tmp_path / "out.xlsx"))
    assert not (tmp_path / "out.xlsx").exists()
