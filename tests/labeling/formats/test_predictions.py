"""Predictions of models, which are no codings by people."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenor.errors import InputError
from tenor.labeling.formats import NameMap, read
from tenor.labeling.formats.predictions import prediction_column
from tenor.prediction.columns import COLUMN_TYPES, COLUMNS
from tenor.prediction.tables import parquet_schema
from tenor.prediction.writers import open_writer

from .examples import codings

MACHINE = NameMap({"": "our-model"}, origin="machine")
ROWS = [
    {
        "article_id": "a1",
        "source_path": "a1.txt",
        "themes": ["economy", "arts"],
        "theme_scores": {"economy": 0.9, "arts": 0.6},
        "stances": {"toll": "favor", "dam": "unknown"},
        "stance_scores": {"toll": {"favor": 0.7}, "dam": {}},
        "models": ["tenor-theme@champion"],
        "codebook": "0123456789ab",
    },
    {"article_id": "a2", "source_path": "a2.txt", "theme_scores": {"economy": 0.1}, "themes": []},
    {"article_id": "a3", "source_path": "a3.txt", "error": "no text"},
]


@pytest.fixture(params=["csv", "jsonl", "parquet"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The output of ``tenor predict`` in one of its formats."""
    path = tmp_path / f"labels.{request.param}"
    with open_writer(str(path), COLUMN_TYPES) as write:
        write([dict.fromkeys(COLUMNS) | row for row in ROWS])
    return path


def test_predictions_are_refused_as_codings_of_people(path: Path) -> None:
    """In one sentence with the option that imports them."""
    with pytest.raises(InputError) as caught:
        list(read(path, "auto", NameMap({"": "ana"})))
    assert str(caught.value) == (
        f"'{path}' holds predictions of a model (column 'theme_scores'), which are no codings by "
        "people; import them as a machine's, with --origin machine --coder NAME"
    )


def test_predictions_are_read_as_the_codings_of_a_machine(path: Path) -> None:
    """An article without a predicted theme has none; one that failed has no answer."""
    items = list(read(path, "auto", MACHINE))
    assert [(c.article_id, c.question, c.label) for c in codings(items)] == [
        ("a1", "theme", "economy"),
        ("a1", "theme", "arts"),
        ("a1", "stance:toll", "favor"),
        ("a2", "theme", "none"),
    ]
    assert {(c.coder, c.origin) for c in codings(items)} == {("our-model", "machine")}
    assert [c.codebook for c in codings(items)] == ["0123456789ab"] * 3 + [""]
    assert items.count(None) == 1


@pytest.mark.parametrize("column", ["theme_scores", "stances", "models", "source_path"])
def test_some_columns_of_the_output_are_enough(column: str, tmp_path: Path) -> None:
    """Also if the file is named after a person and has other columns of the user's."""
    path = tmp_path / "ana.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["article_id", "themes", "note", column], ["a", "b", "", "x"]])
    with pytest.raises(InputError, match=f"holds predictions of a model \\(column '{column}'\\)"):
        list(read(path, "auto", NameMap({"": "ana"})))
    records = tmp_path / "ana.jsonl"
    records.write_text(json.dumps({"article_id": "a", "themes": ["b"], column: "x"}))
    with pytest.raises(InputError, match="holds predictions of a model"):
        list(read(records))


def test_the_predictions_that_a_run_logs_are_no_codings_either() -> None:
    assert prediction_column(["article_id", "true_labels", "predicted_labels"])
    assert prediction_column(["article_id", "theme_score: economy"])
    assert not prediction_column(["article_id", "themes", "coder", "codebook", "note"])


def test_every_format_of_the_output_is_recognized() -> None:
    """The columns that are new in it must not make it look like a sheet."""
    assert prediction_column(parquet_schema(COLUMN_TYPES).names)


def test_another_parquet_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"article_id": ["a"], "themes": ["b"]}), path)
    with pytest.raises(InputError, match="are a Parquet table, which is read only if"):
        list(read(path))
