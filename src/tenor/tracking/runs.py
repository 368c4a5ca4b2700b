"""Logging one training as one MLflow run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tenor.tracking.store import ARTIFACTS, open_store, quiet, tracking_uri
from tenor.tracking.views import SCORES, TAG, save_view

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from tenor.models import Model

PYFUNC = Path(__file__).with_name("pyfunc.py")


class Run:
    """An open MLflow run."""

    def __init__(self, mlflow: ModuleType, run_id: str, experiment_id: str) -> None:
        self._mlflow = mlflow
        self.experiment_id = experiment_id
        self.run_id = run_id

    def metrics(self, values: Mapping[str, float]) -> None:
        """Log scores by their plain names."""
        self._mlflow.log_metrics({_key(name): value for name, value in values.items()})

    def params(self, values: Mapping[str, Any]) -> None:
        """Log settings that are known only now; lists as JSON."""
        self._mlflow.log_params({key: _flat(value) for key, value in values.items()})

    def tags(self, values: Mapping[str, str]) -> None:
        """Set tags of the run."""
        self._mlflow.set_tags(dict(values))

    def figure(self, figure: Figure, name: str) -> None:
        """Log a figure as ``figures/NAME.png``."""
        with quiet():  # matplotlib warns of letters that its fonts lack
            self._mlflow.log_figure(figure, f"figures/{name}.png")

    def table(self, table: pd.DataFrame, name: str) -> None:
        """Log a table as ``NAME.json``, which the MLflow UI shows."""
        self._mlflow.log_table(table, f"{name}.json")

    def text(self, text: str, name: str) -> None:
        """Log a text file."""
        self._mlflow.log_text(text, name)

    def files(self, contents: Mapping[str, bytes]) -> None:
        """Log files by their names; a name may hold a folder."""
        with tempfile.TemporaryDirectory() as folder:
            for name, content in contents.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            self._mlflow.log_artifacts(folder)

    def note(self, text: str) -> None:
        """Set what the run's page says first, as Markdown."""
        self._mlflow.set_tag("mlflow.note.content", text)

    def dataset(self, name: str, digest: str, source: str, part: str) -> None:
        """Log a part of a corpus as an input of the run."""
        from mlflow.data.code_dataset_source import CodeDatasetSource
        from mlflow.data.meta_dataset import MetaDataset

        entry = MetaDataset(CodeDatasetSource(tags={"corpus": source}), name=name, digest=digest)
        self._mlflow.log_input(entry, context=part)

    def trial(
        self,
        name: str,
        params: Mapping[str, Any],
        metrics: Mapping[str, float],
        tags: Mapping[str, str],
    ) -> None:
        """Log one trial of a search as a nested run."""
        with self.part(name, tags) as nested:
            nested.params(params)
            nested.metrics(metrics)

    @contextmanager
    def part(self, name: str, tags: Mapping[str, str]) -> Iterator[Run]:
        """Open a nested run, which what is logged inside belongs to."""
        place = self.experiment_id
        with self._mlflow.start_run(
            experiment_id=place, run_name=name, nested=True, tags=dict(tags)
        ) as active:
            yield Run(self._mlflow, active.info.run_id, place)

    def model(self, model: Model, bundle: Path, description: str = "") -> str:
        """Log a bundle as the run's model and register it; returns its version."""
        with quiet():
            info = self._mlflow.pyfunc.log_model(
                name="model",
                python_model=str(PYFUNC),
                artifacts={"bundle": str(bundle)},
                signature=_signature(model),
                pip_requirements=[f"tenor=={version('tenor')}"],
                registered_model_name=model.name,
            )
        number = str(info.registered_model_version)
        if description:
            self._mlflow.MlflowClient().update_model_version(model.name, number, description)
        return number


@contextmanager
def start_run(
    experiment: str,
    name: str,
    params: Mapping[str, Any],
    tags: Mapping[str, str],
    *,
    shows: Sequence[str] = SCORES,
) -> Iterator[Run]:
    """Open a run of an experiment, made if it is new; an error inside marks the run as failed.

    An experiment without a view of scores gets one, of the metrics that ``shows`` names.

    Raises
    ------
    StoreError
        If the store cannot be used.
    """
    mlflow = open_store()
    client = mlflow.MlflowClient()
    found = client.get_experiment_by_name(experiment)
    if found is None:
        local = tracking_uri().startswith("sqlite:")
        place = Path(ARTIFACTS).resolve().as_uri() if local else None
        experiment_id = client.create_experiment(experiment, artifact_location=place)
    else:
        experiment_id = found.experiment_id
        if found.lifecycle_stage == "deleted":
            client.restore_experiment(experiment_id)
    if found is None or TAG not in found.tags:
        save_view(client, experiment_id, shows)
    with mlflow.start_run(experiment_id=experiment_id, run_name=name, tags=dict(tags)) as active:
        run = Run(mlflow, active.info.run_id, experiment_id)
        run.params(params)
        yield run


def _flat(value: object) -> object:
    return value if isinstance(value, str | int | float | bool) else json.dumps(value)


def _key(name: str) -> str:
    # MLflow takes letters, digits, spaces and _ - . / : in a metric's name.
    return "".join(char if char.isalnum() or char in "_-. /:" else "_" for char in name)


def _signature(model: Model) -> Any:
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, DataType, Schema

    read = ["title", "text", *(["claim"] if model.reads_claims else [])]
    inputs = Schema([ColSpec(DataType.string, name) for name in read])
    outputs = [ColSpec(DataType.string, "labels")]
    outputs += [ColSpec(DataType.double, label) for label in model.labels]
    return ModelSignature(inputs, Schema(outputs))
