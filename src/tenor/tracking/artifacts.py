"""Files and tables that a run logged."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import url2pathname

from tenor.errors import StoreError, reason_of
from tenor.tracking.store import open_store, quiet

if TYPE_CHECKING:
    import pandas as pd

    from tenor.tracking.run_list import LoggedRun


def read_table(run: LoggedRun, name: str) -> pd.DataFrame:
    """Return a table that a run logged.

    Parameters
    ----------
    run
        The run.
    name
        The name of the table, without ``.json``.

    Raises
    ------
    StoreError
        If the run has no such table, or it cannot be fetched or parsed.
    """
    import pandas as pd

    try:
        data = json.loads(read_text(run.run_id, f"{name}.json"))
        return pd.DataFrame(data["data"], columns=data["columns"])
    except (StoreError, ValueError, KeyError, TypeError) as exc:
        raise StoreError(
            f"run '{run.name}' ({run.run_id}) has no readable table '{name}'; another version of "
            "Tenor logged it, or it did not finish: train the model again"
        ) from exc


def local_artifact(run_id: str, name: str) -> Path | None:
    """Return the path of a file that a run logged; None if it is not on this machine.

    A path below the working folder is relative.
    """
    run = open_store(must_exist=True).MlflowClient().get_run(run_id)
    parts = urlsplit(run.info.artifact_uri)
    path = Path(url2pathname(parts.path), name)
    if parts.scheme not in ("", "file") or not path.is_file():
        return None
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def read_text(run_id: str, name: str) -> str:
    """Return a text file that a run logged.

    Raises
    ------
    StoreError
        If it cannot be fetched.
    """
    return read_bytes(run_id, name).decode("utf-8", "replace")


def read_bytes(run_id: str, name: str) -> bytes:
    """Return the content of a file that a run logged.

    Raises
    ------
    StoreError
        If it cannot be fetched.
    """
    mlflow = open_store(must_exist=True)
    try:
        with quiet(), tempfile.TemporaryDirectory() as folder:
            uri = f"runs:/{run_id}/{name}"
            path = mlflow.artifacts.download_artifacts(artifact_uri=uri, dst_path=folder)
            return Path(path).read_bytes()
    except Exception as exc:
        raise StoreError(f"'{name}' of run '{run_id}' cannot be fetched: {reason_of(exc)}") from exc
