"""Writing files and folders that appear complete or not at all.

They are written under a temporary name, ``.NAME.unfinished`` in the same folder, and
renamed when they are complete. One process at a time writes an output; see `tenor.locks`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tenor.errors import OutputError, reason_of
from tenor.locks import is_temporary, lock, unfinished_path


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
    if path.exists() and not path.is_file():
        raise OutputError(f"output '{path}' is not a regular file; name another")
    if path.exists() and not force:
        raise OutputError(f"'{path}' exists already; name another file, or use --force")
    if not path.parent.is_dir():
        raise OutputError(f"the folder of output '{path}' does not exist; make it first")


def new_name(name: str) -> str:
    """Return a name that no file or folder has here yet: ``name``, or ``name-2`` and so on."""
    number, free = 1, name
    while Path(free).exists():
        number += 1
        free = f"{name}-{number}"
    return free


def write_file(path: Path, data: bytes, *, replace: bool) -> None:
    """Write a file that appears complete or not at all.

    Parameters
    ----------
    path
        The file.
    data
        Its content.
    replace
        Whether to replace an existing file.

    Raises
    ------
    OutputError
        If it cannot be written, or exists and ``replace`` is false.
    """
    with atomic_file(path, replace=replace) as temporary:
        temporary.write_bytes(data)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into an existing folder; they replace older ones in order, after all are written.

    Parameters
    ----------
    folder
        The folder. Where several processes may write it, the lock of the last file must be held.
    files
        Content by file name.

    Raises
    ------
    OutputError
        If one of them cannot be written.
    """
    with atomic_files(folder, list(files)) as temporary:
        for name, data in files.items():
            (temporary / name).write_bytes(data)


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
    if path.exists():
        names = list(files)
        with output_errors(path), lock(path / names[-1]):
            check_names(path, names)
            write_files(path, files)
        return
    with atomic_folder(path) as temporary:
        for name, data in files.items():
            (temporary / name).write_bytes(data)


def check_names(folder: Path, names: Sequence[str]) -> None:
    """Check that a folder holds no other files than these; those of a lock do not count.

    Raises
    ------
    OutputError
        If it holds another file.
    """
    others = {name for name in os.listdir(folder) if not is_temporary(name)} - set(names)
    if others:
        raise OutputError(f"'{folder}' contains '{min(others)}' as well; name another folder")


@contextmanager
def atomic_file(path: Path, *, replace: bool) -> Iterator[Path]:
    """Yield a temporary path; the file written to it becomes ``path`` when the block succeeds.

    Parameters
    ----------
    path
        The file.
    replace
        Whether to replace an existing file, also one that appears during the block.

    Raises
    ------
    OutputError
        If the file exists and ``replace`` is false, or another process writes it; in place of
        any OSError, also of the block.
    """
    if path.exists() and not replace:
        raise _exists(path, "file")
    temporary = unfinished_path(path)
    with output_errors(path), lock(path):
        try:
            yield temporary
            if replace:
                os.replace(temporary, path)
            else:
                _rename_to_new(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield an empty temporary folder, which becomes ``path`` when the block succeeds.

    Parameters
    ----------
    path
        The folder to make, with its parents.

    Raises
    ------
    OutputError
        If ``path`` exists, before or after the block, or another process writes it; in place of
        any OSError, also of the block.
    """
    if path.exists():
        raise _exists(path, "folder")
    folder = path.resolve()
    temporary = unfinished_path(folder)
    with output_errors(path):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with lock(folder):
            try:
                temporary.mkdir()
                yield temporary
                if folder.exists():
                    raise _exists(path, "folder")
                temporary.rename(folder)
            finally:
                shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def atomic_files(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Yield a temporary folder, whose files move to an existing folder when the block succeeds.

    Parameters
    ----------
    folder
        The folder. Where several processes may write it, the lock of the last file must be held.
    names
        The names of the files, in the order in which they replace older ones.

    Raises
    ------
    OutputError
        In place of any OSError, also of the block.
    """
    temporary = unfinished_path(folder / names[-1])
    with output_errors(folder):
        try:
            temporary.mkdir()
            yield temporary
            for name in names:
                # A folder in the way of a later file is found before the first is replaced.
                if (folder / name).is_dir():
                    raise IsADirectoryError(f"'{name}' is a folder")
            for name in names:
                os.replace(temporary / name, folder / name)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """Raise an OutputError in place of any OSError of the block."""
    try:
        yield
    except OSError as exc:
        raise OutputError(f"'{path}' cannot be written: {_reason(exc)}") from exc


def _reason(error: OSError) -> str:
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        # Copying a folder names each file that failed; the reason of the first stands for all.
        text = str(error.args[0][0][-1])
        return re.sub(r"^\[Errno \d+\] ([^:]+):.*", r"\1", text)
    return error.strerror or reason_of(error)


def _rename_to_new(temporary: Path, path: Path) -> None:
    # A link is made only to a name that does not exist, while a rename replaces without asking.
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise _exists(path, "file") from None
    except OSError:  # Not every file system has links.
        if path.exists():
            raise _exists(path, "file") from None
        os.replace(temporary, path)


def _exists(path: Path, kind: str) -> OutputError:
    force = ", or use --force" if kind == "file" else ""
    return OutputError(f"'{path}' exists already; name another {kind}{force}")
