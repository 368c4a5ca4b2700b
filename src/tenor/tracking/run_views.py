"""The saved view in which the MLflow UI lists the runs of an experiment with their scores."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

VIEW_KEY, VIEW_NAME = "tenor-scores", "Scores"
VIEW_TAG = f"mlflow.sharedViewState.{VIEW_KEY}"
"""The tag of an experiment in which MLflow stores the view."""

VIEW_METRICS = (
    "macro_f1",
    "macro_f1_low",
    "macro_f1_high",
    "micro_f1",
    "majority_macro_f1",
    "calibration_error",
    "n_test",
)
"""The metrics that the view shows for trainings; it sorts by the first."""

VIEW_SETTINGS = (
    "tags.`target`",
    "params.`split.kind`",
    "params.`classifier.kind`",
    "params.`classifier.C`",
)
"""The tags and params that the view shows beside them."""


def save_view(client: Any, experiment_id: str, metrics: Sequence[str] = VIEW_METRICS) -> None:
    """Save a view of metrics and settings, sorted by the first metric, highest first.

    Parameters
    ----------
    client
        The MLflow client.
    experiment_id
        The id of the experiment.
    metrics
        The names of the metrics.

    Notes
    -----
    The UI of MLflow 3.15 and later offers it under Views; earlier versions ignore it.
    """
    columns = [*(f"metrics.`{name}`" for name in metrics), *VIEW_SETTINGS]
    state = {"selectedColumns": columns, "orderByKey": columns[0], "orderByAsc": False}
    view = {
        "name": VIEW_NAME,
        "createdAt": int(time.time() * 1000),
        "state": json.dumps(state),
    }
    client.set_experiment_tag(experiment_id, VIEW_TAG, json.dumps(view))


def view_path(experiment_id: str) -> str:
    """Return the path of an experiment's view in the UI, relative to the server's address."""
    return f"/#/experiments/{experiment_id}/runs?viewStateShareKey={VIEW_KEY}"
