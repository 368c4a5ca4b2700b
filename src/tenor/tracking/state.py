"""The state of a store of files, read from its database without MLflow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tenor.tracking.database import database_path
from tenor.tracking.store import tracking_uri

BUSY_SECONDS = 0.2
"""The time that another process may hold the database before it counts as locked."""


@dataclass(frozen=True, slots=True)
class StoreState:
    """The state of a store.

    Attributes
    ----------
    uri
        Its URI.
    database
        Its database; None for the store of a server.
    exists
        Whether the database exists.
    is_locked
        Whether another process is writing to it.
    """

    uri: str
    database: Path | None
    exists: bool
    is_locked: bool


def store_state() -> StoreState:
    """Return the state of the store; nothing is written.

    Raises
    ------
    SettingsError
        If ``tenor.toml`` has faults.
    """
    uri = tracking_uri()
    path = database_path(uri)
    if path is None or not path.is_file():
        return StoreState(uri, path, False, False)
    return StoreState(uri, path, True, _is_locked(path))


def stored_names(query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query on the store's database, as texts; none for a server's store.

    Raises
    ------
    sqlite3.Error
        If the database cannot be read.
    """
    path = database_path(tracking_uri())
    if path is None or not path.is_file():
        return []
    with _connection(path, "ro") as connection:
        return [tuple(map(str, row)) for row in connection.execute(query)]


def _is_locked(path: Path) -> bool:
    with _connection(path, "rw") as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            return "locked" in str(exc)
        connection.rollback()
    return False


@contextmanager
def _connection(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    address = f"file:{quote(str(path))}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()
