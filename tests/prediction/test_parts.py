"""The parts of a bulk labelling."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tenor.articles import Article, Rejection
from tenor.articles.readers import slicing
from tenor.articles.reading import ReadingOptions, read_articles
from tenor.articles.sources import find_sources
from tenor.prediction import parts as parts_module
from tenor.prediction.parts import Part, plan_parts

OPTIONS = ReadingOptions({})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with five pages of text, a table that is cut, one that is not, and a bad file."""
    monkeypatch.setattr(slicing, "SLICE_BYTES", 200)
    monkeypatch.setattr(parts_module, "SLICE_BYTES", 200)
    for number in range(5):
        (tmp_path / f"a{number}.txt").write_text(f"Story {number}\n\nRain fell on the town.\n")
    rows = [{"id": f"r{n}", "text": f"Snow fell on day {n}."} for n in range(30)]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "c.csv").write_text("id,text\n" + "".join(f"c{n},Hail {n}.\n" for n in range(40)))
    (tmp_path / "d.txt").touch()
    return tmp_path


def plan(folder: Path) -> list[Part]:
    return list(plan_parts(find_sources([folder]), OPTIONS))


def items_of(*parts: Part) -> list[Article | Rejection]:
    return [item for part in parts for item in part.read(OPTIONS)]


def test_the_parts_give_what_the_inputs_give_in_their_order(folder: Path) -> None:
    parts = plan(folder)
    assert items_of(*parts) == list(read_articles(folder))
    assert [part.number for part in parts] == list(range(len(parts)))
    assert len(parts) > 5
    assert [part.describe() for part in parts] == [part.describe() for part in plan(folder)]


def test_a_part_has_a_limited_size_and_number_of_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts_module, "MAX_FILES", 3)
    parts = plan(folder)
    assert max(len(part.inputs) for part in parts) == 3
    assert all(part.n_bytes <= 200 or len(part.inputs) == 1 for part in parts)


def test_a_changed_file_changes_the_description_of_its_part(folder: Path) -> None:
    before = [part.describe() for part in plan(folder)]
    (folder / "a4.txt").write_text("Story 4\n\nHail fell on the town, and then it stopped.\n")
    after = [part.describe() for part in plan(folder)]
    assert before != after
    assert before[-1] == after[-1]


def test_halves_together_are_the_part_down_to_single_articles(folder: Path) -> None:
    for part in plan(folder):
        waiting, singles = [part], []
        while waiting:
            piece = waiting.pop()
            if len(items_of(piece)) <= 1 and piece.window != (0, None):
                singles += items_of(piece)
                continue
            halves = piece.halves(OPTIONS)
            if halves is None:
                singles += items_of(piece)
            else:
                assert items_of(*halves) == items_of(piece)
                assert halves[0].name != halves[1].name
                waiting += reversed(halves)
            if len(singles) > 200:
                break
        assert singles == items_of(part)


def test_what_is_set_aside_is_named_with_its_row(folder: Path) -> None:
    part = next(p for p in plan(folder) if "b.jsonl" in p.inputs[0].source.source_path)
    last = next(p for p in reversed(plan(folder)) if "b.jsonl" in p.inputs[0].source.source_path)
    for whole in (part, last):
        first, _ = whole.halves(OPTIONS) or (whole, whole)
        while (halves := first.halves(OPTIONS)) is not None:
            first = halves[0]
        [article] = items_of(first)
        assert isinstance(article, Article)
        number = int(article.article_id[1:]) + 1
        assert first.set_aside("too bad").source_path.endswith(f"b.jsonl#{number}")
