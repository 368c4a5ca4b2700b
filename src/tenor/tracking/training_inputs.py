"""What a training logged that is needed to repeat it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tenor.tracking.run_list import LoggedRun
from tenor.tracking.store import open_store


@dataclass(frozen=True, slots=True)
class TrainingInputs:
    """What a training logged about its inputs.

    Attributes
    ----------
    corpus_path
        The folder of its corpus, as it was named there; empty if the run has none.
    tags
        The tags of the run.
    """

    corpus_path: str
    tags: Mapping[str, str]


def training_inputs(run: LoggedRun) -> TrainingInputs:
    """Return what a training logged about its inputs.

    Raises
    ------
    StoreError
        If the store cannot be used.
    """
    logged = open_store(must_exist=True).MlflowClient().get_run(run.run_id)
    for entry in logged.inputs.dataset_inputs:
        # `Run.log_dataset` wrote it.
        source = json.loads(entry.dataset.source)
        if path := source.get("tags", {}).get("corpus"):
            return TrainingInputs(str(path), dict(logged.data.tags))
    return TrainingInputs("", dict(logged.data.tags))
