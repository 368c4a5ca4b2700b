"""The runs of the store: list them, and find one by its id, its name or its model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenor.codebook import Task
from tenor.errors import StoreError
from tenor.tracking.registry import find_version
from tenor.tracking.store import open_store

PARENT_TAG = "mlflow.parentRunId"
"""The tag of a nested run that holds the id of its parent."""

STARTED = "started"
"""Sorts runs by their start, newest first."""

NEWEST_FIRST = "attributes.start_time DESC"
REFERENCE_HINT = "name a run by its id or name ('tenor runs' lists them), or a model as NAME@ALIAS"


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """A run of the store.

    Attributes
    ----------
    run_id, name
        Its id and name.
    experiment
        The name of its experiment; empty from `find_run` and `newest_run`.
    started
        When it started, in local time.
    status
        Its status in MLflow: ``FINISHED``, ``RUNNING``, ``FAILED`` or ``KILLED``.
    task
        What its model predicts; None if Tenor did not log the run, and for nested runs.
    corpus
        The fingerprint of its corpus; empty where ``task`` is None.
    metrics
        Its metrics by name.
    is_nested
        Whether it belongs to another run, as the trials of a search do.
    """

    run_id: str
    name: str
    experiment: str
    started: datetime
    status: str
    task: Task | None
    corpus: str
    metrics: Mapping[str, float]
    is_nested: bool

    @property
    def short_id(self) -> str:
        """The first twelve digits of its id, which `find_run` accepts too."""
        return self.run_id[:12]


def list_runs(
    *, experiment: str = "", where: str = "", sort: str = STARTED, n: int = 20, nested: bool = False
) -> list[LoggedRun]:
    """Return runs of the store, sorted by their start or by a metric.

    Parameters
    ----------
    experiment
        The name of an experiment; default all experiments.
    where
        A filter in MLflow's syntax, such as ``metrics.macro_f1 > 0.8``.
    sort
        ``started`` (newest first), or a metric (highest first, runs without it last).
    n
        The maximum number of runs.
    nested
        Whether to include nested runs, such as the trials of searches.

    Raises
    ------
    StoreError
        If the store, the experiment or the metric does not exist, or the filter is malformed.
    """
    client = open_store(must_exist=True).MlflowClient()
    from mlflow.exceptions import MlflowException

    names = {e.experiment_id: e.name for e in client.search_experiments()}
    ids = [i for i, name in names.items() if not experiment or name == experiment]
    if experiment and not ids:
        known = ", ".join(f"'{name}'" for name in sorted(names.values()))
        raise StoreError(f"experiment '{experiment}' is not in this store; name one of {known}")
    by_metric = [] if sort == STARTED else [f"metrics.`{sort.replace('`', '')}` DESC"]
    conditions = [where] if nested else [where, f"tags.`{PARENT_TAG}` IS NULL"]
    try:
        matches = client.search_runs(
            ids,
            filter_string=" AND ".join(filter(None, conditions)),
            max_results=n,
            order_by=[*by_metric, NEWEST_FIRST],
        )
    except MlflowException as exc:
        raise StoreError(
            f"filter '{where}' cannot be used: {str(exc).splitlines()[0]}; write it in MLflow's "
            "syntax, as in metrics.macro_f1 > 0.8 and tags.task = 'theme'"
        ) from exc
    runs = [_logged_run(match, names) for match in matches]
    # MLflow accepts any name to sort by, and ignores one that no run has.
    if sort != STARTED and runs and not any(sort in run.metrics for run in runs):
        metrics = {name for run in runs for name in run.metrics}
        known = ", ".join(sorted(name for name in metrics if not name.endswith(("_low", "_high"))))
        raise StoreError(
            f"none of the runs has a metric '{sort}'; sort by '{STARTED}' or one of their metrics: "
            f"{known or 'none'}"
        )
    return runs


def find_run(reference: str) -> LoggedRun:
    """Return the run that a reference names.

    Parameters
    ----------
    reference
        The id of a run or at least its first eight digits, ``runs:/RUN_ID``, a registered
        model (``NAME@ALIAS``, ``models:/NAME/VERSION``), or the name of a run, which means
        the newest finished run of that name.

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
            return _logged_run(client.get_run(run_id))
        except MlflowException:
            raise StoreError(f"run '{reference}' is not in this store; {REFERENCE_HINT}") from None
    ids = [e.experiment_id for e in client.search_experiments()]
    condition = f"attributes.run_name = {_quoted(run_id)} AND attributes.status = 'FINISHED'"
    matches = client.search_runs(ids, condition, max_results=1, order_by=[NEWEST_FIRST])
    if not matches and re.fullmatch(r"[0-9a-f]{8,31}", run_id):
        matches = client.search_runs(ids, f"attributes.run_id LIKE '{run_id}%'", max_results=2)
    if len(matches) != 1:
        fault = "matches several runs" if matches else "is not a finished run of this store"
        raise StoreError(f"'{reference}' {fault}; {REFERENCE_HINT}")
    return _logged_run(matches[0])


def newest_run(tags: Mapping[str, str]) -> LoggedRun | None:
    """Return the newest finished run with these tags; None if there is none."""
    client = open_store(must_exist=True).MlflowClient()
    conditions = ["attributes.status = 'FINISHED'"]
    conditions += [f"tags.`{name}` = {_quoted(value)}" for name, value in tags.items() if value]
    ids = [e.experiment_id for e in client.search_experiments()]
    matches = client.search_runs(
        ids, " AND ".join(conditions), max_results=1, order_by=[NEWEST_FIRST]
    )
    return _logged_run(matches[0]) if matches else None


def _quoted(value: str) -> str:
    # MLflow's filters cannot write both kinds of quotation marks in one text.
    return f"'{value}'" if "'" not in value else '"' + value.replace('"', "") + '"'


def _logged_run(run: Any, experiments: Mapping[str, str] | None = None) -> LoggedRun:
    """Return a run of MLflow as a LoggedRun; ``experiments`` has the names of experiments by id."""
    tags, info = run.data.tags, run.info
    return LoggedRun(
        info.run_id,
        info.run_name or "",
        (experiments or {}).get(info.experiment_id, ""),
        datetime.fromtimestamp(info.start_time / 1000),
        info.status,
        Task.of_question(":".join(filter(None, [tags.get("task"), tags.get("target")]))),
        tags.get("corpus", ""),
        dict(run.data.metrics),
        PARENT_TAG in tags,
    )
