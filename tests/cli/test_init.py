"""The output of ``tenor init``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.init import init


def test_it_prints_the_next_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "project"
    init(folder)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith(f"made {folder}: tenor.toml, codebook.toml, data/")
    assert [line.split()[:2] for line in printed if line.startswith("  ")][-6:] == [
        ["cd", str(folder)],
        ["tenor", "prep"],
        ["tenor", "agree"],
        ["tenor", "adjudicate"],
        ["tenor", "train"],
        ["tenor", "predict"],
    ]


def test_an_empty_project_begins_with_its_codebook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(tmp_path / "project", empty=True)
    printed = capsys.readouterr().out.splitlines()
    assert printed[-2:] == ["  tenor codebook check", "  cat README.md"]
