"""The MLflow UI on the store in use, for this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tenor.tracking.store import ARTIFACTS, check_store, open_store
from tenor.tracking.views import TAG, view_address


def score_views() -> list[tuple[str, str]]:
    """Return the experiments that have runs with scores, newest first: name and place in the UI.

    Raises
    ------
    StoreError
        If there is no store to show.
    """
    found = open_store(must_exist=True).MlflowClient().search_experiments()
    return [(e.name, view_address(e.experiment_id)) for e in found if TAG in e.tags]


def serve_ui(port: int) -> int:
    """Serve the MLflow UI on the loopback address until it is stopped; returns its exit code.

    Raises
    ------
    StoreError
        If there is no store to show.
    """
    uri = check_store(must_exist=True)
    environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
    command = [
        sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port),
        "--backend-store-uri", uri, "--workers", "1",
        "--default-artifact-root", Path(ARTIFACTS).resolve().as_uri(),
    ]  # fmt: skip
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
