"""The labels that a run gave to articles which its models had not seen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tenor.errors import StoreError
from tenor.tracking.registry import find_run
from tenor.tracking.store import open_store

PREDICTIONS = "predictions.json"


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The scored articles of a run, each labelled by a model that had not seen its group.

    ``corpus`` is the fingerprint of the corpus that they come from; ``given``
    holds the labels of each article, joined by ``; ``.
    """

    corpus: str
    article_ids: tuple[str, ...]
    given: tuple[str, ...]


def held_out_labels(reference: str) -> HeldOut | None:
    """Return what the run behind a model scored; None for a bundle folder, which has no run.

    Raises
    ------
    StoreError
        If the store has no such model, or its run keeps no predictions.
    """
    if Path(reference).is_dir():
        return None
    mlflow = open_store(must_exist=True)
    run_id = find_run(reference)
    try:
        corpus = mlflow.MlflowClient().get_run(run_id).data.tags["corpus"]
        table = json.loads(mlflow.artifacts.load_text(f"runs:/{run_id}/{PREDICTIONS}"))
        columns = [table["columns"].index(name) for name in ("article_id", "given")]
        ids, given = (tuple(str(row[i]) for row in table["data"]) for i in columns)
    except Exception as exc:
        raise StoreError(f"the run of model '{reference}' keeps no predictions: {exc}") from exc
    return HeldOut(corpus, ids, given)
