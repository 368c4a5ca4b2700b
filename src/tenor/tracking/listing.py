"""Runs of the store: list them, find one by what people call it, read what it logged."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenor.errors import StoreError
from tenor.tracking.registry import find_version
from tenor.tracking.store import open_store, quiet

if TYPE_CHECKING:
    import pandas as pd

PARENT = "mlflow.parentRunId"
WHEN = "when"
"""What runs are sorted by unless a metric is named."""


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """A run as the store knows it; ``task``, ``target``, ``corpus`` are empty if not of Tenor.

    ``corpus`` is the fingerprint of the corpus that it was trained on.
    """

    run_id: str
    name: str
    experiment: str
    started: datetime
    status: str
    task: str
    target: str
    corpus: str
    metrics: Mapping[str, float]
    is_trial: bool

    @property
    def short_id(self) -> str:
        """The first digits of its id, which `find_run` takes as well."""
        return self.run_id[:12]

    @property
    def what(self) -> str:
        """What its model predicts, in words."""
        return f"stance: {self.target}" if self.target else {"theme": "themes"}.get(self.task, "")


def list_runs(
    *, experiment: str = "", where: str = "", sort: str = WHEN, n: int = 20, trials: bool = False
) -> list[LoggedRun]:
    """Return the runs of the store, sorted, the n first of them.

    Parameters
    ----------
    experiment
        The name of an experiment; default all.
    where
        A filter as the MLflow UI takes it: ``metrics.macro_f1 > 0.8``.
    sort
        ``when`` (newest first) or a metric (highest first; runs without it last).
    n
        How many runs to return.
    trials
        Whether to return the trials of searches too, which are nested runs.

    Raises
    ------
    StoreError
        If the store, the experiment or the metric is not there, or the filter
        cannot be read.
    """
    client = open_store(must_exist=True).MlflowClient()
    from mlflow.exceptions import MlflowException

    names = {entry.experiment_id: entry.name for entry in client.search_experiments()}
    ids = [i for i, name in names.items() if not experiment or name == experiment]
    if experiment and not ids:
        known = ", ".join(f"'{name}'" for name in sorted(names.values()))
        raise StoreError(f"experiment '{experiment}' is not in this store; there are {known}")
    by_metric = [] if sort == WHEN else [f"metrics.`{sort.replace('`', '')}` DESC"]
    only = where if trials else " AND ".join(filter(None, [where, f"tags.`{PARENT}` IS NULL"]))
    try:
        found = client.search_runs(
            ids, filter_string=only, max_results=n,
            order_by=[*by_metric, "attributes.start_time DESC"],
        )  # fmt: skip
    except MlflowException as exc:
        raise StoreError(
            f"filter '{where}' cannot be used: {str(exc).splitlines()[0]}; write it as the MLflow "
            "UI takes it, as in metrics.macro_f1 > 0.8 and tags.task = 'theme'"
        ) from exc
    runs = [_logged(run, names) for run in found]
    # MLflow takes any name to sort by, and would leave the runs in some order.
    if sort != WHEN and runs and not any(sort in run.metrics for run in runs):
        names_there = {name for run in runs for name in run.metrics}
        scores = sorted(name for name in names_there if not name.endswith(("_low", "_high")))
        known = ", ".join(scores) or "none"
        raise StoreError(f"none of the runs has a metric '{sort}'; their metrics: {known}")
    return runs


def find_run(reference: str) -> LoggedRun:
    """Return the run that people mean.

    Parameters
    ----------
    reference
        A run's id or the first eight digits or more of it, ``runs:/RUN_ID``, a
        registered model (``NAME@ALIAS``, ``models:/NAME/VERSION``), or a run's name,
        which means the newest finished run of that name.

    Raises
    ------
    StoreError
        If the store has no such run.
    """
    client = open_store(must_exist=True).MlflowClient()
    from mlflow.exceptions import MlflowException

    run_id = reference.removeprefix("runs:/").removesuffix("/model")
    if reference.startswith("models:/") or re.fullmatch(r"[^/@]+@[^/@]+", reference):
        run_id = find_version(client, reference).run_id or ""
    if re.fullmatch(r"[0-9a-f]{32}", run_id):
        try:
            run = client.get_run(run_id)
        except MlflowException:
            raise StoreError(f"run '{reference}' is not in this store; {NEXT}") from None
        return _logged(run, {})
    ids = [entry.experiment_id for entry in client.search_experiments()]
    wanted = f"attributes.run_name = {_quoted(run_id)} AND attributes.status = 'FINISHED'"
    found = client.search_runs(ids, wanted, max_results=1, order_by=["attributes.start_time DESC"])
    if not found and re.fullmatch(r"[0-9a-f]{8,31}", run_id):
        found = client.search_runs(ids, f"attributes.run_id LIKE '{run_id}%'", max_results=2)
    if len(found) != 1:
        fault = "may be several runs" if found else "is no finished run of this store"
        raise StoreError(f"'{reference}' {fault}; {NEXT}")
    return _logged(found[0], {})


def newest_run(tags: Mapping[str, str]) -> LoggedRun | None:
    """Return the newest finished run with these tags, if there is one."""
    client = open_store(must_exist=True).MlflowClient()
    wanted = ["attributes.status = 'FINISHED'"]
    wanted += [f"tags.`{name}` = {_quoted(value)}" for name, value in tags.items() if value]
    ids = [entry.experiment_id for entry in client.search_experiments()]
    found = client.search_runs(
        ids, " AND ".join(wanted), max_results=1, order_by=["attributes.start_time DESC"]
    )
    return _logged(found[0], {}) if found else None


NEXT = "name a run by its id or name ('tenor runs' lists them), or a model as NAME@ALIAS"


def read_table(run: LoggedRun, name: str) -> pd.DataFrame:
    """Return a table that a run logged.

    Raises
    ------
    StoreError
        If the run has no such table, or it cannot be fetched or read.
    """
    import pandas as pd

    try:
        data = json.loads(read_text(run.run_id, f"{name}.json"))
        return pd.DataFrame(data["data"], columns=data["columns"])
    except (StoreError, ValueError, KeyError, TypeError) as exc:
        raise StoreError(
            f"run '{run.name}' ({run.run_id}) has no table '{name}' that can be read; "
            "it was not trained by this version of Tenor, or did not finish"
        ) from exc


def read_text(run_id: str, name: str) -> str:
    """Return a text file that a run logged.

    Raises
    ------
    StoreError
        If it cannot be fetched.
    """
    return read_bytes(run_id, name).decode("utf-8", "replace")


def read_bytes(run_id: str, name: str) -> bytes:
    """Return a file that a run logged.

    Raises
    ------
    StoreError
        If it cannot be fetched.
    """
    mlflow = open_store(must_exist=True)
    try:
        with quiet(), tempfile.TemporaryDirectory() as folder:
            uri = f"runs:/{run_id}/{name}"
            path = mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=folder)
            return Path(path).read_bytes()
    except Exception as exc:
        raise StoreError(f"'{name}' of run '{run_id}' cannot be fetched: {exc}") from exc


def _quoted(value: str) -> str:
    # MLflow's filters have no way to write both marks in one text.
    return f"'{value}'" if "'" not in value else '"' + value.replace('"', "") + '"'


def _logged(run: Any, names: Mapping[str, str]) -> LoggedRun:
    tags, info = run.data.tags, run.info
    return LoggedRun(
        info.run_id, info.run_name or "", names.get(info.experiment_id, ""),
        datetime.fromtimestamp(info.start_time / 1000), info.status,
        tags.get("task", ""), tags.get("target", ""), tags.get("corpus", ""),
        dict(run.data.metrics), PARENT in tags,
    )  # fmt: skip
