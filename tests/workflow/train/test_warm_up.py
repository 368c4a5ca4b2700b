"""Loading what is needed later while other work is done."""

from pathlib import Path
from threading import Event

import pytest

from tenor.errors import StoreError
from tenor.tracking import open_store
from tenor.workflow.train.warm_up import warm_up


def test_jobs_run_in_parallel_and_the_block_waits_for_their_end() -> None:
    begun, ended = Event(), []
    with warm_up(begun.set, lambda: ended.append("second")):
        assert begun.wait(5)
    assert ended == ["second"]


def test_an_error_in_a_job_stops_no_other_job_and_is_raised_on_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # MLflow sets both for processes that start later.
    for name in ("MLFLOW_TRACKING_URI", "MLFLOW_REGISTRY_URI"):
        monkeypatch.setenv(name, f"sqlite:///{tmp_path}/mlflow.db")
    (tmp_path / "mlflow.db").write_text("no database")
    done: list[str] = []
    with warm_up(open_store, lambda: done.append("after")):
        pass
    assert done == ["after"]
    with pytest.raises(StoreError, match="is no MLflow store"):
        open_store()


def test_no_job_starts_after_an_error_in_the_block() -> None:
    begun, failed, done = Event(), Event(), []

    def first() -> None:
        begun.set()
        failed.wait(5)

    def fail() -> None:
        assert begun.wait(5)
        failed.set()
        raise ValueError("no labels")

    with pytest.raises(ValueError, match="no labels"), warm_up(first, lambda: done.append(1)):
        fail()
    assert done == []
