"""The output of ``tenor init``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.init import init


def test_it_prints_the_next_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "project"
    init(folder)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith(f"made {folder}: codebook.toml, data/")
    assert [line.split()[:2] for line in printed[2:]] == [
        ["cd", str(folder)],
        ["tenor", "prep"],
        ["tenor", "train"],
        ["tenor", "predict"],
    ]
