"""``tenor report``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenor.cli.run_report import report
from tenor.errors import OutputError, StoreError
from tenor.tracking import start_run

from ..conftest import Project

pytestmark = pytest.mark.usefixtures("in_the_project")


def test_the_path_of_the_report_is_printed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    report(project.themes.run_id)
    path = Path(capsys.readouterr().out.strip())
    assert not path.is_absolute()
    assert "<h1>" in path.read_text(encoding="utf-8")


def test_the_report_is_written_and_not_replaced(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "themes.html"
    report("tenor-theme@champion", output=output)
    assert capsys.readouterr().out == f"{output}\n"
    assert output.read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(OutputError, match="exists already"):
        report("tenor-theme@champion", output=output)
    report("tenor-theme@champion", output=output, force=True)


def test_it_is_opened_in_a_terminal_only(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("typer.launch", opened.append)
    report(project.themes.run_id, open_it=True)
    assert "--open needs a terminal" in capsys.readouterr().err
    assert opened == []
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    report(project.themes.run_id, open_it=True)
    assert opened == [capsys.readouterr().out.strip()]


def test_a_run_without_a_report_raises_one_sentence() -> None:
    with start_run("without a report", "empty", {}, {}) as run:
        pass
    with pytest.raises(StoreError, match=r"'report.html' of run '.*' cannot be fetched"):
        report(run.run_id)
