"""Parts in the hands of a scheduler with one worker in this process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tenor.errors import OutputError
from tenor.prediction import cluster_tasks
from tenor.prediction.cluster_tasks import PartTasks
from tenor.prediction.part_folder import PartResult
from tenor.prediction.parts import Part
from tenor.prediction.writers import WrittenCounts

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=1,
            processes=False,
            protocol="tcp://",
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def _label(part: Part) -> PartResult:
    if part.number == 9:
        raise OutputError("'out' cannot be written: the disk is full")
    return PartResult(part.name, WrittenCounts(n_articles=part.number), {})


def test_parts_that_are_submitted_meanwhile_are_labelled_too(client: Any) -> None:
    tasks = PartTasks(client, _label)
    tasks.submit(Part(1, ()))
    results = {}
    for part, result in tasks:
        assert result is not None
        results[part.number] = result.counts.n_articles
        if part.number < 4:
            tasks.submit(Part(part.number + 1, ()))
    assert results == {1: 1, 2: 2, 3: 3, 4: 4}


def test_parts_that_the_scheduler_has_lost_are_submitted_again(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_tasks, "IDLE_SECONDS", 1)
    tasks = PartTasks(client, _label)
    for number in (1, 2):
        tasks.submit(Part(number, ()))
    tasks._ready.clear()  # Nothing tells any more that they are ready.
    assert sorted(part.number for part, result in tasks if result) == [1, 2]


def test_an_error_of_a_worker_is_raised(client: Any) -> None:
    tasks = PartTasks(client, _label)
    tasks.submit(Part(9, ()))
    with pytest.raises(OutputError, match="the disk is full"):
        list(tasks)
