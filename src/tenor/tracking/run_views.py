"""How the MLflow UI shows an experiment: as training runs, with a saved view of their scores."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VIEW_KEY, VIEW_NAME = "tenor-scores", "Scores"
VIEW_TAG = f"mlflow.sharedViewState.{VIEW_KEY}"
"""The tag of an experiment in which MLflow stores the view."""

KIND_TAG, MODEL_TRAINING = "mlflow.experimentKind", "custom_model_development"
"""The tag of an experiment by which MLflow shows training runs, and no pages on language models;
where the UI has a switch between the two, the address sets it instead."""

WORKFLOW = "workflowType=machine_learning"
"""The parameter of an address in the UI that sets this switch to training runs."""


@dataclass(frozen=True, slots=True)
class View:
    """A saved view of the runs of an experiment, sorted by the first metric, highest first.

    Attributes
    ----------
    metrics
        The keys of the metrics that it shows. The UI shows them in alphabetical order.
    params, tags
        The params and tags that it shows after them.
    kind
        The value of the tag ``kind`` of the runs that it shows, which no nested run has.
    """

    metrics: tuple[str, ...]
    params: tuple[str, ...]
    tags: tuple[str, ...]
    kind: str


TRAINING_VIEW = View(
    (
        "macro_f1",
        "macro_f1/low",
        "macro_f1/high",
        "model/calibration_error",
        "model/coverage",
        "n/test",
        "over_baseline/macro_f1",
    ),
    ("split.kind",),
    ("best_baseline",),
    "training",
)
"""The view of trainings."""


def save_view(client: Any, experiment_id: str, tags: Mapping[str, str], view: View) -> None:
    """Set the kind of an experiment and its view of scores, unless it has them.

    Parameters
    ----------
    client
        The MLflow client.
    experiment_id
        The id of the experiment.
    tags
        The tags that the experiment has.
    view
        The view.

    Notes
    -----
    The UI of MLflow 3.15 and later offers the view under Views; earlier versions ignore it.
    """
    if KIND_TAG not in tags:
        client.set_experiment_tag(experiment_id, KIND_TAG, MODEL_TRAINING)
    columns = [
        *(f"metrics.`{name}`" for name in view.metrics),
        *(f"params.`{name}`" for name in view.params),
        *(f"tags.`{name}`" for name in view.tags),
    ]
    # With a filter the UI lists no nested runs, which it otherwise sorts among their parents.
    state = {
        "selectedColumns": columns,
        "orderByKey": columns[0],
        "orderByAsc": False,
        "searchFilter": f"tags.kind = '{view.kind}'",
    }
    saved = json.loads(tags[VIEW_TAG]) if VIEW_TAG in tags else {}
    if saved.get("state") == (text := json.dumps(state)):
        return
    entry = {"name": VIEW_NAME, "createdAt": int(time.time() * 1000), "state": text}
    client.set_experiment_tag(experiment_id, VIEW_TAG, json.dumps(entry))


def view_path(experiment_id: str) -> str:
    """Return the path of an experiment's view in the UI, relative to the server's address."""
    return f"/#/experiments/{experiment_id}/runs?{WORKFLOW}&viewStateShareKey={VIEW_KEY}"


def run_path(experiment_id: str, run_id: str) -> str:
    """Return the path of a run's page in the UI, relative to the server's address."""
    return f"/#/experiments/{experiment_id}/runs/{run_id}?{WORKFLOW}"
