"""The state of a store of files, read from its database without MLflow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tenor.errors import StoreError
from tenor.tracking.database import database_path
from tenor.tracking.registry import CHAMPION, list_versions
from tenor.tracking.store import tracking_uri

BUSY_SECONDS = 0.2
"""The time that another process may hold the database before it counts as locked."""

VERSIONS = "SELECT name, version FROM model_versions"
CHAMPIONS = "SELECT name, version FROM registered_model_aliases WHERE alias = ?"
DURATIONS = (
    "SELECT end_time - start_time FROM runs "
    "WHERE status = 'FINISHED' AND lifecycle_stage = 'active' AND end_time IS NOT NULL"
)
HAS_TAG = (
    "EXISTS (SELECT 1 FROM tags WHERE tags.run_uuid = runs.run_uuid AND key = ? AND value = ?)"
)
"""Queries on the tables of MLflow."""


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


def stored_names(query: str, parameters: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """Return the rows of a query on the store's database, as texts; none for a server's store.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    path = database_path(tracking_uri())
    if path is None or not path.is_file():
        return []
    try:
        with _connection(path, "ro") as connection:
            return [tuple(map(str, row)) for row in connection.execute(query, parameters)]
    except sqlite3.Error as exc:
        raise StoreError(f"the MLflow store '{path}' cannot be read: {exc}") from exc


def stored_versions() -> dict[str, int]:
    """Return the newest version of each registered model, by its name.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    if database_path(tracking_uri()) is None:
        versions = [(version.name, version.version) for version in list_versions()]
    else:
        versions = [(name, number) for name, number in stored_names(VERSIONS)]
    newest: dict[str, int] = {}
    for name, number in versions:
        newest[name] = max(newest.get(name, 0), int(number))
    return newest


def stored_champions() -> dict[str, str]:
    """Return the version that is the champion, by the name of the model.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    if database_path(tracking_uri()) is None:
        return {v.name: v.version for v in list_versions() if CHAMPION in v.aliases}
    return {row[0]: row[1] for row in stored_names(CHAMPIONS, [CHAMPION])}


def last_duration(tags: Mapping[str, str]) -> float | None:
    """Return the seconds that the newest finished run with these tags took.

    It is None if there is none, and for the store of a server.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    wanted = [(name, value) for name, value in tags.items() if value]
    conditions = " AND ".join([DURATIONS, *[HAS_TAG] * len(wanted)])
    parameters = [text for pair in wanted for text in pair]
    rows = stored_names(f"{conditions} ORDER BY start_time DESC", parameters)
    return float(rows[0][0]) / 1000 if rows else None


def _is_locked(path: Path) -> bool:
    with _connection(path, "rw") as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            return "locked" in str(exc)
        except sqlite3.DatabaseError:
            return False  # It is damaged, which `check_store` reports.
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
