"""Completion in the shell: names of the store, the project and the library; silent on failure."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tenor.cli.main import app

from ..conftest import Project


def complete(line: str) -> list[str]:
    """Return what bash would offer at the end of a command line."""
    words = line.split(" ")
    variables = {
        "_TENOR_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = CliRunner().invoke(app, [], env=variables, prog_name="tenor")
    assert done.exit_code == 0
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.usefixtures("in_the_project")
def test_names_in_the_store_are_completed(project: Project) -> None:
    assert "themes" in complete("tenor compare the")
    in_several = "tenor-stance-orle-dam/stance"
    assert in_several in complete("tenor compare tenor-stance-orle")
    assert complete(f"tenor compare {project.themes.run_id[:8]}") == [project.themes.run_id]
    models = complete("tenor predict data/new --model tenor-")
    assert models[0] == "tenor-stance-bridge-toll@champion"
    # Other tests of this process may have set further aliases.
    assert "tenor-theme@champion" in models
    assert "models:/tenor-theme/1" in complete("tenor models promote models:/tenor-t")
    assert "tenor-theme@champion" in complete("tenor models verify ")
    assert complete("tenor runs --experiment tenor-theme")[0] == "tenor-theme"


@pytest.mark.usefixtures("in_the_project")
def test_files_and_names_of_the_project_are_completed() -> None:
    assert complete("tenor label ") == ["data/corpus"]
    assert complete("tenor train experiments/themes.toml experiments/s") == [
        "experiments/stance.toml"
    ]
    assert complete("tenor agree data/corpus --ordinal ") == [
        "orle-dam",
        "bridge-toll",
        "school-merger",
    ]
    assert complete("tenor explain x --label ")[-4:] == ["justice", "favor", "against", "neutral"]
    assert complete("tenor explain x --against trans") == ["transport"]
    assert complete("tenor prep x --label stance:s") == ["stance:school-merger="]


def test_names_of_the_library_are_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert complete("tenor cod") == ["codebook", "codings"]
    assert complete("tenor codings export c --format docc") == ["doccano"]
    assert complete("tenor runs --sort st") == ["started"]
    assert complete("tenor compare a b --metric macro_f") == ["macro_f1"]
    assert complete("tenor predict x --column te") == ["text="]
    assert "--promote" in complete("tenor train --")


def test_a_failure_completes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TENOR_STORE", "MLFLOW_TRACKING_URI"):
        monkeypatch.delenv(name, raising=False)
    lines = ("tenor compare ", "tenor agree none --ordinal ", "tenor predict x --model ")
    assert [complete(line) for line in lines] == [[], [], []]
    (tmp_path / "tenor.toml").write_text("corpse = 1")
    (tmp_path / "bad.toml").write_bytes(b"\xff[")
    (tmp_path / "mlflow.db").write_bytes(b"no database")
    assert [complete(line) for line in (*lines, "tenor train ")] == [[], [], [], []]
    (tmp_path / "tenor.toml").unlink()
    assert complete("tenor compare ") == []
    (tmp_path / "mlflow.db").unlink()
    sqlite3.connect(tmp_path / "mlflow.db").close()
    assert complete("tenor compare ") == []


def test_completing_a_run_imports_neither_mlflow_nor_pandas(project: Project) -> None:
    code = (
        "import sys\n"
        "from tenor.cli.completion import complete_runs\n"
        "print(complete_runs(None, 'themes'), {'mlflow', 'pandas', 'numba'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=project.folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['themes'] set()\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_shown(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = CliRunner().invoke(
        app, [], env={"_TENOR_COMPLETE": f"source_{shell}"}, prog_name="tenor"
    )
    assert shown.exit_code == 0
    assert "_TENOR_COMPLETE=complete_" + shell in shown.stdout
