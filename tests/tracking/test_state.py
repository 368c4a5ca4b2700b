"""The state of a store, read without MLflow."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tenor.errors import StoreError
from tenor.tracking.state import (
    last_duration,
    store_state,
    stored_champions,
    stored_names,
    stored_versions,
)

from ..conftest import Project, inside


@pytest.mark.usefixtures("in_the_project")
def test_versions_champions_and_durations_are_read(project: Project) -> None:
    assert stored_versions()["tenor-theme"] >= int(project.themes.version or 0)
    assert stored_champions()["tenor-theme"] == str(project.themes.version)
    duration = last_duration({"task": "theme", "corpus": project.corpus.fingerprint})
    assert duration is not None
    assert 0 < duration < 600
    assert last_duration({"task": "theme", "corpus": "another"}) is None
    state = store_state()
    assert (state.database, state.exists, state.is_locked) == (
        project.folder / "mlflow.db",
        True,
        False,
    )


def test_without_a_store_nothing_is_read_and_nothing_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside(tmp_path):
        assert (stored_versions(), stored_champions(), last_duration({})) == ({}, {}, None)
        assert not store_state().exists
        assert list(tmp_path.iterdir()) == []
        monkeypatch.setenv("TENOR_STORE", "http://127.0.0.1:9")
        assert stored_names("SELECT name FROM runs") == []
        assert store_state().database is None


def test_a_locked_and_a_damaged_database_are_told(tmp_path: Path) -> None:
    with inside(tmp_path):
        with closing(sqlite3.connect("mlflow.db", isolation_level=None)) as other:
            other.execute("CREATE TABLE runs (name TEXT)")
            other.execute("BEGIN IMMEDIATE")
            assert store_state().is_locked
        assert not store_state().is_locked
        (tmp_path / "mlflow.db").write_bytes(b"no database at all" * 100)
        with pytest.raises(StoreError, match="cannot be read: file is not a database"):
            stored_names("SELECT name FROM runs")
