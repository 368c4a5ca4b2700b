"""Behaviour common to all scripts, and the codebooks and specs that use their output."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tenor.codebook import Codebook
from tenor.labeling import LabelColumn
from tenor.models.spec import Experiment

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "data" / "prep" / "semeval2016.py"
TWEET = {"id": "t", "body": "No", "target": "atheism", "stance": "against", "split": "train"}

CORPORA = {
    "allsides": ("allsides.py", "allsides", 28507, "topic"),
    "fnc1": ("fnc1.py", "fnc1", 49972, ""),
    "newsgroups": ("newsgroups.py", "newsgroups20", 11314, "group"),
    "reuters": ("reuters.py", "reuters21578", 7770, "topics"),
    "semeval2016": ("semeval2016.py", "semeval2016", 2914, ""),
}
"""Corpus name to script, folder, number of rows, and the column that holds the themes."""


def test_output_ending_in_parquet_is_a_parquet_table(tmp_path: Path) -> None:
    source, output = tmp_path / "train.parquet", tmp_path / "output" / "rows.parquet"
    pq.write_table(pa.Table.from_pylist([TWEET]), source)
    subprocess.run([sys.executable, SCRIPT, source, output], check=True, capture_output=True)
    assert pq.read_table(output).to_pylist() == [
        {
            "article_id": "t",
            "text": "No",
            "part": "train",
            "target": "atheism",
            "stance": "against",
        }
    ]


def test_a_source_without_rows_exits_with_an_error_and_no_output(tmp_path: Path) -> None:
    source, output = tmp_path / "empty", tmp_path / "rows.jsonl"
    source.mkdir()
    process = subprocess.run(
        [sys.executable, SCRIPT, source, output], capture_output=True, text=True, check=False
    )
    assert process.returncode == 1
    assert process.stderr == ("no rows found; --help lists the files that SOURCE must contain\n")
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("name", CORPORA)
def test_each_article_is_a_row_and_the_codebook_has_all_themes(
    run: Callable, dataset: Callable, name: str
) -> None:
    script, folder, n_rows, theme_column = CORPORA[name]
    rows = run(script, dataset(folder))
    assert len({row["article_id"] for row in rows}) == n_rows
    assert {row["part"] for row in rows} <= {"", "train", "validation", "test"}
    if theme_column:
        book = Codebook.load(ROOT / "experiments" / f"{name}.codebook.toml")
        cells = [row[theme_column] for row in rows]
        themes = {name for cell in cells for name in ([cell] if isinstance(cell, str) else cell)}
        assert themes == set(book.theme_names)


@pytest.mark.parametrize(
    ("spec", "book", "label"),
    [
        ("allsides-leaning", "allsides", "stance:leaning=bias_text"),
        ("allsides-media", "allsides", "stance:leaning=bias_text"),
        ("allsides-publisher", "allsides", "stance:leaning=bias_text"),
        ("allsides-topic", "allsides", "theme=topic"),
        ("newsgroups", "newsgroups", "theme=group"),
        ("reuters-topics", "reuters", "theme=topics"),
        ("semeval2016", "semeval2016", "stance:@target=stance"),
    ],
)
def test_the_header_of_each_spec_shows_its_commands(spec: str, book: str, label: str) -> None:
    """The spec loads, and the commands use its codebook and its label column."""
    path = ROOT / "experiments" / f"{spec}.toml"
    column = LabelColumn.parse(label, Codebook.load(path.with_name(f"{book}.codebook.toml")))
    # A column of targets, as in stance:@target, belongs to no single task.
    assert Experiment.load(path).task == (column.task.kind if column.task else "stance")
    text = path.read_text(encoding="utf-8")
    assert f"--codebook experiments/{book}.codebook.toml" in text
    assert f"--label {label}" in text
    assert f"tenor train experiments/{spec}.toml" in text
