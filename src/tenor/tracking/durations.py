"""How long runs took."""

from __future__ import annotations

from collections.abc import Mapping

from tenor.tracking.run_list import NEWEST_FIRST
from tenor.tracking.store import open_store


def last_duration(tags: Mapping[str, str]) -> float | None:
    """Return the seconds that the newest finished run with these tags took; None without one.

    Raises
    ------
    StoreError
        If there is no store.
    """
    client = open_store(must_exist=True).MlflowClient()
    conditions = ["attributes.status = 'FINISHED'"]
    conditions += [f"tags.`{name}` = '{value}'" for name, value in tags.items() if value]
    ids = [experiment.experiment_id for experiment in client.search_experiments()]
    matches = client.search_runs(
        ids, " AND ".join(conditions), max_results=1, order_by=[NEWEST_FIRST]
    )
    if not matches or matches[0].info.end_time is None:
        return None
    return float(matches[0].info.end_time - matches[0].info.start_time) / 1000
