"""Logging one training or evaluation as one MLflow run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tenor.locks import temporary_files
from tenor.tracking.database import database_path, lock_database
from tenor.tracking.processes import process_tag
from tenor.tracking.run_views import TRAINING_VIEW, View, save_view
from tenor.tracking.store import (
    artifact_location,
    open_store,
    quiet,
    store_errors,
    tracking_uri,
)

if TYPE_CHECKING:
    import pandas as pd

    from tenor.models import Model

TRIAL_GROUP = "search/"
"""The start of the keys of the metrics of trials."""

PYFUNC = Path(__file__).with_name("pyfunc.py")
"""The code of a model that MLflow stores with its bundle."""


class Run:
    """An open MLflow run.

    Parameters
    ----------
    mlflow
        The module mlflow, as `open_store` returns it.
    run_id, experiment_id
        The ids of the run and of its experiment.
    """

    def __init__(self, mlflow: ModuleType, run_id: str, experiment_id: str) -> None:
        self._mlflow = mlflow
        self.run_id = run_id
        self.experiment_id = experiment_id

    def log_metrics(self, metrics: Mapping[str, float]) -> None:
        """Log metrics by their keys; see `metric_key` for keys that hold names of labels."""
        self._mlflow.log_metrics(dict(metrics))

    def log_params(self, params: Mapping[str, Any]) -> None:
        """Log params by name; lists are logged as JSON."""
        self._mlflow.log_params({key: _param_value(value) for key, value in params.items()})

    def set_tags(self, tags: Mapping[str, str]) -> None:
        """Set tags of the run."""
        self._mlflow.set_tags(dict(tags))

    def set_description(self, text: str) -> None:
        """Set the description that the run's page shows first, as Markdown."""
        self._mlflow.set_tag("mlflow.note.content", text)

    def log_table(self, table: pd.DataFrame, name: str) -> None:
        """Log a table as ``NAME.json``, which the MLflow UI shows as a table."""
        self._mlflow.log_table(table, f"{name}.json")

    def log_text(self, text: str, name: str) -> None:
        """Log a text file."""
        self._mlflow.log_text(text, name)

    def log_files(self, files: Mapping[str, bytes]) -> None:
        """Log files: content by name, which may start with folders."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            self._mlflow.log_artifacts(folder)

    def log_dataset(self, name: str, digest: str, source: str, context: str) -> None:
        """Log a corpus as a dataset that the run uses.

        Parameters
        ----------
        name
            The name of the corpus.
        digest
            Its fingerprint.
        source
            Its path.
        context
            What it is used for: ``training`` or ``evaluation``.
        """
        from mlflow.data.code_dataset_source import CodeDatasetSource
        from mlflow.data.meta_dataset import MetaDataset

        dataset = MetaDataset(CodeDatasetSource(tags={"corpus": source}), name=name, digest=digest)
        self._mlflow.log_input(dataset, context=context)

    def log_trial(
        self,
        name: str,
        params: Mapping[str, Any],
        metrics: Mapping[str, float],
        tags: Mapping[str, str],
    ) -> None:
        """Log one trial of a search as a nested run.

        Its scores are of folds of the training part, and have keys of their own, so that no list
        or chart of scores mixes them with those of test articles.

        Parameters
        ----------
        name
            The name of the nested run.
        params, metrics, tags
            Its settings, its scores, and the tags that identify it.
        """
        with self.nested_run(name, tags) as trial:
            trial.log_params(params)
            trial.log_metrics({f"{TRIAL_GROUP}{key}": value for key, value in metrics.items()})

    @contextmanager
    def nested_run(self, name: str, tags: Mapping[str, str]) -> Iterator[Run]:
        """Open a nested run with a name and tags."""
        with self._mlflow.start_run(
            experiment_id=self.experiment_id,
            run_name=name,
            nested=True,
            tags={**tags, **process_tag()},
        ) as active:
            yield Run(self._mlflow, active.info.run_id, self.experiment_id)

    def log_model(self, model: Model, bundle: Path) -> str:
        """Log a model, and return the address by which `register` finds it.

        Parameters
        ----------
        model
            The model.
        bundle
            The folder of its bundle.
        """
        with quiet():
            info = self._mlflow.pyfunc.log_model(
                name="model",
                python_model=str(PYFUNC),
                artifacts={"bundle": str(bundle)},
                signature=_signature(model),
                pip_requirements=[f"tenor=={version('tenor')}"],
            )
        return str(info.model_uri)


@contextmanager
def start_run(
    experiment: str,
    name: str,
    params: Mapping[str, Any],
    tags: Mapping[str, str],
    *,
    view: View = TRAINING_VIEW,
) -> Iterator[Run]:
    """Open a run, which an error inside the block marks as failed.

    Parameters
    ----------
    experiment
        The name of the experiment, which is made if it does not exist.
    name
        The name of the run.
    params, tags
        The params and tags of the run.
    view
        The view of scores that the experiment has in the MLflow UI.

    Raises
    ------
    StoreError
        If the store cannot be used.
    """
    mlflow = open_store()
    with store_errors(), temporary_files():
        experiment_id = _open_experiment(mlflow.MlflowClient(), experiment, view)
        all_tags = {**tags, **process_tag()}
        with mlflow.start_run(experiment_id=experiment_id, run_name=name, tags=all_tags) as active:
            run = Run(mlflow, active.info.run_id, experiment_id)
            run.log_params(params)
            yield run


def _open_experiment(client: Any, name: str, view: View) -> str:
    """Return the id of an experiment, which is made if it does not exist."""
    uri = tracking_uri()
    with lock_database(database_path(uri)):
        existing = client.get_experiment_by_name(name)
        if existing is None:
            location = artifact_location(uri)
            experiment_id: str = client.create_experiment(name, artifact_location=location)
        else:
            experiment_id = existing.experiment_id
            if existing.lifecycle_stage == "deleted":
                client.restore_experiment(experiment_id)
        save_view(client, experiment_id, {} if existing is None else existing.tags, view)
    return experiment_id


def _param_value(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) else json.dumps(value)


def _signature(model: Model) -> Any:
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, DataType, Schema

    columns = ["title", "text", *(["claim"] if model.uses_claims else [])]
    inputs = Schema([ColSpec(DataType.string, name) for name in columns])
    outputs = [ColSpec(DataType.string, "labels")]
    outputs += [ColSpec(DataType.double, label) for label in model.labels]
    return ModelSignature(inputs, Schema(outputs))
