"""The MLflow store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tenor.errors import StoreError
from tenor.tracking import check_store, tracking_uri
from tenor.tracking.store import _without_password, describe_error


@pytest.fixture(autouse=True)
def _in_a_fresh_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)


def test_by_default_the_store_is_sqlite_in_the_working_folder(tmp_path: Path) -> None:
    assert tracking_uri() == f"sqlite:///{tmp_path}/mlflow.db"
    assert check_store() == tracking_uri()


def test_a_missing_store_is_an_error_where_it_must_exist(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no MLflow store at"):
        check_store(must_exist=True)
    (tmp_path / "mlflow.db").touch()
    assert check_store(must_exist=True)


def test_the_environment_variable_sets_the_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{tmp_path}/other.db")
    assert check_store() == f"sqlite:///{tmp_path}/other.db"


@pytest.mark.parametrize("uri", ["mlruns", "file:./mlruns", "file:///somewhere/mlruns"])
def test_a_plain_folder_is_refused(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    with pytest.raises(StoreError, match="use sqlite:///PATH or the address of a server"):
        check_store()


def test_a_database_in_a_folder_that_does_not_exist_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:////no/such/folder/mlflow.db")
    with pytest.raises(StoreError, match="does not exist; make it first"):
        check_store()


def test_a_password_in_an_address_is_not_shown() -> None:
    assert (
        _without_password("https://ana:secret@tracking.example/x")
        == "https://ana:***@tracking.example/x"
    )


def test_an_error_of_the_database_is_described_by_its_own_words() -> None:
    """Whatever SQLAlchemy and MLflow put before it."""
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import OperationalError

    cause = OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))
    cause.add_detail("raised as a result of Query-invoked autoflush")
    error = MlflowException(cause)
    error.__cause__ = cause
    assert describe_error(error) == describe_error(cause) == "database or disk is full"
    assert describe_error(MlflowException("no such run")) == "no such run"
    assert describe_error(ValueError("a fault of the program")) is None
