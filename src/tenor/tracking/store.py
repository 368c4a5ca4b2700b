"""The MLflow store: its address, checks that it can be used, and the connection to it."""

from __future__ import annotations

import logging
import os
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from tenor.errors import StoreError
from tenor.settings import find_settings, store_uri

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
        return store_uri(store, Path.cwd())
    uri = os.environ.get("MLFLOW_TRACKING_URI") or find_settings().store_uri
    return uri or f"sqlite:///{Path(DATABASE).resolve()}"


def artifact_location(uri: str) -> str | None:
    """Return the URI of the folder of artifacts, beside the database; None for a server's store."""
    if urlsplit(uri).scheme != "sqlite":
        return None
    return (Path(uri.removeprefix("sqlite:///")).absolute().parent / ARTIFACTS).as_uri()


def check_store(*, must_exist: bool = False) -> str:
    """Return the tracking URI, after a check that its store can be used.

    Parameters
    ----------
    must_exist
        Whether a missing database is an error; otherwise MLflow makes it on first use.

    Raises
    ------
    StoreError
        If the database or its folder does not exist, the server does not respond, or the
        store is a plain folder.
    """
    uri = tracking_uri()
    scheme = urlsplit(uri).scheme
    if scheme in ("http", "https"):
        _check_server(uri)
    elif scheme == "sqlite":
        path = Path(uri.removeprefix("sqlite:///"))
        if must_exist and not path.exists():
            raise StoreError(
                f"no MLflow store at '{path}': train a model here first, or name another store "
                "by --store"
            )
        if path.is_dir():
            raise StoreError(f"the MLflow store '{path}' is a folder; name a database file")
        if not path.parent.is_dir():
            raise StoreError(
                f"the folder of the MLflow store '{path}' does not exist; make it first"
            )
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
    os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "ERROR")
    import mlflow

    for name in ("mlflow", "alembic"):
        logging.getLogger(name).setLevel(logging.ERROR)
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    try:
        mlflow.MlflowClient().search_experiments(max_results=1)
    except Exception as exc:
        address = _without_password(uri)
        raise StoreError(f"the MLflow store '{address}' cannot be opened: {exc}") from exc
    module: ModuleType = mlflow
    return module


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
