"""The SQLite file of an MLflow store."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from tenor.errors import StoreError
from tenor.tracking import database
from tenor.tracking.database import (
    check_database,
    database_path,
    database_uri,
    lock_database,
    make_database,
)

ODD_NAMES = ["plain", "a b", "p%20q", "p?q", "p#q", "ü%3F?#"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A file with the tables by which a store is recognized."""
    path = tmp_path / "mlflow.db"
    with closing(sqlite3.connect(path)) as connection:
        for name in database.MLFLOW_TABLES:
            connection.execute(f"CREATE TABLE {name} (x)")
    return path


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_path_and_its_address_name_one_file(tmp_path: Path, name: str) -> None:
    """For SQLAlchemy, too, and without a folder of another name beside it."""
    from sqlalchemy import create_engine, text

    path = tmp_path / name / "mlflow.db"
    path.parent.mkdir()
    uri = database_uri(path)
    assert database_path(uri) == path
    engine = create_engine(uri)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (x)"))
    engine.dispose()
    assert path.stat().st_size > 0
    assert os.listdir(tmp_path) == [name]


def test_an_address_of_another_kind_has_no_file() -> None:
    for uri in ("http://host:5000", "postgresql://host/db", "sqlite:///:memory:", "sqlite://"):
        assert database_path(uri) is None


def test_a_store_can_be_used(store: Path) -> None:
    check_database(store, must_exist=True)
    check_database(store, must_exist=False)
    check_database(store.with_name("new.db"), must_exist=False)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"hello\n", "is no MLflow store, because it is not an SQLite database; move it away"),
        (b"SQLite format 3\0" + b"x" * 2000, "mlflow.db' "),
    ],
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes, fault: str) -> None:
    (tmp_path / "mlflow.db").write_bytes(content)
    with pytest.raises(StoreError, match=fault) as caught:
        check_database(tmp_path / "mlflow.db", must_exist=True)
    assert len(str(caught.value).splitlines()) == 1


def test_a_database_of_another_program_is_refused_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "mlflow.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE photos (x)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="because it has no table 'alembic_version'; move it away"):
        check_database(path, must_exist=False)
    assert path.read_bytes() == before


def test_a_locked_store_is_refused(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_TIMEOUT", 0.01)
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        check_database(store, must_exist=True)
        with pytest.raises(StoreError, match="is locked by another program; try again"):
            check_database(store, must_exist=False)


@pytest.mark.parametrize("name", ["mlflow.db", "."])
def test_a_store_that_cannot_be_written_to_is_refused_for_writing_only(
    store: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Root may write everywhere, so the answer of the system is replaced."""
    read_only = store.parent / name
    monkeypatch.setattr(database.os, "access", lambda path, mode: path != read_only)
    check_database(store, must_exist=True)
    with pytest.raises(StoreError, match=r"is read-only, because '.*' cannot be written to"):
        check_database(store, must_exist=False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes")
@pytest.mark.parametrize("must_exist", [True, False])
def test_a_pipe_or_a_device_is_no_store(tmp_path: Path, must_exist: bool) -> None:
    """Nor is it replaced by one."""
    pipe = tmp_path / "mlflow.db"
    os.mkfifo(pipe)
    with pytest.raises(StoreError, match=r"mlflow\.db' is a pipe or a device; name a database"):
        check_database(pipe, must_exist=must_exist)
    assert pipe.is_fifo()


def test_what_a_killed_command_left_half_written_is_undone(store: Path) -> None:
    program = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA cache_size = 1')\n"
        "connection.execute('BEGIN')\n"
        "connection.execute('CREATE TABLE filler (text)')\n"
        "for _ in range(2000):\n"
        "    connection.execute('INSERT INTO filler VALUES (?)', ['x' * 1000])\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(store)], check=False)
    assert done.returncode == 9
    assert Path(f"{store}-journal").exists()
    check_database(store, must_exist=True)
    with closing(sqlite3.connect(store)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "filler" not in names


class SlowStore:
    """In place of MLflow's store, which takes seconds to make its tables."""

    made: ClassVar[list[str]] = []

    def __init__(self, uri: str, artifacts: str) -> None:
        path = database_path(uri)
        assert path is not None
        self.made.append(path.name)
        path.write_text("half")
        if artifacts == "fail":
            raise KeyboardInterrupt
        path.write_text("complete")
        self.engine = self

    def dispose(self) -> None:
        """Close no connection."""


def test_a_store_is_made_once_and_appears_complete_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlflow.store.tracking import sqlalchemy_store

    monkeypatch.setattr(sqlalchemy_store, "SqlAlchemyStore", SlowStore)
    path = tmp_path / "mlflow.db"

    def make() -> None:
        with lock_database(path):
            make_database(path, "file:///artifacts")

    with pytest.raises(KeyboardInterrupt), lock_database(path):
        make_database(path, "fail")
    assert os.listdir(tmp_path) == []
    threads = [Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SlowStore.made == [".mlflow.db.unfinished"] * 2
    assert os.listdir(tmp_path) == ["mlflow.db"]
    assert path.read_text() == "complete"


def test_a_store_in_a_folder_that_cannot_be_written_to_is_not_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database.os, "access", lambda path, mode: False)
    with lock_database(tmp_path / "mlflow.db"):
        assert os.listdir(tmp_path) == []
