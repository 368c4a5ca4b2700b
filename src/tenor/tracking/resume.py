"""Nested runs that an interrupted run finished, which the next run reuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenor.tracking.run_list import PARENT_TAG
from tenor.tracking.runs import TRIAL_GROUP
from tenor.tracking.store import open_store

if TYPE_CHECKING:
    from tenor.tracking.runs import Run

MAX_NESTED_RUNS = 1000
"""The most nested runs of a spec that are considered."""


def finished_nested_runs(experiment: str, spec: str, tag: str) -> dict[str, str]:
    """Return the ids of finished nested runs of unfinished runs, by the values of a tag.

    Parameters
    ----------
    experiment
        The name of the MLflow experiment.
    spec
        The value of the tag ``spec`` of the nested runs: the fingerprint of their spec.
    tag
        The tag that identifies a nested run.
    """
    client = open_store().MlflowClient()
    existing = client.get_experiment_by_name(experiment)
    if existing is None:
        return {}
    nested_runs = _reusable_runs(client, existing.experiment_id, spec, tag)
    return {run.data.tags[tag]: run.info.run_id for run in nested_runs}


def finished_trials(run: Run, spec: str, tag: str, untried_tag: str) -> dict[str, dict[str, float]]:
    """Return the metrics of finished trials of incomplete searches, by the values of a tag.

    Parameters
    ----------
    run
        A run of the same experiment.
    spec
        As in `finished_nested_runs`.
    tag
        The tag that identifies a trial.
    untried_tag
        The tag of finished runs whose searches did not try all settings.
    """
    client = open_store().MlflowClient()
    trials = _reusable_runs(client, run.experiment_id, spec, tag, untried_tag)
    return {
        trial.data.tags[tag]: {
            key.removeprefix(TRIAL_GROUP): value for key, value in trial.data.metrics.items()
        }
        for trial in trials
    }


def _reusable_runs(
    client: Any, experiment_id: str, spec: str, tag: str, untried_tag: str = ""
) -> list[Any]:
    """Return finished nested runs with a tag, oldest first, whose parents are incomplete.

    A parent is incomplete if it did not finish, or if it has ``untried_tag``.
    """
    nested_runs = client.search_runs(
        [experiment_id],
        filter_string=f"attributes.status = 'FINISHED' and tags.spec = '{spec}' "
        f"and tags.`{tag}` LIKE '%'",
        max_results=MAX_NESTED_RUNS,
    )
    parent_ids = {run.data.tags.get(PARENT_TAG, "") for run in nested_runs} - {""}
    complete_ids = {
        parent.info.run_id
        for parent in map(client.get_run, parent_ids)
        if parent.info.status == "FINISHED" and untried_tag not in parent.data.tags
    }
    return [
        run
        for run in reversed(nested_runs)
        if run.data.tags.get(PARENT_TAG, "") not in complete_ids
    ]
