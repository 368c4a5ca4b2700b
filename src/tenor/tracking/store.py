"""The MLflow store: which one, whether it answers, and a quiet MLflow to talk to it."""

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
ANSWER_WITHIN = 3.0
"""Seconds that a tracking server has to answer."""


def tracking_uri() -> str:
    """Return ``MLFLOW_TRACKING_URI``, else the SQLite store in the working folder."""
    return os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{Path(DATABASE).resolve()}"


def check_store(*, must_exist: bool = False) -> str:
    """Return the tracking URI if its store can be used.

    Parameters
    ----------
    must_exist
        True for commands that only read: a missing database is then an error.

    Raises
    ------
    StoreError
        If a server does not answer within seconds, or the scheme is not known.
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
    """Return mlflow, set to the store in use and told to be quiet.

    Raises
    ------
    StoreError
        As `check_store`, and if the store cannot be opened.
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
        raise StoreError(f"the MLflow store '{_shown(uri)}' cannot be opened: {exc}") from exc
    module: ModuleType = mlflow
    return module


@contextmanager
def quiet() -> Iterator[None]:
    """Keep MLflow's messages to its own users off the terminal."""
    with warnings.catch_warnings(), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        yield


def _check_server(uri: str) -> None:
    try:
        with urllib.request.urlopen(f"{uri.rstrip('/')}/health", timeout=ANSWER_WITHIN):
            return
    except urllib.error.HTTPError:
        return  # It answers; what it thinks of us shows when we ask for something.
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "reason", exc)
        raise StoreError(
            f"the MLflow server '{_shown(uri)}' does not answer ({reason}); "
            "start it, or unset MLFLOW_TRACKING_URI to use the working folder"
        ) from exc


def _shown(uri: str) -> str:
    parts = urlsplit(uri)
    if not parts.password:
        return uri
    return parts._replace(netloc=f"{parts.username}:***@{parts.hostname}").geturl()
