"""Tracking with MLflow: runs, the model registry, the UI. No other room imports MLflow."""

from tenor.tracking.artifacts import local_artifact, read_bytes, read_table, read_text
from tenor.tracking.metric_keys import metric_key
from tenor.tracking.out_of_fold import OutOfFoldLabels, out_of_fold_labels
from tenor.tracking.pruning import UnnamedVersion, remove_versions, unnamed_versions
from tenor.tracking.registry import (
    CHAMPION,
    ModelVersion,
    champion_version,
    champions,
    find_bundle,
    list_versions,
    promote,
    register,
)
from tenor.tracking.resume import finished_nested_runs, finished_trials
from tenor.tracking.run_list import LoggedRun, find_run, list_runs, newest_run
from tenor.tracking.run_views import View, run_path, view_path
from tenor.tracking.runs import Run, start_run
from tenor.tracking.store import check_store, open_store, tracking_uri
from tenor.tracking.training_inputs import TrainingInputs, training_inputs
from tenor.tracking.ui import check_port, score_views, serve_ui
from tenor.tracking.ui_address import running_ui

__all__ = [
    "CHAMPION",
    "LoggedRun",
    "ModelVersion",
    "OutOfFoldLabels",
    "Run",
    "TrainingInputs",
    "UnnamedVersion",
    "View",
    "champion_version",
    "champions",
    "check_port",
    "check_store",
    "find_bundle",
    "find_run",
    "finished_nested_runs",
    "finished_trials",
    "list_runs",
    "list_versions",
    "local_artifact",
    "metric_key",
    "newest_run",
    "open_store",
    "out_of_fold_labels",
    "promote",
    "read_bytes",
    "read_table",
    "read_text",
    "register",
    "remove_versions",
    "run_path",
    "running_ui",
    "score_views",
    "serve_ui",
    "start_run",
    "tracking_uri",
    "training_inputs",
    "unnamed_versions",
    "view_path",
]
