"""``tenor watch``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("watchfiles")


@pytest.mark.usefixtures("in_the_project")
def test_files_are_labelled_until_the_command_is_interrupted(tmp_path: Path) -> None:
    """With a line on the drift of themes, and one on stances towards targets that few name."""
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text("A\n\nThe ferry and the trams run again.\n")
    (folder / "b.txt").touch()
    rows = [{"id": n, "text": f"The council met {n} times."} for n in range(60)]
    (folder / "c.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    command = [sys.executable, "-m", "tenor", "watch", str(folder), "--output", str(output)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    lines: list[str] = []
    drifts: list[str] = []
    for line in process.stderr:
        lines.append(line.rstrip("\n"))
        drifts += [line] if line.startswith("drift, ") else []
        if len(drifts) == 2:
            break
    assert (output / "part-00000.json").exists()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 130
    assert lines[0] == f"watching {folder} (stop with Ctrl-C)"
    assert f"61 articles labelled into {output}/part-00000.jsonl, 1 input rejected" in lines
    assert len(drifts) == 2
    assert any(" of terms unknown (held out " in line for line in drifts)
    written = map(json.loads, (output / "part-00000.jsonl").read_text().splitlines())
    first, second, *_ = written
    assert "transport" in first["themes"]
    assert second["error"] == "empty: it is empty"
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
