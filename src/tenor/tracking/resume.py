"""What an interrupted run had already finished."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tenor.tracking.listing import PARENT
from tenor.tracking.store import open_store

if TYPE_CHECKING:
    from tenor.tracking.runs import Run

MOST_PARTS = 1000


def finished_parts(experiment: str, tag: str) -> dict[str, str]:
    """Return the finished nested runs of runs that did not finish: tag value to run id.

    Parameters
    ----------
    experiment
        The MLflow experiment's name.
    tag
        The tag that tells the parts apart.
    """
    client = open_store().MlflowClient()
    found = client.get_experiment_by_name(experiment)
    if found is None:
        return {}
    parts = _unfinished(client, found.experiment_id, tag)
    return {run.data.tags[tag]: run.info.run_id for run in parts}


def finished_trials(run: Run, tag: str, not_tried: str) -> dict[str, dict[str, float]]:
    """Return the trials of searches that did not try everything: tag value to scores.

    Parameters
    ----------
    run
        A run of the same experiment.
    tag
        The tag that tells the trials apart.
    not_tried
        The tag of runs that ended well, but had no time for all settings.
    """
    client = open_store().MlflowClient()
    found = _unfinished(client, run.experiment_id, tag, not_tried)
    return {trial.data.tags[tag]: dict(trial.data.metrics) for trial in found}


def _unfinished(client: Any, experiment_id: str, tag: str, open_end: str = "") -> list[Any]:
    """Return finished nested runs, oldest first, whose parents did not end or have a tag."""
    done = client.search_runs(
        [experiment_id],
        filter_string=f"attributes.status = 'FINISHED' and tags.`{tag}` LIKE '%'",
        max_results=MOST_PARTS,
    )
    parents = {run.data.tags.get(PARENT, "") for run in done} - {""}
    runs = map(client.get_run, parents)
    whole = {
        run.info.run_id
        for run in runs
        if run.info.status == "FINISHED" and open_end not in run.data.tags
    }
    return [run for run in reversed(done) if run.data.tags.get(PARENT, "") not in whole]
