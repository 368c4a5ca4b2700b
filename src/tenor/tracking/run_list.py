"""The runs of the store: list them, and find one by its id, its name or its model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenor.codebook import THEMES, Task
from tenor.errors import StoreError, reason_of
from tenor.present.hints import MAX_NAMES, did_you_mean
from tenor.tracking.registry import NAME_PREFIX, find_version
from tenor.tracking.store import open_store

PARENT_TAG = "mlflow.parentRunId"
"""The tag of a nested run that holds the id of its parent."""

SCORE, STARTED = "score", "started"
"""Sort runs by their main metric, highest first, or by their start, newest first."""

MAIN_METRICS = ("macro_f1", "gap_macro_f1")
"""The main metric of a training, and of a leak table."""

NEWEST_FIRST = "attributes.start_time DESC"
REFERENCE_HINT = "name a run by its id or name ('tenor runs' lists them), or a model as NAME@ALIAS"


@dataclass(frozen=True, slots=True)
class LoggedRun:
    """A run of the store.

    Attributes
    ----------
    run_id, name
        Its id and name.
    experiment_id, experiment
        The id and the name of its experiment; the name is empty from `newest_run`.
    started
        When it started, in local time.
    status
        Its status in MLflow: ``FINISHED``, ``RUNNING``, ``FAILED`` or ``KILLED``.
    task
        What its model predicts; None if Tenor did not log the run, and for nested runs.
    corpus
        The fingerprint of its corpus; empty where ``task`` is None.
    metrics
        Its metrics by key.
    params
        Its settings by name.
    best_baseline
        The name and the macro-F1 of its best baseline; empty if it has none.
    parent_id
        The id of the run that it belongs to, as the trials of a search do; empty if to none.
    """

    run_id: str
    name: str
    experiment_id: str
    experiment: str
    started: datetime
    status: str
    task: Task | None
    corpus: str
    metrics: Mapping[str, float]
    params: Mapping[str, str]
    best_baseline: str
    parent_id: str

    @property
    def short_id(self) -> str:
        """The first twelve digits of its id, which `find_run` accepts too."""
        return self.run_id[:12]

    @property
    def is_nested(self) -> bool:
        """Whether it belongs to another run."""
        return bool(self.parent_id)


def list_runs(
    *, experiment: str = "", where: str = "", sort: str = SCORE, n: int = 20, nested: bool = False
) -> list[LoggedRun]:
    """Return runs of the store by their experiments, sorted within each.

    Parameters
    ----------
    experiment
        The name of an experiment; default all experiments of Tenor.
    where
        A filter in MLflow's syntax, such as ``metrics.macro_f1 > 0.8``.
    sort
        ``score``, ``started`` (newest first), or the key of a metric (highest first, runs
        without it last).
    n
        The maximum number of runs of an experiment.
    nested
        Whether to include nested runs, such as the trials of searches, each after its parent.

    Raises
    ------
    StoreError
        If the store, the experiment or the metric does not exist, or the filter is malformed.
    """
    client = open_store(must_exist=True).MlflowClient()
    from mlflow.exceptions import MlflowException

    names = {e.experiment_id: e.name for e in client.search_experiments()}
    listed = {i: name for i, name in names.items() if name.startswith(NAME_PREFIX)}
    if experiment:
        listed = {i: name for i, name in names.items() if name == experiment}
    if experiment and not listed:
        known = ", ".join(f"'{name}'" for name in sorted(names.values()))
        raise StoreError(
            f"experiment '{experiment}' is not in this store; name one of {known}"
            f"{did_you_mean(experiment, names.values())}"
        )
    keys = {SCORE: MAIN_METRICS, STARTED: ()}.get(sort, (sort.replace("`", ""),))
    order = [*(f"metrics.`{key}` DESC" for key in keys), NEWEST_FIRST]
    conditions = [where] if nested else [where, f"tags.`{PARENT_TAG}` IS NULL"]
    condition = " AND ".join(filter(None, conditions))
    runs: list[LoggedRun] = []
    try:
        for experiment_id in sorted(listed, key=lambda i: _themes_first(listed[i])):
            matches = client.search_runs(
                [experiment_id], filter_string=condition, max_results=n, order_by=order
            )
            runs += _after_their_parents([_logged_run(match, names) for match in matches])
    except MlflowException as exc:
        raise StoreError(
            f"filter '{where}' cannot be used: {reason_of(exc)}; write it in MLflow's "
            "syntax, as in metrics.macro_f1 > 0.8 and tags.task = 'theme'"
        ) from exc
    # MLflow accepts any name to sort by, and ignores one that no run has.
    if sort not in (SCORE, STARTED) and runs and not any(sort in run.metrics for run in runs):
        metrics = {name for run in runs for name in run.metrics}
        choices = sorted(name for name in metrics if not name.endswith(("/low", "/high")))
        raise StoreError(
            f"none of the runs has a metric '{sort}'; sort by '{SCORE}', '{STARTED}' or one of "
            f"their metrics: {', '.join(choices) or 'none'}"
            f"{did_you_mean(sort, [SCORE, STARTED, *choices])}"
        )
    return runs


def find_run(reference: str) -> LoggedRun:
    """Return the run that a reference names.

    Parameters
    ----------
    reference
        The id of a run or at least its first eight digits, ``runs:/RUN_ID``, a registered
        model (``NAME@ALIAS``, ``models:/NAME/VERSION``), or the name of a run, alone or as
        ``EXPERIMENT/NAME``, which means the newest finished run of that name.

    Raises
    ------
    StoreError
        If the store has no such run, or several experiments have one.
    """
    client = open_store(must_exist=True).MlflowClient()
    from mlflow.exceptions import MlflowException

    run_id = reference.removeprefix("runs:/").removesuffix("/model")
    if reference.startswith("models:/") or re.fullmatch(r"[^/@]+@[^/@]+", reference):
        run_id = find_version(client, reference).run_id or ""
    if re.fullmatch(r"[0-9a-f]{32}", run_id):
        try:
            run = client.get_run(run_id)
            experiment = client.get_experiment(run.info.experiment_id)
            return _logged_run(run, {experiment.experiment_id: experiment.name})
        except MlflowException:
            raise StoreError(f"run '{reference}' is not in this store; {REFERENCE_HINT}") from None
    names = {e.experiment_id: e.name for e in client.search_experiments()}
    matches = _named_runs(client, names, run_id)
    if len(matches) > 1:
        forms = ", ".join(sorted(f"'{names[m.info.experiment_id]}/{run_id}'" for m in matches))
        raise StoreError(f"several experiments have a run '{reference}'; name one of {forms}")
    if not matches and re.fullmatch(r"[0-9a-f]{8,31}", run_id):
        condition = f"attributes.run_id LIKE '{run_id}%'"
        matches = client.search_runs(list(names), condition, max_results=2)
    if len(matches) != 1:
        fault = "matches several runs" if matches else "is not a finished run of this store"
        recent = client.search_runs(list(names), max_results=MAX_NAMES, order_by=[NEWEST_FIRST])
        hint = did_you_mean(run_id, (run.info.run_name or "" for run in recent))
        raise StoreError(f"'{reference}' {fault}; {REFERENCE_HINT}{hint}")
    return _logged_run(matches[0], names)


def newest_run(tags: Mapping[str, str], before: datetime | None = None) -> LoggedRun | None:
    """Return the newest finished run with these tags; None if there is none.

    Parameters
    ----------
    tags
        The tags; an empty value is not compared.
    before
        Ignore runs that started later; default none.
    """
    client = open_store(must_exist=True).MlflowClient()
    conditions = ["attributes.status = 'FINISHED'"]
    conditions += [f"tags.`{name}` = {_quoted(value)}" for name, value in tags.items() if value]
    if before:
        conditions.append(f"attributes.start_time < {round(before.timestamp() * 1000)}")
    ids = [e.experiment_id for e in client.search_experiments()]
    matches = client.search_runs(
        ids, " AND ".join(conditions), max_results=1, order_by=[NEWEST_FIRST]
    )
    return _logged_run(matches[0]) if matches else None


def _named_runs(client: Any, names: Mapping[str, str], reference: str) -> list[Any]:
    """Return the newest finished run of a name, or of ``EXPERIMENT/NAME``, in each experiment."""
    # One experiment's name may begin with that of another.
    prefix = max(
        (f"{n}/" for n in names.values() if reference.startswith(f"{n}/")), key=len, default=""
    )
    ids = [i for i, name in names.items() if not prefix or f"{name}/" == prefix]
    condition = (
        f"attributes.run_name = {_quoted(reference.removeprefix(prefix))} "
        f"AND attributes.status = 'FINISHED' AND tags.`{PARENT_TAG}` IS NULL"
    )
    newest: dict[str, Any] = {}
    for match in client.search_runs(ids, condition, order_by=[NEWEST_FIRST]):
        newest.setdefault(match.info.experiment_id, match)
    return list(newest.values())


def _themes_first(experiment: str) -> tuple[bool, str]:
    return not experiment.startswith(THEMES.model_name), experiment


def _after_their_parents(runs: list[LoggedRun]) -> list[LoggedRun]:
    """Return runs in their order, but each nested run after its parent."""
    position = {run.run_id: i for i, run in enumerate(runs)}

    def place(run: LoggedRun) -> tuple[int, bool]:
        return position.get(run.parent_id or run.run_id, len(runs)), run.is_nested

    return sorted(runs, key=place)


def _quoted(value: str) -> str:
    # MLflow's filters cannot write both kinds of quotation marks in one text.
    return f"'{value}'" if "'" not in value else '"' + value.replace('"', "") + '"'


def _logged_run(run: Any, experiments: Mapping[str, str] | None = None) -> LoggedRun:
    """Return a run of MLflow as a LoggedRun; ``experiments`` has the names of experiments by id."""
    tags, info = run.data.tags, run.info
    return LoggedRun(
        info.run_id,
        info.run_name or "",
        info.experiment_id,
        (experiments or {}).get(info.experiment_id, ""),
        datetime.fromtimestamp(info.start_time / 1000),
        info.status,
        Task.of_question(":".join(filter(None, [tags.get("task"), tags.get("target")]))),
        tags.get("corpus", ""),
        dict(run.data.metrics),
        dict(run.data.params),
        tags.get("best_baseline", ""),
        tags.get(PARENT_TAG, ""),
    )
