"""The model registry: listing and promoting versions, and finding the bundle of a reference."""

from __future__ import annotations

import atexit
import re
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from tenor.codebook import THEMES
from tenor.errors import StoreError, reason_of
from tenor.locks import temporary_folder
from tenor.present.hints import did_you_mean
from tenor.tracking.store import open_store, quiet, store_errors

CHAMPION = "champion"
NAME_PREFIX = "tenor-"
"""The start of the names that models are registered under; see `Task.model_name`."""

LOGGED_MODEL = r"models:/(m-[0-9a-f]+)"
"""The address of a model that a run logged, with its id."""

REFERENCE_FORMS = (
    "a model is NAME@ALIAS, models:/NAME/VERSION, runs:/RUN_ID or a bundle (a folder or .zip file)"
)


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A registered version of a model.

    Attributes
    ----------
    name, version
        The name of the registered model, and the number of the version.
    aliases
        The aliases of the version, sorted.
    run_id
        The id of the run that logged it; empty if there is none.
    metrics
        The metrics of that run.
    created
        When it was registered, in seconds since 1970.
    """

    name: str
    version: str
    aliases: tuple[str, ...]
    run_id: str
    metrics: dict[str, float]
    created: float


def list_versions() -> list[ModelVersion]:
    """Return every registered version of Tenor's models, by name, the newest version first.

    Raises
    ------
    StoreError
        If there is no store.
    """
    client = open_store(must_exist=True).MlflowClient()
    versions = []
    for model in client.search_registered_models(filter_string=f"name LIKE '{NAME_PREFIX}%'"):
        aliases: dict[str, list[str]] = {}
        for alias, number in model.aliases.items():
            aliases.setdefault(str(number), []).append(alias)
        for version in client.search_model_versions(f"name = '{model.name}'"):
            number = str(version.version)
            versions.append(
                ModelVersion(
                    model.name,
                    number,
                    tuple(sorted(aliases.get(number, []))),
                    version.run_id or "",
                    _metrics(client, version.run_id),
                    version.creation_timestamp / 1000,
                )
            )
    return sorted(versions, key=lambda version: (version.name, -int(version.version)))


def champions() -> list[str]:
    """Return a reference to the champion of each model, the model of themes first.

    Raises
    ------
    StoreError
        If there is no champion.
    """
    names = sorted(version.name for version in list_versions() if CHAMPION in version.aliases)
    if not names:
        raise StoreError(
            "no model in this store has the alias champion; train with --promote, or name a model "
            "with --model"
        )
    names.sort(key=lambda name: name != THEMES.model_name)
    return [f"{name}@{CHAMPION}" for name in names]


def champion_version(name: str) -> str:
    """Return the number of the version of a model that is the champion; empty if none is."""
    from mlflow.exceptions import MlflowException

    client = open_store(must_exist=True).MlflowClient()
    try:
        return str(client.get_model_version_by_alias(name, CHAMPION).version)
    except MlflowException:
        return ""


def promote(reference: str, alias: str = CHAMPION) -> ModelVersion:
    """Set an alias on a registered version; another version that had it loses it.

    Raises
    ------
    StoreError
        If the store has no such version.
    """
    client = open_store(must_exist=True).MlflowClient()
    promoted = find_version(client, reference)
    client.set_registered_model_alias(promoted.name, alias, promoted.version)
    return next(
        version
        for version in list_versions()
        if (version.name, version.version) == (promoted.name, str(promoted.version))
    )


def register(name: str, address: str, description: str = "") -> str:
    """Register a logged model, and return the number of the new version.

    A version is registered when its run has finished, so that none is of an unfinished run.

    Parameters
    ----------
    name
        The name of the registered model.
    address
        The address that `Run.log_model` returned.
    description
        The description of the version, as Markdown.

    Raises
    ------
    StoreError
        If the store cannot be written.
    """
    mlflow = open_store()
    with store_errors(), quiet():
        number = str(mlflow.register_model(address, name).version)
        if description:
            mlflow.MlflowClient().update_model_version(name, number, description)
    return number


def find_bundle(reference: str) -> Path:
    """Return the folder of a model's bundle, downloaded if the store is not on this machine.

    Parameters
    ----------
    reference
        ``NAME@ALIAS``, ``models:/NAME/VERSION``, ``runs:/RUN_ID`` or a folder.

    Raises
    ------
    StoreError
        If the reference has another form, or the store has no such model.
    """
    folder = Path(reference)
    if folder.is_dir():
        return folder
    mlflow = open_store(must_exist=True)
    client = mlflow.MlflowClient()
    if reference.startswith("runs:/"):
        uri = reference if reference.count("/") > 1 else f"{reference}/model"
    else:
        version = find_version(client, reference)
        uri = client.get_model_version_download_uri(version.name, version.version)
    model = local_folder(client, uri) or _download(mlflow, uri, reference)
    for bundle in (model / "artifacts" / "bundle", model):
        if (bundle / "manifest.json").is_file():
            return bundle
    raise StoreError(
        f"model '{reference}' has no bundle, since Tenor did not log it; name another model"
    )


def find_version(client: Any, reference: str) -> Any:
    """Return the ``ModelVersion`` of MLflow that a reference names.

    Raises
    ------
    StoreError
        If the reference has another form, or the model is not registered.
    """
    from mlflow.exceptions import MlflowException

    name, alias, number = _parse(reference)
    try:
        if alias:
            return client.get_model_version_by_alias(name, alias)
        return client.get_model_version(name, number)
    except MlflowException as exc:
        known = (
            [f"{v.name}@{a}" for v in list_versions() for a in v.aliases]
            if alias
            else [f"models:/{version.name}/{version.version}" for version in list_versions()]
        )
        raise StoreError(
            f"model '{reference}' is not registered in this store; 'tenor models list' shows "
            f"which models are{did_you_mean(reference, known)}"
        ) from exc


def _parse(reference: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(?:models:/)?([^/@]+)(?:@([^/@]+)|/(\d+))", reference)
    if match is None:
        raise StoreError(f"'{reference}' is neither a bundle nor a model: {REFERENCE_FORMS}")
    return match[1], match[2] or "", match[3] or ""


def local_folder(client: Any, uri: str) -> Path | None:
    """Return the folder of a model's files; None if they are not on this machine."""
    match = re.fullmatch(LOGGED_MODEL, uri)
    if match:
        uri = client.get_logged_model(match[1]).artifact_location
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file"):
        return None
    path = Path(unquote(parts.path))
    return path if path.is_dir() else None


_downloads = ExitStack()
"""The folders of downloaded models."""

atexit.register(_downloads.close)


def _download(mlflow: ModuleType, uri: str, reference: str) -> Path:
    # The arrays of a bundle are mapped into memory, so that its files stay until the process ends.
    folder = _downloads.enter_context(temporary_folder())
    try:
        path = mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=str(folder))
        return Path(path)
    except Exception as exc:
        raise StoreError(f"model '{reference}' cannot be fetched: {reason_of(exc)}") from exc


def _metrics(client: Any, run_id: str | None) -> dict[str, float]:
    from mlflow.exceptions import MlflowException

    if not run_id:
        return {}
    try:
        return dict(client.get_run(run_id).data.metrics)
    except MlflowException:
        return {}
