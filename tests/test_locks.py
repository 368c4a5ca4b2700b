"""Locks between processes, and the leftovers of processes that were killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Thread

import pytest

from tenor.errors import OutputError
from tenor.locks import is_temporary, lock, remove_leftovers, temporary_files, unfinished_path

HOLD = """
import sys
from pathlib import Path
from tenor.locks import lock, unfinished_path
path = Path(sys.argv[1])
with lock(path):
    unfinished_path(path).write_text("half")
    print("held", flush=True)
    sys.stdin.read()
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_lock_is_held_by_one_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with lock(path):
        assert names(tmp_path) == [".out.csv.tenor-lock"]
        with pytest.raises(OutputError, match=r"out\.csv' is being written by another"), lock(path):
            pass
        with lock(tmp_path / "other.csv"):
            pass
    assert names(tmp_path) == []


def test_a_second_may_wait_for_the_first(tmp_path: Path) -> None:
    events = []

    def second() -> None:
        with lock(tmp_path / "out", on_wait=lambda: events.append("waits")):
            events.append("second")

    with lock(tmp_path / "out"):
        thread = Thread(target=second)
        thread.start()
        while not events:
            thread.join(0.01)
        events.append("first")
    thread.join()
    assert events == ["waits", "first", "second"]
    assert names(tmp_path) == []


def test_what_a_killed_process_left_is_removed_and_what_a_running_one_writes_stays(
    tmp_path: Path,
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "out")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    left = [".out.tenor-lock", ".out.unfinished"]
    remove_leftovers(tmp_path)
    assert names(tmp_path) == left
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert names(tmp_path) == left
    with lock(tmp_path / "another"):
        assert names(tmp_path) == [".another.tenor-lock"]


def test_files_of_similar_names_are_no_leftovers(tmp_path: Path) -> None:
    for name in (".thesis.unfinished", "out.tenor-lock.txt", ".out.lock"):
        (tmp_path / name).touch()
    remove_leftovers(tmp_path)
    assert names(tmp_path) == [".out.lock", ".thesis.unfinished", "out.tenor-lock.txt"]
    assert is_temporary(unfinished_path(Path("a/b.csv")).name)
    assert not is_temporary("b.unfinished")


def test_temporary_files_are_in_one_folder_that_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with temporary_files():
        folder = Path(tempfile.mkdtemp())
        assert folder.parent.parent == tmp_path
        assert is_temporary(folder.parent.name)
    assert names(tmp_path) == []
    assert tempfile.gettempdir() == str(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="there is no folder without files")
def test_a_folder_in_which_no_file_can_be_made_is_not_taken_for_a_lock() -> None:
    with pytest.raises(OSError, match=r"cannot be written|No such file"), lock(Path("/proc/x.csv")):
        pass
