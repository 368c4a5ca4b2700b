"""What an interrupted run had already finished."""

from __future__ import annotations

from tenor.tracking.listing import PARENT
from tenor.tracking.store import open_store

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
    mlflow = open_store()
    client = mlflow.MlflowClient()
    found = client.get_experiment_by_name(experiment)
    if found is None:
        return {}
    done = client.search_runs(
        [found.experiment_id],
        filter_string=f"attributes.status = 'FINISHED' and tags.`{tag}` LIKE '%'",
        max_results=MOST_PARTS,
    )
    parents = {run.data.tags.get(PARENT, "") for run in done} - {""}
    whole = {p for p in parents if client.get_run(p).info.status == "FINISHED"}
    return {
        run.data.tags[tag]: run.info.run_id
        for run in reversed(done)
        if run.data.tags.get(PARENT, "") not in whole
    }
