"""Locks between processes, and the leftovers of processes that were killed.

The lock of a file or folder is a file ``.NAME.tenor-lock`` beside it, which the operating
system unlocks when its process ends in any way. What a command has not finished is in
``.NAME.unfinished`` beside it. Where both exist and the lock is free, its command was killed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from tenor.errors import OutputError

LOCK_SUFFIX = ".tenor-lock"
UNFINISHED_SUFFIX = ".unfinished"

PATIENCE = 0.5
"""The seconds to try for a lock that may be held by a command that removes leftovers."""


def unfinished_path(path: Path) -> Path:
    """Return the path that a file or folder is written to until it is complete."""
    return path.with_name(f".{path.name}{UNFINISHED_SUFFIX}")


def is_temporary(name: str) -> bool:
    """Return whether a file name is that of a lock or of something unfinished."""
    return name.startswith(".") and name.endswith((LOCK_SUFFIX, UNFINISHED_SUFFIX))


@contextmanager
def lock(path: Path, *, on_wait: Callable[[], object] | None = None) -> Iterator[None]:
    """Hold the lock of a file or folder during the block, so that one process at a time writes it.

    What killed commands left in the same folder is removed before.

    Parameters
    ----------
    path
        The file or folder, which need not exist; the folder that contains it must.
    on_wait
        Called if another process holds the lock, before waiting until that process ends; by
        default this is an error.

    Raises
    ------
    OutputError
        If another process holds the lock and there is no ``on_wait``.
    OSError
        If the lock cannot be made.
    """
    from filelock import FileLock, Timeout

    if not path.parent.is_dir():  # The library would make it.
        raise FileNotFoundError(f"there is no folder '{path.parent}'")
    remove_leftovers(path.parent)
    file = _lock_path(path)
    file_lock = FileLock(file)
    try:
        file_lock.acquire(timeout=PATIENCE)
    except Timeout:
        if not file.exists():  # The library tries on where no file can be made.
            raise PermissionError(f"the folder '{path.parent}' cannot be written") from None
        if on_wait is None:
            raise OutputError(
                f"'{path}' is being written by another command; wait until it ends, or name "
                "another output"
            ) from None
        on_wait()
        file_lock.acquire(timeout=-1)
    try:
        _remove(unfinished_path(path))
        yield
    finally:
        # Before the release: a process that waits for a removed file makes a new one.
        file.unlink(missing_ok=True)
        file_lock.release()


def remove_leftovers(folder: Path) -> None:
    """Remove what killed commands left unfinished in a folder."""
    from filelock import FileLock, Timeout

    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.endswith(LOCK_SUFFIX)]
    except OSError:
        return
    for name in names:
        file_lock = FileLock(folder / name)
        # Another user's command, or a running one, keeps its files.
        with suppress(Timeout, OSError), file_lock.acquire(timeout=0):
            _remove(folder / f"{name.removesuffix(LOCK_SUFFIX)}{UNFINISHED_SUFFIX}")
            (folder / name).unlink(missing_ok=True)


def held_locks(folder: Path) -> list[Path]:
    """Return the files and folders in a folder that another process is writing, sorted."""
    from filelock import FileLock, Timeout

    held = []
    with suppress(OSError):
        for name in sorted(os.listdir(folder)):
            if name.startswith(".") and name.endswith(LOCK_SUFFIX):
                try:
                    with FileLock(folder / name).acquire(timeout=0):
                        pass
                except (Timeout, OSError):
                    held.append(folder / name.removeprefix(".").removesuffix(LOCK_SUFFIX))
    return held


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield a folder for temporary files, which is removed after the block.

    If the process is killed, the next command that makes such a folder removes it.
    """
    path = Path(tempfile.gettempdir(), f"tenor-{uuid4().hex}")
    with lock(path):
        folder = unfinished_path(path)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary_files() -> Iterator[None]:
    """Keep the temporary files of this process in one `temporary_folder` during the block."""
    default = tempfile.tempdir
    with temporary_folder() as folder:
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = default


def _lock_path(path: Path) -> Path:
    return path.with_name(f".{path.name}{LOCK_SUFFIX}")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
