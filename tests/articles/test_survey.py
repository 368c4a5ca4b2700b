"""A survey of inputs: files, bytes and articles, without reading all of them."""

from __future__ import annotations

import gzip
import json
import zipfile
from itertools import chain, repeat
from pathlib import Path
from random import Random

import pytest

from tenor.articles import Article, read_articles, survey
from tenor.articles.survey import survey_inputs
from tenor.errors import InputError
from tenor.workflow.project import sample_folder


def test_the_articles_of_the_sample_are_counted_exactly() -> None:
    folder = sample_folder() / "articles"
    found = survey_inputs([folder])
    articles = [item for item in read_articles(folder) if isinstance(item, Article)]
    assert found.n_articles == len(articles)
    assert found.is_exact
    assert found.n_files == sum(path.is_file() for path in folder.rglob("*"))
    assert found.n_bytes == sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    assert set(found.articles_of_format) == {"csv", "html", "jsonl", "text"}


def test_the_rows_of_a_large_table_are_estimated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = Random(0)
    rows = [json.dumps({"id": i, "text": numbers.randbytes(150).hex()}) for i in range(5000)]
    text = "\n".join(rows)
    (tmp_path / "a.jsonl").write_text(text)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        for name in ("a.txt", "b.txt"):
            archive.writestr(name, "Some text.")
    small = tmp_path / "small.jsonl"
    small.write_text("\n".join(rows[:50]))
    counted = survey_inputs([tmp_path / "c.zip", small])
    assert (counted.articles_of_format, counted.is_exact) == ({"jsonl": 50, "zip": 2}, True)
    for name in ("a.jsonl", "b.jsonl.gz"):
        monkeypatch.setattr(survey, "SAMPLE_BYTES", (tmp_path / name).stat().st_size // 4)
        found = survey_inputs([tmp_path / name])
        assert abs(found.n_articles - 5000) < 250, name
    assert not survey_inputs([tmp_path / "a.jsonl"]).is_exact


def test_when_time_is_up_tables_are_estimated_by_those_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text("id,text\n" + "1,Some text.\n" * 100)
    times = chain([0.0, 0.0], repeat(99.0))
    monkeypatch.setattr(survey.time, "monotonic", lambda: next(times))
    found = survey_inputs([tmp_path])
    assert found.n_articles == 200
    assert not found.is_exact


def test_files_that_are_rejected_and_standard_input_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").touch()
    (tmp_path / "b.csv").write_text("id,nothing\n1,2\n")
    (tmp_path / "c.json").write_text("{")
    (tmp_path / "d.parquet").write_bytes(b"PAR1")
    found = survey_inputs([tmp_path, "-"])
    assert found.rejected == {"unknown_format": 1, "no_text": 1, "unreadable": 1}
    assert (found.n_files, found.n_articles, found.reads_stdin) == (3, 0, True)


def test_a_missing_column_is_an_error_as_in_reading(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,x\n")
    with pytest.raises(InputError, match="has no column 'body' for text"):
        survey_inputs([tmp_path], columns={"text": "body"})
    found = survey_inputs([tmp_path], columns={"text": "body"}, strict_columns=False)
    assert found.n_articles == 1
