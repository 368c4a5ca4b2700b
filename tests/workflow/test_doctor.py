"""Checks of the installation and of the project."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from tenor.workflow import doctor
from tenor.workflow.doctor import Check, run_checks

from ..conftest import Project, inside


def faults(checks: list[Check]) -> list[str]:
    """Return the faults that checks found."""
    return [check.fault for check in checks if check.fault]


def test_a_trained_project_is_sound(in_the_project: None, project: Project) -> None:
    before = sorted(path.name for path in project.folder.iterdir())
    checks = run_checks()
    assert faults(checks) == []
    found = {check.name: check.found for check in checks}
    assert found["cores"] == str(len(os.sched_getaffinity(0)))
    assert found["corpus"].startswith(
        f"data/corpus: {project.corpus.info['articles']} articles, fingerprint "
    )
    assert found["codebook"].startswith("codebook.toml: 6 themes, 3 targets, fingerprint ")
    assert found["store"].startswith(f"{project.folder}/mlflow.db: ")
    assert found["locks"] == "free"
    assert {"scikit-learn", "mlflow", "extra 'test'"} <= found.keys()
    assert sorted(path.name for path in project.folder.iterdir()) == before


def test_a_folder_without_a_project_is_sound_and_stays_empty(tmp_path: Path) -> None:
    with inside(tmp_path):
        checks = run_checks()
    assert faults(checks) == []
    found = {check.name: check.found for check in checks}
    assert found["settings"] == "no tenor.toml here or above"
    assert found["store"] == f"{tmp_path}/mlflow.db is made by the first training"
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_another_process_writes_to_is_locked(project: Project, tmp_path: Path) -> None:
    shutil.copy(project.folder / "mlflow.db", tmp_path)
    with inside(tmp_path), closing(sqlite3.connect("mlflow.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        checks = run_checks()
    [fault] = faults(checks)
    assert fault.startswith(f"the store '{tmp_path}/mlflow.db' is locked by another process")


def test_what_another_process_is_writing_is_told(tmp_path: Path) -> None:
    (tmp_path / "tenor.toml").write_text('corpus = "data/corpus"')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / ".stale.tenor-lock").touch()
    with inside(tmp_path), FileLock(tmp_path / "data" / ".corpus.tenor-lock"):
        checks = run_checks()
    assert faults(checks) == []
    assert checks[-1] == Check("locks", f"being written: {tmp_path / 'data' / 'corpus'}")


def test_what_the_settings_name_is_checked(tmp_path: Path) -> None:
    (tmp_path / "tenor.toml").write_text('corpus = "made"\ncodebook = "c.toml"\nstore = "no/s.db"')
    (tmp_path / "c.toml").write_text("version = 1\n")
    with inside(tmp_path):
        checks = run_checks()
        found = {check.name: check.found for check in checks}
        assert found["corpus"] == "made is not made yet"
        codebook, store = faults(checks)
        assert codebook.startswith("c.toml, line 1: ")
        assert store.startswith(f"the folder of the MLflow store '{tmp_path}/no/s.db' does not")
        (tmp_path / "tenor.toml").write_text("corpse = 1")
        [fault] = faults(run_checks())
        assert "line 1: [corpse] 'corpse' is not a known key" in fault


def test_missing_and_old_libraries_and_a_full_disk_are_faults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name == "pytest":
            raise PackageNotFoundError
        return {"numpy": "2.0.9rc1", "joblib": "1.10"}.get(name, "9999")

    usage = SimpleNamespace(total=0, used=0, free=1_000_000)
    monkeypatch.setattr(doctor, "version", version)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    with inside(tmp_path):
        checks = run_checks()
    old, disk = faults(checks)
    assert old == "library 'numpy' 2.0.9rc1 is older than 2.1; run pip install -U numpy"
    assert disk == f"the disk of '{tmp_path}' is full; make space on it"
    extra = next(check for check in checks if check.name == "extra 'test'")
    assert extra.found == "incomplete: pytest missing or too old"
