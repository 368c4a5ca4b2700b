"""Removing the registered versions that no alias names, with the files of their models."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenor.tracking.registry import LOGGED_MODEL, ModelVersion, list_versions, local_folder
from tenor.tracking.store import open_store, store_errors


@dataclass(frozen=True, slots=True)
class UnnamedVersion:
    """A registered version that no alias names.

    Attributes
    ----------
    version
        The version.
    model_id
        The id of its logged model; empty if another version keeps that, or there is none.
    folder
        The folder of the files of the logged model; None if they are not on this machine.
    n_bytes
        The size of these files.
    """

    version: ModelVersion
    model_id: str
    folder: Path | None
    n_bytes: int


def unnamed_versions() -> list[UnnamedVersion]:
    """Return the versions of Tenor's models that no alias names, by name, the newest first.

    Raises
    ------
    StoreError
        If there is no store.
    """
    client = open_store(must_exist=True).MlflowClient()
    versions = list_versions()
    model_ids = {id(v): _model_id(client, v) for v in versions}
    kept = {model_ids[id(version)] for version in versions if version.aliases}
    unnamed = []
    for version in versions:
        if version.aliases:
            continue
        model_id = model_ids[id(version)]
        model_id = "" if model_id in kept else model_id
        folder = _folder(client, model_id) if model_id else None
        n_bytes = 0
        if folder:
            n_bytes = sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())
        unnamed.append(UnnamedVersion(version, model_id, folder, n_bytes))
    return unnamed


def remove_versions(versions: Sequence[UnnamedVersion]) -> None:
    """Remove versions from the registry, and their models with the files; their runs stay.

    Raises
    ------
    StoreError
        If the store cannot be written.
    """
    client = open_store(must_exist=True).MlflowClient()
    removed = set()
    for unnamed in versions:
        with store_errors():
            client.delete_model_version(unnamed.version.name, unnamed.version.version)
            if unnamed.model_id and unnamed.model_id not in removed:
                client.delete_logged_model(unnamed.model_id)
        removed.add(unnamed.model_id)
        if unnamed.folder:
            shutil.rmtree(unnamed.folder, ignore_errors=True)


def _model_id(client: Any, version: ModelVersion) -> str:
    source = client.get_model_version(version.name, version.version).source
    match = re.fullmatch(LOGGED_MODEL, source or "")
    return match[1] if match else ""


def _folder(client: Any, model_id: str) -> Path | None:
    """Return the folder of a logged model, if its files are where MLflow writes them."""
    files = local_folder(client, f"models:/{model_id}")
    if files is None or not (files / "MLmodel").is_file():
        return None
    return files.parent if files.parent.name == model_id else files
