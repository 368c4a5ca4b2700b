"""The manifest of a bundle, which holds the SHA-256 of every other file but its own signature."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path
from typing import Any

from tenor.errors import BundleError, reason_of

FORMAT = "tenor-bundle-4"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
"""The signature of the manifest, which a bundle need not have."""

MAX_JSON_BYTES = 4 << 20
"""The most bytes of a JSON file of a bundle; parsed, it takes up to 25 times as much memory."""

FAULTS = (ValueError, TypeError, OverflowError, RecursionError, MemoryError)
"""What malformed numbers, shapes, and JSON that is nested too deeply raise."""


def verify_bundle(path: str | Path, name: str | Path = "") -> dict[str, str]:
    """Check every file of a bundle against its manifest.

    Its signature, if it has one, is not checked here; see `tenor.models.signature`.

    Parameters
    ----------
    path
        The folder.
    name
        What messages call the bundle; by default its folder.

    Returns
    -------
    dict
        The SHA-256 of each file.

    Raises
    ------
    BundleError
        If a file is changed, missing or unknown, or the manifest is malformed.
    """
    folder, name = Path(path), name or path
    try:
        if not stat.S_ISREG((folder / MANIFEST).lstat().st_mode):
            raise BundleError(f"'{MANIFEST}' in bundle '{name}' is not a regular file")
        manifest = read_json(folder / MANIFEST)
        hashes: dict[str, str] = dict(manifest["sha256"])
        written_format = manifest["format"]
    except FileNotFoundError:
        raise BundleError(f"'{name}' is not a model bundle: it holds no {MANIFEST}") from None
    except (*FAULTS, OSError, KeyError) as exc:
        raise BundleError(f"'{Path(name, MANIFEST)}' cannot be read: {reason_of(exc)}") from exc
    if written_format != FORMAT:
        raise BundleError(
            f"bundle '{name}' has the format '{written_format}', and this version reads "
            f"{FORMAT}; train the model again"
        )
    entries = {entry.name: entry for entry in os.scandir(folder)}
    for file in sorted({*entries, *hashes} - {MANIFEST, SIGNATURE}):
        if file not in hashes:
            raise BundleError(f"bundle '{name}' holds '{file}', which its manifest does not list")
        if file not in entries:
            raise BundleError(f"bundle '{name}' lacks '{file}', which its manifest lists")
        if not entries[file].is_file(follow_symlinks=False):
            raise BundleError(f"'{file}' in bundle '{name}' is not a regular file")
        if sha256_of(folder / file) != hashes[file]:
            raise BundleError(f"'{file}' in bundle '{name}' was changed after it was written")
    return hashes


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> Any:
    """Return the content of a JSON file of a bundle.

    Raises
    ------
    OSError, RecursionError, ValueError
        If it cannot be read, is nested too deeply or too large, or is no JSON.
    """
    with path.open("rb") as file:
        data = file.read(MAX_JSON_BYTES + 1)
    if len(data) > MAX_JSON_BYTES:
        raise ValueError(f"'{path.name}' has more than {MAX_JSON_BYTES} bytes")
    return json.loads(data)
