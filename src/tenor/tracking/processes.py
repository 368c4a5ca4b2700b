"""Runs whose process ended before they did: they are marked as failed."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from functools import lru_cache
from typing import Any

PROCESS_TAG = "tenor.process"
"""The tag of the process of a run: host, process id, and the time when the process started."""

ENDED_TAG = "tenor.ended"
"""The tag that says why a run was marked as failed later."""

MAX_RUNS = 1000
"""The most unfinished runs that are looked at."""

START_TOLERANCE = 1.0
"""The seconds by which two readings of the start of one process may differ."""


@lru_cache(maxsize=1)
def _own_process(process_id: int) -> str:
    import psutil

    return f"{socket.gethostname()} {process_id} {psutil.Process(process_id).create_time():.2f}"


def process_tag() -> dict[str, str]:
    """Return the tag of a run that this process makes."""
    return {PROCESS_TAG: _own_process(os.getpid())}


def has_ended(process: str) -> bool:
    """Return whether a process, as the tag names it, was of this machine and has ended."""
    import psutil

    try:
        host, process_id, started = process.rsplit(" ", 2)
        if host != socket.gethostname():
            return False
        found = psutil.Process(int(process_id))
        is_same = abs(found.create_time() - float(started)) <= START_TOLERANCE
        return not is_same or found.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, ValueError):
        return False


def mark_ended_runs(client: Any) -> None:
    """Mark the runs as failed whose process has ended, such as one that was killed.

    It does nothing where the store cannot be written to.

    Parameters
    ----------
    client
        The MLflow client.
    """
    from mlflow.exceptions import MlflowException

    with suppress(MlflowException):
        experiment_ids = [experiment.experiment_id for experiment in client.search_experiments()]
        runs = client.search_runs(
            experiment_ids,
            filter_string=f"attributes.status = 'RUNNING' and tags.`{PROCESS_TAG}` LIKE '%'",
            max_results=MAX_RUNS,
        )
        for run in runs:
            if has_ended(run.data.tags[PROCESS_TAG]):
                client.set_tag(run.info.run_id, ENDED_TAG, "its process ended before it did")
                client.set_terminated(run.info.run_id, "FAILED")
