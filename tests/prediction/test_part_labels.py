"""Labelling one part: its files, its result, and the joining of what was divided."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tenor.articles.reading import ReadingOptions
from tenor.articles.sources import find_sources
from tenor.errors import OutputError
from tenor.models import Model
from tenor.prediction.columns import RowOptions, column_types
from tenor.prediction.part_folder import PartFolder
from tenor.prediction.part_labels import PartLabeler, PartSetup, join_rows, part_extension
from tenor.prediction.parts import Part, plan_parts
from tenor.prediction.tables import read_parquet_rows
from tenor.prediction.writers import WrittenCounts

pytestmark = pytest.mark.usefixtures("small_parts")

READING = ReadingOptions({}, True)


def setup_of(
    models: dict[str, Model], folder: Path, extension: str, options: RowOptions | None = None
) -> PartSetup:
    bundles = {
        name: (model.folder, model.fingerprint) for name, model in models.items() if model.folder
    }
    return PartSetup(bundles, READING, options or RowOptions(), PartFolder(folder, extension))


def json_rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def as_json(counts: WrittenCounts) -> dict[str, Any]:
    drift = {name: own.to_json() for name, own in counts.drift.items()}
    return vars(counts) | {"rejected": counts.rejected.to_json(), "drift": drift}


@pytest.fixture
def parts(inputs: Path) -> list[Part]:
    """Several slices of two files, and an empty file."""
    return list(plan_parts(find_sources([inputs]), READING))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "parts"
    path.mkdir()
    return path


def test_a_part_has_the_rows_and_rejections_of_its_inputs(
    models: dict[str, Model], parts: list[Part], folder: Path
) -> None:
    setup = setup_of(models, folder, ".jsonl")
    labeler = PartLabeler(setup, setup.load())
    results = [labeler.label(part) for part in parts]
    assert len(parts) > 3
    assert [result.name for result in results] == [part.name for part in parts]
    assert sum(result.counts.n_articles for result in results) == 110
    assert sum(result.counts.rejected.total for result in results) == 11
    for result in results:
        rows = json_rows(setup.folder.rows_path(result.name))
        rejected = setup.folder.rejected_path(result.name).read_text().splitlines()
        assert len(rows) == result.counts.n_rows
        assert sum(row["error"] is not None for row in rows) == len(rejected)
        assert len(rejected) == result.counts.rejected.total
        assert result.counts.drift["themes"].n_articles == result.counts.n_articles
    found = [setup.folder.find(part) for part in parts]
    assert [result and as_json(result.counts) for result in found] == [
        as_json(result.counts) for result in results
    ]
    assert [result and result.hashes for result in found] == [r.hashes for r in results]
    assert not [path.name for path in folder.iterdir() if "unfinished" in path.name]


@pytest.mark.parametrize("extension", [".jsonl", ".csv", ".parquet"])
def test_joined_halves_are_the_whole_part(
    models: dict[str, Model], parts: list[Part], tmp_path: Path, extension: str
) -> None:
    contents = []
    for name in ("whole", "joined"):
        folder = tmp_path / name
        folder.mkdir()
        setup = setup_of(models, folder, extension)
        labeler = PartLabeler(setup, models)
        part = parts[1]
        if name == "whole":
            result = labeler.label(part)
        else:
            halves = part.halves(READING)
            assert halves is not None
            result = labeler.join(part, [labeler.label(half) for half in halves])
        path = setup.folder.rows_path(part.name)
        rows = (
            pq.read_table(path).to_pylist() if extension == ".parquet" else path.read_text("utf-8")
        )
        files = sorted(path.name for path in folder.iterdir())
        rejected = setup.folder.rejected_path(part.name).read_text()
        contents.append((rows, as_json(result.counts), rejected))
        assert files == sorted({f"{part.name}.json", f"{part.name}.rejected.jsonl", path.name})
    assert contents[0] == contents[1]


def test_a_part_that_is_set_aside_has_one_row_with_the_reason(
    models: dict[str, Model], parts: list[Part], folder: Path
) -> None:
    setup = setup_of(models, folder, ".jsonl")
    result = PartLabeler(setup, models).set_aside(parts[0], "its process ended")
    [row] = json_rows(setup.folder.rows_path(result.name))
    assert "its process ended" in row["error"]
    assert (result.counts.n_articles, result.counts.rejected.total) == (0, 1)


def test_articles_to_review_are_in_a_file_with_a_hash(
    promised: dict[str, Model], inputs: Path, folder: Path
) -> None:
    """Every article is about justice, of which the model promises nothing."""
    text = "The court heard the trial of the judge."
    lines = [f'{{"id": "r{n}", "text": "{text} Case {n}."}}\n' for n in range(8)]
    (inputs / "a.jsonl").write_text("".join(lines))
    parts = list(plan_parts(find_sources([inputs / "a.jsonl"]), READING))
    setup = setup_of(promised, folder, ".jsonl", RowOptions(review=3))
    result = PartLabeler(setup, promised).label(parts[0])
    path = setup.folder.review_path(result.name)
    ids = [json.loads(line)[1] for line in path.read_text("utf-8").splitlines()]
    assert result.counts.n_to_review > len(ids) == 3
    assert result.counts.n_coded == 0
    # Without those that are coded already, others are in the list.
    fewer = PartLabeler(replace(setup, coded=tuple(sorted(ids[:2]))), promised).label(parts[0])
    others = [json.loads(line)[1] for line in path.read_text("utf-8").splitlines()]
    assert fewer.counts.n_coded == 2
    assert fewer.counts.n_to_review == result.counts.n_to_review
    assert len(set(others)) == 3
    assert not set(others) & set(ids[:2])
    # A part whose list was changed since is labelled again.
    path.write_text("")
    assert setup.folder.find(parts[0]) is None


def test_a_folder_that_is_gone_is_one_sentence(
    models: dict[str, Model], parts: list[Part], tmp_path: Path
) -> None:
    setup = setup_of(models, tmp_path / "gone", ".jsonl")
    with pytest.raises(OutputError, match=r"gone"):
        PartLabeler(setup, models).label(parts[0])


@pytest.mark.parametrize(
    ("extension", "expected"),
    [
        (".jsonl", ".jsonl"),
        (".csv", ".csv"),
        (".parquet", ".parquet"),
        (".sqlite", ".parquet"),
        (".xlsx", ".parquet"),
    ],
)
def test_parts_have_the_format_from_which_the_output_is_joined(
    extension: str, expected: str
) -> None:
    assert part_extension(extension) == expected


def test_parquet_files_are_joined_in_their_order(
    models: dict[str, Model], parts: list[Part], folder: Path, tmp_path: Path
) -> None:
    """More files than are read ahead."""
    setup = setup_of(models, folder, ".parquet")
    labeler = PartLabeler(setup, models)
    paths = [setup.folder.rows_path(labeler.label(part).name) for part in parts]
    paths = [*paths, *reversed(paths)]
    types = column_types(models, setup.options)
    join_rows(paths, tmp_path / "all.parquet", ".parquet", types)
    expected = [row for path in paths for rows in read_parquet_rows(path, types) for row in rows]
    joined = [row for rows in read_parquet_rows(tmp_path / "all.parquet", types) for row in rows]
    assert len(paths) > 8
    assert joined == expected
