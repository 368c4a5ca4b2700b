"""The MLflow store: its address, checks that it can be used, and the connection to it."""

from __future__ import annotations

import logging
import os
import tempfile
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from tenor.errors import StoreError, reason_of
from tenor.locks import remove_leftovers
from tenor.settings import find_settings, store_uri
from tenor.tracking.database import (
    SCHEME,
    check_database,
    database_path,
    database_uri,
    lock_database,
    make_database,
)
from tenor.tracking.processes import mark_ended_runs

DATABASE = "mlflow.db"
ARTIFACTS = "mlartifacts"
"""The default database in the working folder, and the folder of artifacts beside a database."""

SERVER_TIMEOUT = 3.0
"""The seconds that a tracking server has to respond."""


STORE_VARIABLE = "TENOR_STORE"
"""The environment variable that names the store; it is asked before ``MLFLOW_TRACKING_URI``."""


def tracking_uri() -> str:
    """Return the URI of the store.

    It is that of ``TENOR_STORE`` (a path or a URI), else of ``MLFLOW_TRACKING_URI``, else of the
    project's ``tenor.toml``, else that of the SQLite database in the working folder.

    Raises
    ------
    SettingsError
        If ``tenor.toml`` has faults.
    """
    if store := os.environ.get(STORE_VARIABLE):
        return _encoded(store_uri(store, Path.cwd()))
    if uri := os.environ.get("MLFLOW_TRACKING_URI"):
        return uri
    return _encoded(find_settings().store_uri) or database_uri(Path(DATABASE).resolve())


def _encoded(uri: str) -> str:
    """Return the URI of a store, whose path is encoded if it is that of a database."""
    path = uri.removeprefix(SCHEME)
    return uri if path == uri else database_uri(Path(path))


def artifact_location(uri: str) -> str | None:
    """Return the URI of the folder of artifacts, beside the database; None for a server's store."""
    path = database_path(uri)
    return (path.absolute().parent / ARTIFACTS).as_uri() if path else None


def check_store(*, must_exist: bool = False) -> str:
    """Return the tracking URI, after a check that its store can be used.

    Parameters
    ----------
    must_exist
        Whether a missing database is an error. If not, it is made on first use, and it must be
        possible to write to it.

    Raises
    ------
    StoreError
        If the database is missing, of another program, damaged, locked or read-only, the server
        does not respond, or the store is a plain folder.
    """
    uri = tracking_uri()
    scheme = urlsplit(uri).scheme
    if scheme in ("http", "https"):
        _check_server(uri)
    elif path := database_path(uri):
        check_database(path, must_exist=must_exist)
        folder = path.parent / ARTIFACTS
        if not must_exist and folder.exists() and not os.access(folder, os.W_OK):
            raise StoreError(f"the folder of artifacts '{folder}' cannot be written to")
    elif scheme in ("", "file"):
        raise StoreError(
            f"MLflow store '{uri}' is a plain folder, which MLflow no longer writes to; "
            "use sqlite:///PATH or the address of a server"
        )
    return uri


def open_store(*, must_exist: bool = False) -> ModuleType:
    """Return the module mlflow, connected to the store and with its log messages turned off.

    Parameters
    ----------
    must_exist
        As in `check_store`.

    Raises
    ------
    StoreError
        As in `check_store`, and if the store cannot be opened.
    """
    uri = check_store(must_exist=must_exist)
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "CRITICAL")
    import mlflow

    for name in ("mlflow", "alembic"):
        # It logs the SQL of an error, which is raised as well.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    with store_errors(f"the MLflow store '{_without_password(uri)}' cannot be opened"):
        if uri not in _opened:
            path = database_path(uri)
            # MLflow makes missing tables when it first opens a store for runs or for models.
            with lock_database(path):
                if path is not None:
                    make_database(path, artifact_location(uri) or "")
                client = mlflow.MlflowClient()
                client.search_experiments(max_results=1)
                client.search_registered_models(max_results=1)
            mark_ended_runs(client)
            remove_leftovers(Path(tempfile.gettempdir()))
            _opened.add(uri)
        else:
            mlflow.MlflowClient().search_experiments(max_results=1)
    module: ModuleType = mlflow
    return module


_opened: set[str] = set()
"""The stores that this process has opened."""


@contextmanager
def store_errors(fault: str = "the MLflow store cannot be used") -> Iterator[None]:
    """Raise a StoreError in place of an error that MLflow or its database raises in the block.

    Parameters
    ----------
    fault
        The beginning of the message.
    """
    try:
        yield
    except Exception as exc:
        reason = describe_error(exc)
        if reason is None:
            raise
        raise StoreError(f"{fault}: {reason}") from exc


def describe_error(error: BaseException) -> str | None:
    """Return what an error of MLflow or its database says, without SQL; None for any other."""
    if type(error).__module__.partition(".")[0] not in ("mlflow", "sqlalchemy", "alembic"):
        return None
    text = str(error)
    if "out-of-date database schema" in text:
        return (
            "another version of MLflow made it; copy it, then run "
            f"'mlflow db upgrade {_without_password(tracking_uri())}'"
        )
    # SQLAlchemy adds text of its own to the error of the database, and MLflow raises it anew.
    cause: BaseException | None = error
    while cause is not None and not hasattr(cause, "orig"):
        cause = cause.__cause__
    return reason_of(getattr(cause, "orig", None) or error)


@contextmanager
def quiet() -> Iterator[None]:
    """Suppress warnings and messages on standard error."""
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        yield


def _check_server(uri: str) -> None:
    try:
        with urllib.request.urlopen(f"{uri.rstrip('/')}/health", timeout=SERVER_TIMEOUT):
            return
    except urllib.error.HTTPError:
        return  # A server that refuses this address may still serve the API.
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "reason", exc)
        raise StoreError(
            f"the MLflow server '{_without_password(uri)}' does not respond ({reason}); "
            "start it, or name another store by --store"
        ) from exc


def _without_password(uri: str) -> str:
    parts = urlsplit(uri)
    if not parts.password:
        return uri
    return parts._replace(netloc=f"{parts.username}:***@{parts.hostname}").geturl()
