"""Workbooks with the same content are the same file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tenor.present import workbooks
from tenor.present.workbooks import save_workbook


def saved(path: Path | io.BytesIO, n: int = 300) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for i in range(n):
        sheet.append([i, f"Story {i}"])
    # As if it were made at another time.
    workbook.properties.created = workbook.properties.created.replace(year=2000 + n)
    save_workbook(workbook, path)


def test_the_time_is_not_in_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the workbook is kept on disk meanwhile, and in a stream."""
    saved(tmp_path / "a.xlsx")
    monkeypatch.setattr(workbooks, "MAX_IN_MEMORY", 100)
    monkeypatch.setattr("time.localtime", lambda *_: (2030, 1, 1, 1, 1, 1, 0, 1, 0))
    saved(tmp_path / "b.xlsx")
    stream = io.BytesIO()
    saved(stream)
    content = (tmp_path / "a.xlsx").read_bytes()
    assert (tmp_path / "b.xlsx").read_bytes() == stream.getvalue() == content
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert [*sheet.values][-1] == (299, "Story 299")
