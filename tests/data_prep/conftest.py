"""Fixtures that run the scripts as users do and locate the public corpora."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DATASETS = ROOT.parent / "shared" / "datasets"

Rows = list[dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Rows]:
    """Return a function that runs a script on SOURCE and returns the rows of OUTPUT."""

    def _run(script: str, source: Path, *options: str) -> Rows:
        output = tmp_path / "output" / "rows.jsonl"
        process = run_script(script, source, output, *options)
        assert process.returncode == 0, process.stderr
        return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]

    return _run


def run_script(
    script: str, source: Path, output: Path, *options: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "data" / "prep" / script, source, output, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def dataset() -> Callable[[str], Path]:
    """Return a function that returns the folder of a public corpus, or skips the test."""

    def _dataset(name: str) -> Path:
        if not (DATASETS / name).is_dir():
            pytest.skip(f"the public corpus '{name}' is not on this machine")
        return DATASETS / name

    return _dataset
