"""The command line: its commands, and how it reports errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from tenor.cli import main as command_line
from tenor.errors import StoreError


def _exit_code(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> object:
    def fail(*, prog_name: str, standalone_mode: bool) -> None:
        raise error

    monkeypatch.setattr(command_line, "make_app", lambda *_: fail)
    monkeypatch.setattr("sys.argv", ["tenor", "runs"])
    with pytest.raises(SystemExit) as raised:
        command_line.main()
    return raised.value.code


def test_every_line_of_an_error_is_printed_after_the_name_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code(monkeypatch, StoreError("first \x1b[31mfault of 'a\nb'", "second fault")) == 1
    assert (
        capsys.readouterr().err
        == "tenor: first \ufffd[31mfault of 'a\ufffdb'\ntenor: second fault\n"
    )


def test_an_interrupt_has_its_own_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "tenor: interrupted; no incomplete output remains\n"


def test_every_command_and_option_has_a_help_text() -> None:
    missing = []
    pending = [("tenor", get_command(command_line.app))]
    while pending:
        name, command = pending.pop()
        if not command.help:
            missing.append(name)
        missing += [
            f"{name} {parameter.name}"
            for parameter in command.params
            if not getattr(parameter, "help", None)
        ]
        pending += [
            (f"{name} {child}", entry) for child, entry in getattr(command, "commands", {}).items()
        ]
    assert missing == []


def test_an_error_of_the_database_is_one_sentence_without_sql(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("mlflow")
    from sqlalchemy.exc import OperationalError

    error = OperationalError("SELECT 1", {}, Exception("database or disk is full"))
    assert _exit_code(monkeypatch, error) == 1
    message = "tenor: the MLflow store cannot be used: database or disk is full\n"
    assert capsys.readouterr().err == message


def test_a_full_disk_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _exit_code(monkeypatch, OSError(28, "No space left on device", "/m/x")) == 1
    message = "tenor: '/m/x' cannot be read or written: No space left on device\n"
    assert capsys.readouterr().err == message


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_full_standard_output_is_one_sentence(options: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tenor", "doctor", *options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "No space left on device" in done.stderr


def test_a_fault_of_the_program_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for error in (FileNotFoundError(2, "No such file"), ZeroDivisionError()):
        with pytest.raises(type(error)):
            _exit_code(monkeypatch, error)


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tenor", "runs", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Usage: tenor runs [OPTIONS]")
