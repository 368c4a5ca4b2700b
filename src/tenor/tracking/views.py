"""A saved view of an experiment's runs, in which the MLflow UI shows their scores."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

VIEW, NAME = "tenor-scores", "Scores"
TAG = f"mlflow.sharedViewState.{VIEW}"
"""The experiment tag that MLflow keeps the view in; it writes such tags for its own demo too."""

SCORES = (
    "macro_f1", "macro_f1_low", "macro_f1_high", "micro_f1", "majority_macro_f1",
    "calibration_error", "n_test",
)  # fmt: skip
SETTINGS = (
    "tags.`target`", "params.`split.kind`", "params.`classifier.kind`", "params.`classifier.C`",
)  # fmt: skip


def save_view(client: Any, experiment_id: str, scores: Sequence[str] = SCORES) -> None:
    """Save a view of scores beside settings, the best run first.

    The UI of MLflow 3.15 or later offers it under Views; older ones pass over it.
    """
    columns = [*(f"metrics.`{name}`" for name in scores), *SETTINGS]
    state = {"selectedColumns": columns, "orderByKey": columns[0], "orderByAsc": False}
    view = {"name": NAME, "createdAt": int(time.time() * 1000), "state": json.dumps(state)}
    client.set_experiment_tag(experiment_id, TAG, json.dumps(view))


def view_address(experiment_id: str) -> str:
    """Return where the UI shows the view, after the address of the server."""
    return f"/#/experiments/{experiment_id}/runs?viewStateShareKey={VIEW}"
