"""Reading the labels that bulk labelling wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tenor.errors import InputError
from tenor.prediction.columns import COLUMN_TYPES, ColumnType
from tenor.prediction.tables import TABLES
from tenor.prediction.writers import open_writer
from tenor.prediction.written_labels import WrittenLabel, read_written_labels

from .test_writers import ROW as WRITTEN_ROW

ROW = WRITTEN_ROW | {
    "themes": ["economy", "=transport"],
    "theme_scores": {"economy": 0.9, "=transport": 0.7},
    "stances": {"dam": "favor", "toll": "unknown"},
    "model_fingerprints": ["f", "g"],
}
NOTHING = ROW | {"article_id": "a2", "themes": [], "stances": {}, "stance_scores": {}}
REJECTED = dict.fromkeys(COLUMN_TYPES) | {"article_id": "", "error": "empty: nothing in it"}
LONG = {"decision": {"economy": "auto", "=transport": "review", "dam=favor": "auto"}}
TYPES: dict[str, ColumnType] = {**COLUMN_TYPES}
WIDE_TYPES: dict[str, ColumnType] = {
    "article_id": "text",
    "theme.economy": "flag",
    "theme.economy.score": "number",
    "theme.economy.decision": "text",
    "theme.sport": "flag",
    "theme.sport.score": "number",
    "theme.sport.decision": "text",
    "stance.dam": "text",
    "stance.dam.score": "number",
    "stance.dam.decision": "text",
    "models": "list",
    "model_fingerprints": "list",
    "codebook": "text",
}
WIDE = {
    "article_id": "a1",
    "theme.economy": True,
    "theme.economy.score": 0.9,
    "theme.economy.decision": "review",
    "theme.sport": False,
    "theme.sport.score": 0.1,
    "theme.sport.decision": "none",
    "stance.dam": "favor",
    "stance.dam.score": 0.8,
    "stance.dam.decision": "auto",
    "models": ["m"],
    "model_fingerprints": ["f"],
    "codebook": "c",
}


def write(path: Path, types: dict[str, ColumnType], *rows: dict[str, Any]) -> Path:
    with open_writer(str(path), types) as writer:
        writer(rows)
    return path


@pytest.mark.parametrize("extension", TABLES)
def test_every_format_that_is_written_is_read(tmp_path: Path, extension: str) -> None:
    """Without decisions, all labels are automatic; a rejected input has none."""
    path = write(tmp_path / f"x{extension}", TYPES, ROW, NOTHING, REJECTED)
    labels = read_written_labels(path)
    assert labels.labels == [
        WrittenLabel("a1", "economy"),
        WrittenLabel("a1", "=transport"),
        WrittenLabel("a1", "dam=favor"),
    ]
    assert (labels.n_articles, labels.n_review, labels.has_decisions) == (2, 0, False)
    assert (labels.codebooks, labels.models) == ({"c"}, {"f", "g"})


@pytest.mark.parametrize("extension", TABLES)
def test_labels_to_review_are_counted(tmp_path: Path, extension: str) -> None:
    types: dict[str, ColumnType] = TYPES | {"decision": "labels"}
    labels = read_written_labels(write(tmp_path / f"x{extension}", types, ROW | LONG))
    assert labels.labels == [WrittenLabel("a1", "economy"), WrittenLabel("a1", "dam=favor")]
    assert (labels.n_review, labels.has_decisions) == (1, True)


@pytest.mark.parametrize("extension", TABLES)
def test_wide_labels_are_read_too(tmp_path: Path, extension: str) -> None:
    path = write(tmp_path / f"x{extension}", WIDE_TYPES, WIDE)
    assert read_written_labels(path).labels == [WrittenLabel("a1", "dam=favor")]
    bare = {name: kind for name, kind in WIDE_TYPES.items() if not name.endswith(".decision")}
    row = {name: WIDE[name] for name in bare}
    path = write(tmp_path / f"bare{extension}", bare, row)
    assert read_written_labels(path).labels == [
        WrittenLabel("a1", "economy"),
        WrittenLabel("a1", "dam=favor"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.doc", b"", "'{path}' are of no format that 'tenor predict' writes: .jsonl, .csv"),
        ("x.jsonl", b"{\n", "labels '{path}' cannot be read: "),
        ("x.jsonl", b"[1]\n", "labels '{path}' have no object in line 1"),
        ("x.jsonl", b"[" * 100_000, "labels '{path}' cannot be read: "),
        ("x.csv", b"a,b\n1,2\n", "'{path}' has no columns 'article_id' and 'models', so that it"),
        ("x.parquet", b"PAR1", "labels '{path}' cannot be read: "),
        ("x.sqlite", b"no database" * 200, "labels '{path}' cannot be read: file is not a data"),
    ],
)
def test_files_that_hold_no_labels_are_an_error(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_written_labels(tmp_path / name)
    assert message.format(path=tmp_path / name) in str(raised.value)
    with pytest.raises(
        InputError, match=r"missing' do not exist; name a file that 'tenor predict'"
    ):
        read_written_labels(tmp_path / "missing")
