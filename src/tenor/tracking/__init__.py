"""The only room that knows MLflow: runs, the registry, bundles behind references."""

from tenor.tracking.registry import CHAMPION, Version, champions, find_bundle, promote, versions
from tenor.tracking.resume import finished_parts, read_text
from tenor.tracking.runs import Run, start_run
from tenor.tracking.store import check_store, tracking_uri
from tenor.tracking.ui import serve_ui

__all__ = [
    "CHAMPION",
    "Run",
    "Version",
    "champions",
    "check_store",
    "find_bundle",
    "finished_parts",
    "promote",
    "read_text",
    "serve_ui",
    "start_run",
    "tracking_uri",
    "versions",
]
