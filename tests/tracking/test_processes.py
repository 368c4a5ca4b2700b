"""Runs whose process ended before they did."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tenor.tracking import open_store, start_run
from tenor.tracking.processes import (
    ENDED_TAG,
    PROCESS_TAG,
    has_ended,
    mark_ended_runs,
    process_tag,
)


def test_this_process_has_not_ended() -> None:
    tag = process_tag()[PROCESS_TAG]
    assert tag.startswith(f"{socket.gethostname()} {os.getpid()} ")
    assert not has_ended(tag)


def test_a_process_has_ended_if_its_id_is_free_or_that_of_a_later_process() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    host, own_id, started = process_tag()[PROCESS_TAG].rsplit(" ", 2)
    assert has_ended(f"{host} {process.pid} {started}")
    assert has_ended(f"{host} {own_id} {float(started) - 100}")


@pytest.mark.parametrize("tag", ["elsewhere 1 1.0", "", "no process"])
def test_nothing_is_known_of_processes_elsewhere(tag: str) -> None:
    assert not has_ended(tag)


@pytest.mark.usefixtures("in_the_project")
def test_only_runs_of_ended_processes_are_marked() -> None:
    client = open_store().MlflowClient()
    with start_run("ended", "alive", {}, {}) as run:
        gone = client.create_run(run.experiment_id, tags={PROCESS_TAG: _gone()})
        others = client.create_run(run.experiment_id, tags={PROCESS_TAG: "elsewhere 1 1.0"})
        mark_ended_runs(client)
        assert client.get_run(run.run_id).info.status == "RUNNING"
    assert client.get_run(others.info.run_id).info.status == "RUNNING"
    marked = client.get_run(gone.info.run_id)
    assert marked.info.status == "FAILED"
    assert marked.data.tags[ENDED_TAG] == "its process ended before it did"


def _gone() -> str:
    host, own_id, started = process_tag()[PROCESS_TAG].rsplit(" ", 2)
    return f"{host} {own_id} {float(started) - 100}"
