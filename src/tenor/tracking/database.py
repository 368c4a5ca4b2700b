"""The SQLite file of an MLflow store: its address, checks of it, and making it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from tenor.errors import StoreError
from tenor.locks import lock, unfinished_path
from tenor.progress import print_note

SCHEME = "sqlite:///"
SCHEME_WITH_DRIVER = "sqlite+pysqlite:///"
"""An address with a driver; MLflow does not take its path for that of a folder to make."""

MLFLOW_TABLES = {"alembic_version", "experiments", "runs"}
"""Tables that every MLflow store has."""

MIN_FREE_BYTES = 1 << 20
"""The free space that a new store needs at least."""

LOCK_TIMEOUT = 10.0
"""The seconds to wait for another program that writes to the database."""


def database_uri(path: Path) -> str:
    """Return the address of a database file for MLflow.

    Raises
    ------
    StoreError
        If the path has characters that the installed SQLAlchemy cannot address.
    """
    if not {"%", "?"} & set(str(path)):
        return f"{SCHEME}{path}"
    # Later versions of SQLAlchemy decode the path of an address, earlier ones do not.
    for candidate in (quote(str(path)), str(path)):
        uri = f"{SCHEME_WITH_DRIVER}{candidate}"
        if database_path(uri) == path:
            return uri
    raise StoreError(f"the MLflow store cannot be at '{path}', because the path contains a '?'")


def database_path(uri: str) -> Path | None:
    """Return the database file of an address; None if it is of another kind."""
    if not uri.startswith((SCHEME, SCHEME_WITH_DRIVER)):
        return None
    path = uri.partition("///")[2]
    if "%" in path or "?" in path:
        from sqlalchemy.engine import make_url

        path = make_url(uri).database or ""
    return Path(path) if path not in ("", ":memory:") else None


def check_database(path: Path, *, must_exist: bool) -> None:
    """Check that a database file is an MLflow store, or can become one.

    Parameters
    ----------
    path
        The file.
    must_exist
        Whether a missing file is an error. If not, it must be possible to write to it, too.

    Raises
    ------
    StoreError
        If the file is missing, of another program, damaged, locked or read-only.
    """
    if path.is_dir():
        raise StoreError(f"the MLflow store '{path}' is a folder; name a database file")
    if path.exists() and not path.is_file():
        # A new store would take the place of a device.
        raise StoreError(f"the MLflow store '{path}' is a pipe or a device; name a database file")
    if not path.parent.is_dir():
        raise StoreError(f"the folder of the MLflow store '{path}' does not exist; make it first")
    if must_exist and not path.exists():
        raise StoreError(
            f"no MLflow store at '{path}': train a model here first, or name another store "
            "by --store"
        )
    if path.exists() and path.stat().st_size:
        _check_tables(path)
    if not must_exist:
        _check_writable(path)


def make_database(path: Path, artifacts_uri: str) -> None:
    """Make an MLflow store, if there is none; its lock must be held.

    Parameters
    ----------
    path
        The database file. It appears complete or not at all.
    artifacts_uri
        The folder for the artifacts of MLflow's default experiment.

    Raises
    ------
    StoreError
        If the disk is full.
    """
    if path.exists() and path.stat().st_size:
        return
    from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

    # MLflow makes tables one by one, and a store that it did not finish never works.
    temporary = unfinished_path(path)
    try:
        store = SqlAlchemyStore(database_uri(temporary), artifacts_uri)
        store.engine.dispose()
        os.replace(temporary, path)
    except Exception as exc:
        # MLflow tries again, and then finds the tables that it has made before.
        if shutil.disk_usage(path.parent).free < MIN_FREE_BYTES:
            raise StoreError(
                f"the MLflow store '{path}' cannot be made: no space left on device"
            ) from exc
        raise
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def lock_database(path: Path | None) -> Iterator[None]:
    """Let one process at a time make or change the tables of a store, or make an experiment.

    Parameters
    ----------
    path
        The database file. None for a store of another kind, which has its own locks; nor is one
        locked in a folder that cannot be written to.
    """
    if path is None or not os.access(path.parent, os.W_OK):
        yield
        return
    note = partial(print_note, f"waiting for another command that opens the MLflow store '{path}'")
    with lock(path, on_wait=note):
        yield


def _check_tables(path: Path) -> None:
    # SQLite rolls back the transaction of a killed command only where it can write.
    is_hot = Path(f"{path}-journal").exists() and os.access(path.parent, os.W_OK)
    address = f"file:{quote(str(path.absolute()))}?mode={'rw' if is_hot else 'ro'}"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=LOCK_TIMEOUT)) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = {name for (name,) in rows}
    except sqlite3.Error as exc:
        raise StoreError(_fault(path, exc)) from exc
    if missing := MLFLOW_TABLES - tables:
        reason = "it is empty" if not tables else f"it has no table '{min(missing)}'"
        raise StoreError(
            f"'{path}' is no MLflow store, because {reason}; move it away, or name another store "
            "by --store"
        )


def _check_writable(path: Path) -> None:
    # SQLite also writes a journal beside the file.
    for place in (path, path.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreError(
                f"the MLflow store '{path}' is read-only, because '{place}' cannot be written to; "
                "change its permissions, or name another store by --store"
            )
    if not (path.exists() and path.stat().st_size):
        return
    address = f"file:{quote(str(path.absolute()))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=LOCK_TIMEOUT)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except sqlite3.Error as exc:
        raise StoreError(_fault(path, exc)) from exc


def _fault(path: Path, error: sqlite3.Error) -> str:
    """Return a sentence on an error of SQLite."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return (
            f"the MLflow store '{path}' is locked by another program; try again when it has ended"
        )
    if "not a database" in text:
        return (
            f"'{path}' is no MLflow store, because it is not an SQLite database; move it away, or "
            "name another store by --store"
        )
    return f"the MLflow store '{path}' cannot be used: {text}"
