"""data/prep/allsides.py converts the Article-Bias-Prediction corpus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ARTICLE = {
    "topic": "trade",
    "source": "The Harbor Post - News",
    "bias": 2,
    "url": "https://www.harborpost.example/a",
    "title": "Tariff on rope",
    "date": "2018-01-08",
    "authors": "Ann Lee, Bo Roe",
    "content": "Rope costs more .",
    "content_original": "Rope costs more.\n\nSailors pay.",
    "source_url": "www.harborpost.example",
    "bias_text": "right",
    "ID": "a1",
}
ROW = {
    "article_id": "a1",
    "title": "Tariff on rope",
    "text": "Rope costs more.\n\nSailors pay.",
    "outlet": "The Harbor Post - News",
    "site": "harborpost.example",
    "byline": "Ann Lee, Bo Roe",
    "published": "2018-01-08",
    "url": "https://www.harborpost.example/a",
    "part": "validation",
    "topic": "trade",
    "bias_text": "right",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles in the publisher's layout; no split file lists the second."""
    data = tmp_path / "data"
    for folder in ("jsons", "splits/random", "splits/media"):
        (data / folder).mkdir(parents=True)
    (data / "jsons" / "a1.json").write_text(json.dumps(ARTICLE), encoding="utf-8")
    undated = ARTICLE | {"ID": "a2", "date": "", "authors": ""}
    (data / "jsons" / "a2.json").write_text(json.dumps(undated), encoding="utf-8")
    (data / "splits/random/train.tsv").write_text("ID\tbias\nzz\t0\n")
    (data / "splits/random/valid.tsv").write_text("ID\tbias\na1\t2\n")
    (data / "splits/media/test.tsv").write_text("ID\tbias\na1\t2\n")
    return data


def test_each_json_file_is_a_row_with_the_part_of_its_id(run: Callable, folder: Path) -> None:
    """Values that the publisher does not give are empty."""
    second = ROW | {"article_id": "a2", "published": "", "byline": "", "part": ""}
    assert run("allsides.py", folder) == [ROW, second]


def test_option_split_selects_the_split_files(run: Callable, folder: Path) -> None:
    """SOURCE may be the folder data or the folder data/jsons."""
    parts = [row["part"] for row in run("allsides.py", folder / "jsons", "--split", "media")]
    assert parts == ["test", ""]


def test_part_is_empty_without_split_files(run: Callable, folder: Path) -> None:
    (folder / "splits").rename(folder.parent / "elsewhere")
    assert [row["part"] for row in run("allsides.py", folder)] == ["", ""]


def test_option_split_selects_the_split_column_of_a_table(run: Callable, tmp_path: Path) -> None:
    """A Parquet table gives the same row as the JSON file."""
    splits = {"split_random": "valid", "split_domain": None}
    pq.write_table(pa.Table.from_pylist([ARTICLE | splits]), tmp_path / "articles.parquet")
    assert run("allsides.py", tmp_path) == [ROW]
    assert run("allsides.py", tmp_path, "--split", "domain") == [ROW | {"part": ""}]
