"""The run over parts: results in order, parts that are there already, and lists that are joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tenor.articles import Rejection
from tenor.articles.reading import ReadingOptions
from tenor.articles.rejections import RejectionCounts
from tenor.articles.sources import find_sources
from tenor.errors import OutputError
from tenor.prediction.part_folder import PartFolder, PartResult
from tenor.prediction.part_run import (
    Results,
    join_reviews,
    label_new_parts,
    total_bytes,
    write_rejected_list,
)
from tenor.prediction.parts import Part, plan_parts
from tenor.prediction.review import ReviewItem, write_items
from tenor.prediction.writers import WrittenCounts
from tenor.progress import logged_to_stderr

pytestmark = pytest.mark.usefixtures("small_parts")


@pytest.fixture
def parts(inputs: Path) -> list[Part]:
    return list(plan_parts(find_sources([inputs]), ReadingOptions({}, True)))


@pytest.fixture
def folder(tmp_path: Path) -> PartFolder:
    folder = PartFolder(tmp_path / "parts", ".jsonl")
    folder.open({}, restart=False)
    return folder


def result_of(part: Part) -> PartResult:
    """A result by which parts are told apart."""
    return PartResult(part.name, WrittenCounts(10**part.number, 1), {})


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_results_are_added_in_the_order_of_the_parts(order: list[int], parts: list[Part]) -> None:
    results = Results()
    added = set()
    for number in order:
        results.add(parts[number], result_of(parts[number]))
        added.add(number)
        n_first = next(n for n in range(5) if n not in added)
        assert results.names == [part.name for part in parts[:n_first]]
    assert results.counts.n_articles == 1111


class Labelling:
    """Finishes parts in pairs, the second one first, and keeps what it was asked for."""

    def __init__(self, folder: PartFolder) -> None:
        self.folder = folder
        self.asked: list[int] = []

    def __call__(self, parts: Iterable[Part]) -> Iterator[tuple[Part, PartResult]]:
        waiting: list[Part] = []
        for part in parts:
            self.asked.append(part.number)
            waiting.append(part)
            if len(waiting) == 2:
                yield from self._finished(waiting)
                waiting = []
        yield from self._finished(waiting)

    def _finished(self, parts: list[Part]) -> Iterator[tuple[Part, PartResult]]:
        for part in reversed(parts):
            self.folder.rows_path(part.name).write_text("{}\n")
            yield part, self.folder.finish(part, WrittenCounts(1, 1))


def test_only_parts_that_are_not_there_are_labelled(
    parts: list[Part], folder: PartFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also those whose files were changed."""
    whole = label_new_parts(parts, folder, Labelling(folder), 0, 0)
    folder.discard(parts[1].name)
    folder.rows_path(parts[2].name).write_text("changed\n")
    labelling = Labelling(folder)
    with logged_to_stderr():
        resumed = label_new_parts(parts, folder, labelling, len(parts) - 1, 0)
    assert labelling.asked == [1, 2]
    assert resumed.names == whole.names == [part.name for part in parts]
    assert resumed.counts.n_articles == whole.counts.n_articles == len(parts)
    told = capsys.readouterr().err
    assert f"going on after {len(parts) - 1} parts labelled by an interrupted command" in told
    assert "1 part labelled again, because their inputs changed" in told


def rejected(n: int) -> RejectionCounts:
    counts = RejectionCounts()
    for i in range(n):
        counts.add(Rejection(f"{i}.txt", "empty", "no text"))
    return counts


def test_the_list_of_rejected_inputs_has_those_of_all_parts_in_order(
    folder: PartFolder, tmp_path: Path
) -> None:
    for name in "ab":
        folder.rejected_path(name).write_text(f"{name}\n")
    output = str(tmp_path / "labels.csv")
    path = write_rejected_list(folder, "ba", output, rejected(2), force=False)
    assert path is not None
    assert path.read_text() == "b\na\n"
    with pytest.raises(OutputError, match="exists"):
        write_rejected_list(folder, "ab", output, rejected(2), force=False)
    write_rejected_list(folder, "ab", output, rejected(2), force=True)
    assert path.read_text() == "a\nb\n"
    # An old list goes with the output that is replaced, and with no other.
    assert write_rejected_list(folder, "ab", output, rejected(0), force=False) is None
    assert path.exists()
    assert write_rejected_list(folder, "ab", output, rejected(0), force=True) is None
    assert not path.exists()


def test_the_first_of_all_parts_are_reviewed(folder: PartFolder) -> None:
    priorities = {"a": [0.5, 0.1], "b": [0.9, 0.5], "c": []}
    for name, values in priorities.items():
        items = [ReviewItem(p, f"{name}{i}", "", "", "", "") for i, p in enumerate(values)]
        write_items(items, folder.review_path(name))
    reviewed = join_reviews(folder, "abc", 3)
    assert [item.article_id for item in reviewed] == ["b0", "a0", "b1"]


def test_sizes_are_those_of_the_files_that_are_there(inputs: Path) -> None:
    sources = list(find_sources([inputs]))
    expected = sum(path.stat().st_size for path in inputs.iterdir())
    assert total_bytes(sources) == expected
    (inputs / "b.csv").unlink()
    assert total_bytes([*sources, "no source"]) < expected
