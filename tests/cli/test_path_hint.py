"""How to call ``tenor``, where it is on the path and where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tenor.cli.path_hint import activation, next_commands


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of scripts that runs this process and that is not on the path."""
    scripts = tmp_path / "my work" / ".venv" / "bin"
    scripts.mkdir(parents=True)
    for name in ("python", "tenor"):
        (scripts / name).touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(scripts / "python"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return scripts


def test_an_environment_that_is_not_on_the_path_is_activated(
    environment: Path, tmp_path: Path
) -> None:
    (environment / "activate").touch()
    work = environment.parents[1]
    assert activation(work) == "source .venv/bin/activate"
    assert activation(work / "sub") == "source ../.venv/bin/activate"
    assert activation(tmp_path.parent / "far" / "away") == f"source '{environment}/activate'"
    commands = next_commands(Path("a b"), ["tenor ui"], working_folder=work)
    assert commands == ["source .venv/bin/activate", "cd 'a b'", "tenor ui"]


def test_without_an_environment_an_alias_runs_the_module(environment: Path) -> None:
    python = environment / "python"
    assert activation(Path("/")) == f"alias tenor=''\"'\"'{python}'\"'\"' -m tenor'"


def test_a_command_on_the_path_needs_nothing(
    environment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    link = tmp_path / "bin" / "tenor"
    link.parent.mkdir()
    link.symlink_to(environment / "tenor")
    assert activation(Path("/")) == ""
    link.unlink()
    link.touch(mode=0o755)
    assert activation(Path("/")).startswith("alias ")  # of another environment
    monkeypatch.setenv("PATH", str(environment))
    assert activation(Path("/")) == ""
    assert next_commands(Path("p"), ["tenor ui"]) == ["cd p", "tenor ui"]
