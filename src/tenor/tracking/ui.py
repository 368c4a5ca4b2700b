"""The MLflow UI of the store, served to this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tenor.tracking.run_views import VIEW_TAG, view_path
from tenor.tracking.store import ARTIFACTS, artifact_location, check_store, open_store


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


def serve_ui(port: int) -> int:
    """Serve the MLflow UI on the loopback address until it is stopped; return its exit code.

    Raises
    ------
    StoreError
        If there is no store.
    """
    uri = check_store(must_exist=True)
    environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
    command = [
        sys.executable,
        "-m",
        "mlflow",
        "server",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--backend-store-uri",
        uri,
        "--workers",
        "1",
        "--default-artifact-root",
        artifact_location(uri) or Path(ARTIFACTS).resolve().as_uri(),
    ]
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
