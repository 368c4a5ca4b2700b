"""``tenor watch``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("watchfiles")


@pytest.mark.usefixtures("in_the_project")
def test_files_are_labelled_until_the_command_is_interrupted(tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("A\n\nThe ferry and the trams run again.\n")
    (folder / "b.txt").touch()
    command = [sys.executable, "-m", "tenor", "watch", str(folder), "--output", str(output)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    result = output / "part-00000.json"
    end = time.monotonic() + 60
    while not result.exists():
        assert time.monotonic() < end, "nothing was labelled"
        assert process.poll() is None, "the command has ended"
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, printed = process.communicate(timeout=30)
    assert process.returncode == 130
    lines = printed.splitlines()
    assert lines[0] == f"watching {folder} (stop with Ctrl-C)"
    assert f"1 article labelled into {output}/part-00000.jsonl, 1 input rejected" in lines
    first, second = map(json.loads, (output / "part-00000.jsonl").read_text().splitlines())
    assert "transport" in first["themes"]
    assert second["error"] == "empty: it is empty"
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
