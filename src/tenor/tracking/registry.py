"""Registered models: list, promote, and find the bundle behind a reference."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from tenor.errors import StoreError
from tenor.tracking.store import open_store

CHAMPION = "champion"
PREFIX = "tenor-"
RULE = "a model is NAME@ALIAS, models:/NAME/VERSION, runs:/RUN_ID or a bundle folder"


@dataclass(frozen=True, slots=True)
class Version:
    """A registered version of a model."""

    name: str
    version: str
    aliases: tuple[str, ...]
    run_id: str
    metrics: dict[str, float]
    created: float

    @property
    def reference(self) -> str:
        """How to name it on a command line: by its first alias, else by its version."""
        return (
            f"{self.name}@{self.aliases[0]}"
            if self.aliases
            else f"models:/{self.name}/{self.version}"
        )


def versions() -> list[Version]:
    """Return every registered version of Tenor's models, newest first within a name."""
    mlflow = open_store(must_exist=True)
    client = mlflow.MlflowClient()
    found = []
    for model in client.search_registered_models(filter_string=f"name LIKE '{PREFIX}%'"):
        aliases: dict[str, list[str]] = {}
        for alias, number in model.aliases.items():
            aliases.setdefault(str(number), []).append(alias)
        for entry in client.search_model_versions(f"name = '{model.name}'"):
            number = str(entry.version)
            found.append(
                Version(
                    model.name, number, tuple(sorted(aliases.get(number, []))), entry.run_id or "",
                    _metrics(client, entry.run_id), entry.creation_timestamp / 1000,
                )
            )  # fmt: skip
    return sorted(found, key=lambda v: (v.name, -int(v.version)))


def champions() -> list[str]:
    """Return a reference to every champion, themes first."""
    names = sorted(v.name for v in versions() if CHAMPION in v.aliases)
    if not names:
        raise StoreError(
            "no model is champion in this store; train with --promote, or name one with --model"
        )
    return [f"{name}@{CHAMPION}" for name in sorted(names, key=lambda n: (n != "tenor-theme", n))]


def promote(reference: str, alias: str = CHAMPION) -> Version:
    """Give a registered version an alias, and take it from the one that had it."""
    client = open_store(must_exist=True).MlflowClient()
    entry = find_version(client, reference)
    client.set_registered_model_alias(entry.name, alias, entry.version)
    return next(v for v in versions() if v.name == entry.name and v.version == str(entry.version))


def find_bundle(reference: str) -> Path:
    """Return the folder of the bundle that a reference names, fetched if it is far away.

    Raises
    ------
    StoreError
        If the reference has no known form, or the store has no such model.
    """
    folder = Path(reference)
    if folder.is_dir():
        return folder
    mlflow = open_store(must_exist=True)
    client = mlflow.MlflowClient()
    if reference.startswith("runs:/"):
        uri = reference if reference.count("/") > 1 else f"{reference}/model"
    else:
        entry = find_version(client, reference)
        uri = client.get_model_version_download_uri(entry.name, entry.version)
    place = _local(client, uri) or _download(mlflow, uri, reference)
    for bundle in (place / "artifacts" / "bundle", place):
        if (bundle / "manifest.json").is_file():
            return bundle
    raise StoreError(f"model '{reference}' holds no bundle; it was not made by Tenor")


def find_version(client: Any, reference: str) -> Any:
    from mlflow.exceptions import MlflowException

    name, alias, number = _parse(reference)
    try:
        if alias:
            return client.get_model_version_by_alias(name, alias)
        return client.get_model_version(name, number)
    except MlflowException as exc:
        raise StoreError(
            f"model '{reference}' is not registered here; 'tenor models list' shows what is"
        ) from exc


def _parse(reference: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(?:models:/)?([^/@]+)(?:@([^/@]+)|/(\d+))", reference)
    if match is None:
        raise StoreError(f"'{reference}' is neither a folder nor a model: {RULE}")
    return match[1], match[2] or "", match[3] or ""


def _local(client: Any, uri: str) -> Path | None:
    match = re.fullmatch(r"models:/(m-[0-9a-f]+)", uri)
    if match:
        uri = client.get_logged_model(match[1]).artifact_location
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file"):
        return None
    path = Path(unquote(parts.path))
    return path if path.is_dir() else None


def _download(mlflow: ModuleType, uri: str, reference: str) -> Path:
    try:
        return Path(mlflow.artifacts.download_artifacts(artifact_uri=uri))
    except Exception as exc:
        raise StoreError(f"model '{reference}' cannot be fetched: {exc}") from exc


def _metrics(client: Any, run_id: str | None) -> dict[str, float]:
    from mlflow.exceptions import MlflowException

    if not run_id:
        return {}
    try:
        return dict(client.get_run(run_id).data.metrics)
    except MlflowException:
        return {}
