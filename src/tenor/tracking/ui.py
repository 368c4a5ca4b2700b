"""The MLflow UI of the store, served to this machine only."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tenor.errors import InputError, StoreError
from tenor.tracking.run_views import VIEW_TAG, view_path
from tenor.tracking.store import ARTIFACTS, artifact_location, check_store, open_store
from tenor.tracking.ui_address import recorded_ui

HOST = "127.0.0.1"
"""The address of this machine, which no other can reach."""

ENVIRONMENT = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
}
"""The settings of the server: no usage statistics, and no workers of jobs, which Tenor has none
of."""

END_SECONDS = 5.0
"""The seconds that the server's processes have to end."""


def score_views() -> list[tuple[str, str]]:
    """Return the experiments with a view of scores: their names, and the views' paths in the UI.

    Raises
    ------
    StoreError
        If there is no store.
    """
    experiments = open_store(must_exist=True).MlflowClient().search_experiments()
    return [
        (experiment.name, view_path(experiment.experiment_id))
        for experiment in experiments
        if VIEW_TAG in experiment.tags
    ]


def check_port(port: int) -> None:
    """Check that the UI can listen on a port.

    Raises
    ------
    InputError
        If another program listens on it, or it needs rights that this process lacks.
    """
    with socket.socket() as probe:
        if os.name == "posix":  # As the server does: a port that was just closed is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as exc:
            in_use = exc.errno == errno.EADDRINUSE
            reason = "another program listens on it" if in_use else exc.strerror
            raise InputError(
                f"port '{port}' cannot be used ({reason}); name another with --port"
            ) from exc


def serve_ui(port: int, *, show_log: bool = False) -> None:
    """Serve the MLflow UI on the loopback address until it is stopped.

    None of its processes outlives this function.

    Parameters
    ----------
    port
        The port to listen on.
    show_log
        Whether the log of the server is written to standard error.

    Raises
    ------
    StoreError
        If there is no store, or the server ends by itself.
    """
    uri = check_store(must_exist=True)
    command = [
        *(sys.executable, "-m", "mlflow", "server"),
        *("--host", HOST, "--port", str(port), "--workers", "1"),
        *("--backend-store-uri", uri),
        *("--default-artifact-root", artifact_location(uri) or Path(ARTIFACTS).resolve().as_uri()),
    ]
    with tempfile.TemporaryFile() as log, recorded_ui(f"http://{HOST}:{port}"):
        stream = None if show_log else log
        # In a session of its own, so that Ctrl-C does not interrupt it in the middle of a request.
        process = subprocess.Popen(
            command,
            env=os.environ | ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
        try:
            process.wait()
        except KeyboardInterrupt:
            return
        finally:
            _end(process)
        if process.returncode == 0:
            return
        log.seek(0)
        lines = log.read().decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        raise StoreError(f"the MLflow UI has ended with code {process.returncode}: {last}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and those that it started."""
    import psutil

    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(process.pid)
        processes = [*parent.children(recursive=True), parent]
        for one in processes:
            with suppress(psutil.NoSuchProcess):
                one.terminate()
        _, alive = psutil.wait_procs(processes, timeout=END_SECONDS)
        for one in alive:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    process.wait()
