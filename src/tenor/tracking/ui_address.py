"""Where the MLflow UI of the store runs: a file beside the database has its address."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from tenor.tracking.store import tracking_uri

FILE_NAME = "mlflow.ui"
"""The name of the file, which exists while the UI runs."""

HEALTH_TIMEOUT = 1.0
"""The seconds that the UI has to respond."""

_LOCAL = re.compile(r"http://127\.0\.0\.1:[0-9]{1,5}")


@contextmanager
def recorded_ui(address: str) -> Iterator[None]:
    """Write the address of the UI beside the store while a block runs.

    A folder that cannot be written to has no such file, and the UI runs all the same.
    """
    path = _file()
    with suppress(OSError):
        if path:
            path.write_text(address, encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            # Another UI of the same store may have replaced the file.
            if path and path.read_text(encoding="utf-8") == address:
                path.unlink()


def running_ui() -> str | None:
    """Return the address of the UI of this store, if it runs; a server is its own UI."""
    uri = tracking_uri()
    if urlsplit(uri).scheme in ("http", "https"):
        return uri.rstrip("/")
    path = _file()
    try:
        address = path.read_text(encoding="utf-8").strip() if path else ""
    except (OSError, UnicodeDecodeError):
        return None
    if not _LOCAL.fullmatch(address):
        return None
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=HEALTH_TIMEOUT):
            return address
    except OSError:
        return None  # A UI that was killed leaves the file.


def _file() -> Path | None:
    uri = tracking_uri()
    if urlsplit(uri).scheme != "sqlite":
        return None
    return Path(uri.removeprefix("sqlite:///")).parent / FILE_NAME
