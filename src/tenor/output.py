"""Output that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tenor.errors import OutputError


def check_output(path: Path, *, force: bool, endings: Sequence[str] = ()) -> None:
    """Check that a file may be written here, before the work is done.

    Parameters
    ----------
    endings
        What its name may end in; default anything.

    Raises
    ------
    OutputError
        If its name ends in something else, something stands there and ``force`` is
        not given, or there is no such folder.
    """
    if endings and path.suffix not in endings:
        raise OutputError(f"output '{path}' must end in {' or '.join(endings)}")
    if path.is_dir():
        raise OutputError(f"output '{path}' is a folder; name a file")
    if path.exists() and not force:
        raise OutputError(f"'{path}' exists already; name another file, or use --force")
    if not path.parent.is_dir():
        raise OutputError(f"the folder of output '{path}' does not exist; make it first")


def replace_file(path: Path, data: bytes) -> None:
    """Write a file, in place of one that may be there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with _unfinished(path) as temporary:
        temporary.write_bytes(data)
        os.replace(temporary, path)


def make_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder of files, in place of one that holds nothing else.

    Raises
    ------
    OutputError
        If it cannot be made, or something else would be lost.
    """
    with _unfinished_folder(path) as temporary:
        for name, data in files.items():
            (temporary / name).write_bytes(data)
        if path.is_dir():
            if lost := sorted({file.name for file in path.iterdir()} - files.keys()):
                raise OutputError(f"'{path}' holds '{lost[0]}' as well; name another folder")
            shutil.rmtree(path)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder to fill, which stands at ``path`` when all went well.

    Raises
    ------
    OutputError
        If something stands at ``path`` already, or it cannot be written.
    """
    if path.exists():
        raise OutputError(f"'{path}' exists already; name another folder")
    with _unfinished_folder(path) as temporary:
        yield temporary


@contextmanager
def _unfinished_folder(path: Path) -> Iterator[Path]:
    with _unfinished(path) as temporary:
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        yield temporary
        temporary.rename(path)


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f".{path.name}.unfinished")
    try:
        yield temporary
    except OSError as exc:
        raise OutputError(f"'{path}' cannot be written: {exc.strerror or exc}") from exc
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
