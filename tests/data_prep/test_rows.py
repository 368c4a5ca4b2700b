"""What all the scripts do, and that codebooks and specs fit what they write."""

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
from tenor.models import Experiment

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
"""Name to script, folder, number of rows, and the column whose values are the themes."""


def test_parquet_output(tmp_path: Path) -> None:
    """An output that ends in .parquet is a Parquet table of the same rows."""
    source, output = tmp_path / "train.parquet", tmp_path / "made" / "rows.parquet"
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


def test_a_source_without_rows(tmp_path: Path) -> None:
    """A source that holds nothing of the corpus ends in one sentence and leaves no file."""
    source, output = tmp_path / "empty", tmp_path / "rows.jsonl"
    source.mkdir()
    done = subprocess.run(
        [sys.executable, SCRIPT, source, output], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        "no row was found; the first lines of this script say what SOURCE holds\n"
    )
    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("name", CORPORA)
def test_the_corpus_as_tables(run: Callable, dataset: Callable, name: str) -> None:
    """Each article has a row with its own id, and the codebook's themes are those found."""
    script, folder, number, themes = CORPORA[name]
    rows = run(script, dataset(folder))
    assert len({row["article_id"] for row in rows}) == number
    assert {row["part"] for row in rows} <= {"", "train", "validation", "test"}
    if themes:
        book = Codebook.load(ROOT / "experiments" / f"{name}.codebook.toml")
        cells = [row[themes] for row in rows]
        found = {label for cell in cells for label in ([cell] if isinstance(cell, str) else cell)}
        assert found == set(book.theme_names)


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
def test_specs_and_codebooks(spec: str, book: str, label: str) -> None:
    """Each spec loads, and its first lines name the codebook and the label that it needs."""
    path = ROOT / "experiments" / f"{spec}.toml"
    column = LabelColumn.parse(label, Codebook.load(path.with_name(f"{book}.codebook.toml")))
    assert Experiment.load(path).task == column.task
    text = path.read_text(encoding="utf-8")
    assert f"--codebook experiments/{book}.codebook.toml" in text
    assert f"--label {label}" in text
    assert f"tenor train experiments/{spec}.toml" in text
