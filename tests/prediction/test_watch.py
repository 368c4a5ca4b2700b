"""Labelling files as they arrive."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tenor.errors import InputError, OutputError
from tenor.models import Model
from tenor.prediction import watch as watch_module
from tenor.prediction.columns import RowOptions
from tenor.prediction.watch import watch

pytest.importorskip("watchfiles")


def test_a_wrong_folder_is_an_error_before_anything_is_watched(
    models: dict[str, Model], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="is not a folder; name the folder in which files arrive"):
        watch(tmp_path / "none", models, tmp_path / "out")


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_module, "SETTLE_SECONDS", 0.2)
    monkeypatch.setattr(watch_module, "INTERVAL_SECONDS", 0.1)


@contextmanager
def watching(
    folder: Path, models: dict[str, Model], output: Path, *, poll: bool = False
) -> Iterator[None]:
    """Watch in a thread while the block runs; its errors are those of the block."""
    stop = threading.Event()
    errors: list[BaseException] = []

    def run() -> None:
        try:
            for _ in watch(folder, models, output, poll=poll, stop=stop):
                pass
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)
    assert not thread.is_alive()
    assert errors == []


def rows(output: Path) -> list[dict[str, object]]:
    lines = [
        line
        for path in sorted(output.glob("part-?????.jsonl"))
        for line in path.read_text().splitlines()
    ]
    return [json.loads(line) for line in lines]


def wait_for(output: Path, n_rows: int) -> list[dict[str, object]]:
    end = time.monotonic() + 30
    while len(found := rows(output)) < n_rows:
        assert time.monotonic() < end, f"{len(found)} of {n_rows} rows"
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("poll", [False, True])
def test_each_file_is_labelled_once_also_across_restarts(
    models: dict[str, Model], tmp_path: Path, poll: bool
) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("A\n\nThe tram ran late.\n")
    with watching(folder, models, output, poll=poll):
        wait_for(output, 1)
        (folder / "deep" / "b.txt").write_text("B\n\nA court sat.\n")
        (folder / "c.bin").write_bytes(b"\0")
        wait_for(output, 3)
    (folder / "d.jsonl").write_text('{"text": "Snow fell."}\n{"text": "Hail fell."}\n')
    with watching(folder, models, output, poll=poll):
        found = wait_for(output, 5)
        time.sleep(0.6)
    assert rows(output) == found
    assert sorted(str(row["source_path"]).removeprefix(f"{folder}/") for row in found) == [
        "a.txt",
        "c.bin",
        "d.jsonl",
        "d.jsonl",
        "deep/b.txt",
    ]


def test_a_file_is_labelled_when_it_is_complete_and_again_when_it_changed(
    models: dict[str, Model], tmp_path: Path
) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    path = folder / "a.jsonl"
    with watching(folder, models, output):
        with path.open("w") as file:
            for number in range(8):
                file.write(json.dumps({"id": str(number), "text": "Rain fell."}) + "\n")
                file.flush()
                time.sleep(0.1)
        found = wait_for(output, 8)
        assert [row["article_id"] for row in found] == list("01234567")
        path.write_text('{"id": "new", "text": "Hail fell."}\n')
        found = wait_for(output, 9)
    assert found[-1]["article_id"] == "new"


def test_what_a_killed_watch_left_unfinished_is_labelled_again(
    models: dict[str, Model], tmp_path: Path
) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("A\n\nThe tram ran late.\n")
    with watching(folder, models, output):
        wait_for(output, 1)
    # As if it had ended between the rows of a part and its result.
    (output / "part-00001.jsonl").write_text("half a row")
    (folder / "b.txt").write_text("B\n\nA court sat.\n")
    with watching(folder, models, output):
        end = time.monotonic() + 30
        while not (output / "part-00001.json").exists():
            assert time.monotonic() < end
            time.sleep(0.05)
    assert [Path(str(row["source_path"])).name for row in rows(output)] == ["a.txt", "b.txt"]


def test_faults_are_one_sentence(models: dict[str, Model], tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    with pytest.raises(InputError, match="is not a folder"):
        next(watch(folder, models, output))
    folder.mkdir()
    (folder / "a.txt").write_text("A\n\nThe tram ran late.\n")
    os.utime(folder / "a.txt", (1, 1))
    next(watch(folder, models, output))
    other = {"themes": replace(models["themes"], fingerprint="0" * 64)}
    with pytest.raises(OutputError, match="has labels of other models; name another folder"):
        next(watch(folder, other, output))
    with pytest.raises(OutputError, match="has labels of other options"):
        next(watch(folder, models, output, options=RowOptions(wide=True)))
    with pytest.raises(OutputError, match="has files of something else"):
        next(watch(folder, models, folder))
