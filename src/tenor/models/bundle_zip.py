"""A bundle as one file: a zip archive without compression, and its safe unpacking.

Arrays are mapped into memory from files, so that an archive is unpacked once, into a folder of
the user's cache. Its name is a SHA-256: that of the manifest, which holds those of all files,
with its signature.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import struct
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from tenor.errors import BundleError, OutputError, reason_of
from tenor.locks import lock
from tenor.models.manifest import MANIFEST, MAX_JSON_BYTES, SIGNATURE, verify_bundle
from tenor.output import atomic_file, atomic_folder, output_errors
from tenor.progress import print_note

MAX_FILES = 500
"""The most files of an archive."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_END, _END_BYTES = b"PK\x05\x06", 22
_LONG_END, _LONG_END_BYTES = b"PK\x06\x07", 20
"""The record at the end of an archive, and the one before it if the archive is larger than 4 GB."""

_DATE = (1980, 1, 1, 0, 0, 0)
_FAULTS = (
    BadZipFile,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)
"""What damaged archives raise."""


def pack(folder: Path, path: Path, signature: bytes = b"") -> None:
    """Write a verified bundle as one file, with the same bytes for the same bundle.

    Parameters
    ----------
    folder
        The folder of the bundle.
    path
        The file to write.
    signature
        The signature of its manifest; by default the one that the bundle has, if any.

    Raises
    ------
    OutputError
        If the file exists already, cannot be written, or would be larger than 2 GB.
    """
    names = sorted(entry.name for entry in os.scandir(folder) if entry.name != SIGNATURE)
    names.sort(key=lambda name: name != MANIFEST)
    if not signature and (folder / SIGNATURE).is_file():
        signature = (folder / SIGNATURE).read_bytes()
    try:
        with (
            atomic_file(path, replace=False) as temporary,
            ZipFile(temporary, "w", ZIP_STORED, allowZip64=False) as archive,
        ):
            if signature:
                archive.writestr(_entry(SIGNATURE), signature)
            for name in names:
                info = _entry(name)
                info.file_size = (folder / name).stat().st_size
                with (folder / name).open("rb") as source, archive.open(info, "w") as target:
                    shutil.copyfileobj(source, target, 1 << 20)
    except LargeZipFile:
        raise OutputError(
            f"'{path}' would be larger than 2 GB, which not every program unpacks; leave out "
            "--zip, and send the folder"
        ) from None


def unpack(path: Path) -> tuple[Path, str]:
    """Return the folder of the cache with the bundle of an archive, and its fingerprint.

    All files are verified, those that were unpacked before too.

    Parameters
    ----------
    path
        The archive.

    Raises
    ------
    BundleError
        If it is no archive that `pack` wrote, or was changed.
    OutputError
        If the cache cannot be written.
    """
    cache = cache_folder()
    try:
        with path.open("rb") as file:
            _check_end(file)
            with ZipFile(file) as archive:
                entries = _entries(archive, path)
                heads = [archive.read(n) for n in (MANIFEST, SIGNATURE) if n in entries]
                folder = cache / hashlib.sha256(b"".join(heads)).hexdigest()
                if not _is_intact(folder, heads[0]):
                    _unpack_into(folder, archive, path, entries, heads[0])
                    print_note(f"{path} is unpacked in {folder}")
                elif set(entries) != {entry.name for entry in os.scandir(folder)}:
                    raise BundleError(f"'{path}' has other files than its manifest names")
                elif changed := archive.testzip():
                    raise BundleError(f"'{path}' cannot be unpacked: '{changed}' was changed")
    except _FAULTS as exc:
        raise BundleError(f"'{path}' cannot be unpacked: {reason_of(exc)}") from exc
    return folder, hashlib.sha256(heads[0]).hexdigest()


def cache_folder() -> Path:
    """Return the folder of unpacked archives, which may be removed at any time.

    It is ``tenor/models`` in the folder of the variable XDG_CACHE_HOME, by default ``~/.cache``.

    Raises
    ------
    OutputError
        If the user has no home folder.
    """
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        raise OutputError(
            "the user has no home folder to unpack a model into; set XDG_CACHE_HOME to a folder"
        ) from None
    return Path(base, "tenor", "models").absolute()


def _unpack_into(
    folder: Path, archive: ZipFile, path: Path, entries: dict[str, ZipInfo], manifest: bytes
) -> None:
    cache = folder.parent
    with output_errors(cache):
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.mkdir(mode=0o700, exist_ok=True)
        # Another command that unpacks the same archive is waited for.
        with lock(cache, on_wait=lambda: None):
            if _is_intact(folder, manifest):
                return
            shutil.rmtree(folder, ignore_errors=True)
            with atomic_folder(folder) as temporary:
                for name, info in entries.items():
                    with archive.open(info) as source, (temporary / name).open("xb") as target:
                        shutil.copyfileobj(source, target, 1 << 20)
                verify_bundle(temporary, name=path)


def _is_intact(folder: Path, manifest: bytes) -> bool:
    try:
        verify_bundle(folder)
        return (folder / MANIFEST).read_bytes() == manifest
    except (BundleError, OSError):
        return False


def _check_end(file: BinaryIO) -> None:
    """Check the end of an archive, since the whole list of its files is read at once."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - _END_BYTES - _LONG_END_BYTES)
    file.seek(start)
    end = file.read()
    if end[-_END_BYTES:][:4] != _END:
        raise BadZipFile("it is no zip archive that 'tenor models export --zip' wrote")
    n_files, list_bytes = struct.unpack("<HL", end[-_END_BYTES:][10:16])
    is_long = end.startswith(_LONG_END)
    if is_long or n_files > MAX_FILES or list_bytes > 1000 * MAX_FILES:
        raise BadZipFile(f"it has more than {MAX_FILES} files")


def _entries(archive: ZipFile, path: Path) -> dict[str, ZipInfo]:
    """Return the files of an archive by name, after a check that they can be unpacked safely."""
    entries: dict[str, ZipInfo] = {}
    names: set[str] = set()
    for info in archive.infolist():
        name = info.orig_filename
        kind = stat.S_IFMT(info.external_attr >> 16)
        if not _NAME.fullmatch(name) or kind not in (0, stat.S_IFREG):
            raise BadZipFile(f"its entry '{name}' is not a file at the top of the archive")
        if name.lower() in names:
            raise BadZipFile(f"it has two files '{name}'")
        if info.compress_type != ZIP_STORED or info.flag_bits & 1:
            raise BadZipFile(
                f"its file '{name}' is compressed or encrypted, unlike those that 'tenor models "
                "export --zip' writes; unpack it, and name the folder"
            )
        names.add(name.lower())
        entries[name] = info
    if min((info.header_offset for info in entries.values()), default=0):
        raise BadZipFile("something is in front of its files")
    # Entries may share their bytes, so that their sizes add up to more than the archive.
    if sum(info.file_size for info in entries.values()) > path.stat().st_size:
        raise BadZipFile("its files are larger than the archive")
    if MANIFEST not in entries:
        raise BadZipFile(f"it holds no {MANIFEST}, so that it is no model")
    for name in (MANIFEST, SIGNATURE):
        if name in entries and entries[name].file_size > MAX_JSON_BYTES:
            raise BadZipFile(f"its file '{name}' has more than {MAX_JSON_BYTES} bytes")
    return entries


def _entry(name: str) -> ZipInfo:
    info = ZipInfo(name, _DATE)
    info.create_system = 3  # Unix, on every system.
    info.external_attr = (stat.S_IFREG | 0o644) << 16
    return info
