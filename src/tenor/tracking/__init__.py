"""The only room that knows MLflow: runs, the registry, bundles behind references."""

from tenor.tracking.held_out import HeldOut, held_out_labels
from tenor.tracking.listing import (
    LoggedRun,
    find_run,
    list_runs,
    newest_run,
    read_bytes,
    read_table,
    read_text,
)
from tenor.tracking.registry import CHAMPION, Version, champions, find_bundle, promote, versions
from tenor.tracking.resume import finished_parts, finished_trials
from tenor.tracking.runs import Run, start_run
from tenor.tracking.store import check_store, open_store, tracking_uri
from tenor.tracking.ui import score_views, serve_ui
from tenor.tracking.views import view_address

__all__ = [
    "CHAMPION",
    "HeldOut",
    "LoggedRun",
    "Run",
    "Version",
    "champions",
    "check_store",
    "find_bundle",
    "find_run",
    "finished_parts",
    "finished_trials",
    "held_out_labels",
    "list_runs",
    "newest_run",
    "open_store",
    "promote",
    "read_bytes",
    "read_table",
    "read_text",
    "score_views",
    "serve_ui",
    "start_run",
    "tracking_uri",
    "versions",
    "view_address",
]
