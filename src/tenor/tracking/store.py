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

DATABASE = "mlflow.db"
ARTIFACTS = "mlartifacts"
"""The default database and folder of artifacts, in the working folder."""

SERVER_TIMEOUT = 3.0
"""The seconds that a tracking server has to respond."""


def tracking_uri() -> str:
    """Return ``MLFLOW_TRACKING_URI``, or else the SQLite database in the working folder."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{Path(DATABASE).resolve()}"


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
                f"no MLflow store at '{path}': train a model here first, or set MLFLOW_TRACKING_URI"
            )
        if not path.parent.is_dir():
            raise StoreError(
                f"the folder of the MLflow store '{path}' does not exist; make it first"
            )
    elif scheme in ("", "file"):
        raise StoreError(
            f"MLFLOW_TRACKING_URI '{uri}' is a plain folder, which MLflow no longer writes to; "
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
            "start it, or unset MLFLOW_TRACKING_URI to use the working folder"
        ) from exc


def _without_password(uri: str) -> str:
    parts = urlsplit(uri)
    if not parts.password:
        return uri
    return parts._replace(netloc=f"{parts.username}:***@{parts.hostname}").geturl()
