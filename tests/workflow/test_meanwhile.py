"""Starting up beside other work."""

from pathlib import Path
from threading import Event

import pytest

from tenor.errors import StoreError
from tenor.tracking import open_store
from tenor.workflow.meanwhile import meanwhile


def test_jobs_are_done_beside_other_work_and_their_end_is_waited_for() -> None:
    begun, ended = Event(), []
    with meanwhile(begun.set, lambda: ended.append("second")):
        assert begun.wait(5)
    assert ended == ["second"]


def test_what_goes_wrong_meanwhile_stops_no_job_and_is_told_on_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # MLflow writes both where processes that are started later read them.
    for name in ("MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI"):
        monkeypatch.setenv(name, f"sqlite:///{tmp_path}/mlflow.db")
    (tmp_path / "mlflow.db").write_text("no database")
    done: list[str] = []
    with meanwhile(open_store, lambda: done.append("after")):
        pass
    assert done == ["after"]
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store()


def test_after_an_error_no_further_job_is_begun() -> None:
    """Nobody waits seconds for imports that nothing will need."""
    begun, failed, done = Event(), Event(), []

    def first() -> None:
        begun.set()
        failed.wait(5)

    def fail() -> None:
        assert begun.wait(5)
        failed.set()
        raise ValueError("no labels")

    with pytest.raises(ValueError, match="no labels"), meanwhile(first, lambda: done.append(1)):
        fail()
    assert done == []
