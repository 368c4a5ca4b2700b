"""Writing files and folders that appear complete or not at all.

They are written under a temporary name, ``.NAME.unfinished`` in the same folder, and
renamed when they are complete.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from tenor.errors import OutputError


def check_output(path: Path, *, force: bool, extensions: Sequence[str] = ()) -> None:
    """Check that a file may be written to a path, before its content is computed.

    Parameters
    ----------
    path
        The file to write.
    force
        Whether an existing file may be replaced.
    extensions
        The extensions that are allowed; empty allows any.

    Raises
    ------
    OutputError
        If the extension is not allowed, the path is a folder, the file exists and
        ``force`` is false, or its folder does not exist.
    """
    if extensions and path.suffix not in extensions:
        raise OutputError(f"output '{path}' must end in {' or '.join(extensions)}")
    if path.is_dir():
        raise OutputError(f"output '{path}' is a folder; name a file")
    if path.exists() and not force:
        raise OutputError(f"'{path}' exists already; name another file, or use --force")
    if not path.parent.is_dir():
        raise OutputError(f"the folder of output '{path}' does not exist; make it first")


def write_file(path: Path, data: bytes) -> None:
    """Write a file; an existing one is replaced.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_files(path.parent, {path.name: data})


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into an existing folder; they replace older ones in order, after all are written.

    Parameters
    ----------
    folder
        The folder.
    files
        Content by file name.

    Raises
    ------
    OutputError
        If one of them cannot be written.
    """
    with ExitStack() as stack:
        # The stack leaves its contexts, which replace the files, in reverse order.
        for name, data in reversed(list(files.items())):
            stack.enter_context(atomic_file(folder / name)).write_bytes(data)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files; an existing one is replaced if it has no other files.

    Parameters
    ----------
    path
        The folder.
    files
        Content by file name.

    Raises
    ------
    OutputError
        If it cannot be written, or an existing folder has other files.
    """
    with atomic_folder(path, replace=True) as temporary:
        if path.is_dir() and (others := {file.name for file in path.iterdir()} - files.keys()):
            raise OutputError(f"'{path}' contains '{min(others)}' as well; name another folder")
        for name, data in files.items():
            (temporary / name).write_bytes(data)


@contextmanager
def atomic_file(path: Path) -> Iterator[Path]:
    """Yield a temporary path; the file written to it replaces ``path`` when the block succeeds.

    Raises
    ------
    OutputError
        In place of any OSError, also of the block.
    """
    temporary = _temporary_path(path)
    with _output_errors(path):
        try:
            yield temporary
            os.replace(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """Yield an empty temporary folder, which becomes ``path`` when the block succeeds.

    Parameters
    ----------
    path
        The folder to make, with its parents.
    replace
        Whether to replace an existing folder with all its files.

    Raises
    ------
    OutputError
        If ``path`` exists and ``replace`` is false; in place of any OSError, also of
        the block.
    """
    if path.exists() and not replace:
        raise OutputError(f"'{path}' exists already; name another folder")
    folder = path.resolve()
    temporary = _temporary_path(folder)
    with _output_errors(path):
        try:
            shutil.rmtree(temporary, ignore_errors=True)
            temporary.mkdir(parents=True)
            yield temporary
            if replace and folder.is_dir():
                _replace_folder(folder, temporary)
            else:
                temporary.rename(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


def _replace_folder(folder: Path, new: Path) -> None:
    # A folder cannot be renamed to the name of one that is not empty: the old one moves first.
    old = folder.with_name(f".{folder.name}.replaced")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _temporary_path(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


@contextmanager
def _output_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise OutputError(f"'{path}' cannot be written: {exc.strerror or exc}") from exc
