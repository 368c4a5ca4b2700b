"""Finding the files of inputs: files, folders, globs and standard input."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from tenor.articles.article import Reason, Rejection
from tenor.articles.readers.formats import FORMAT_OF_EXTENSION, Format
from tenor.errors import InputError
from tenor.present import printable

_WILDCARDS = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or standard input.

    Attributes
    ----------
    path
        The file; None for standard input.
    source_path
        Its name in results and messages: the path as the user typed it.
    article_id
        Its path below the folder that the user named, or its file name.
    format
        Its format; None for standard input, where the content decides.
    gzipped
        Whether it is compressed with gzip.
    """

    path: Path | None
    source_path: str
    article_id: str
    format: Format | None
    gzipped: bool = False


def find_sources(inputs: Sequence[str | Path]) -> Iterator[Source | Rejection]:
    """Return an iterator of the files of inputs: files, folders, globs and ``-``, in order.

    A folder is walked in sorted order. Hidden files and folders are skipped, and so are links
    to folders within the same folder, because their files are found by their paths.

    Raises
    ------
    InputError
        At once, if a path does not exist or a glob matches no file.
    """
    for item in inputs:
        text = str(item)
        if text == "-" or os.path.lexists(text):
            continue
        if not _WILDCARDS.search(text):
            raise InputError(f"'{text}' does not exist: name a file, a folder, a glob, or '-'")
        if next(_glob(text), None) is None:
            raise InputError(f"'{text}' matches no file: check the pattern and its quotes")
    return _iter_sources(list(inputs))


def _iter_sources(inputs: list[str | Path]) -> Iterator[Source | Rejection]:
    for item in inputs:
        text = str(item)
        if text == "-":
            yield Source(None, "stdin", "stdin", None)
        elif not os.path.lexists(text):
            yield from _glob(text)
        elif Path(text).is_dir():
            yield from _walk(Path(text), [])
        else:
            yield _source(Path(text), Path(text).parent, follow_link=True)


def _glob(text: str) -> Iterator[Source | Rejection]:
    parts = Path(text).parts
    n_fixed = next(i for i, part in enumerate(parts) if _WILDCARDS.search(part))
    root = Path(*parts[:n_fixed])
    if root.is_dir():
        # A ** at the end matches the files below at any depth.
        yield from _walk(root, [*parts[n_fixed:], "*"] if parts[-1] == "**" else parts[n_fixed:])


def _walk(root: Path, pattern: Sequence[str]) -> Iterator[Source | Rejection]:
    """Yield the files below a folder: all of them, or those that match the parts of a glob."""
    max_depth = len(pattern) if pattern and "**" not in pattern else sys.maxsize
    # A stack instead of recursion: folders may be nested deeper than Python may recurse.
    stack: list[tuple[str, ...]] = [()]
    while stack:
        names = stack.pop()
        path = root.joinpath(*names)
        try:
            # The root may be a link, because the user named it.
            is_link = bool(names) and path.is_symlink()
            is_folder = path.is_dir()
            if is_folder and not is_link:
                if len(names) < max_depth:
                    children = sorted((child.name for child in path.iterdir()), reverse=True)
                    stack += [(*names, name) for name in children if name[0] != "."]
                continue
        except OSError as error:
            yield _unreadable(path, error)
            continue
        if (not pattern or _matches(names, pattern)) and not (is_folder and _is_within(path, root)):
            yield _source(path, root)


def _matches(names: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not names
    if pattern[0] == "**":
        return _matches(names, pattern[1:]) or (bool(names) and _matches(names[1:], pattern))
    return bool(names) and fnmatchcase(names[0], pattern[0]) and _matches(names[1:], pattern[1:])


def _source(path: Path, root: Path, *, follow_link: bool = False) -> Source | Rejection:
    name = printable(path.as_posix())
    try:
        mode = path.stat().st_mode
        if not follow_link and path.is_symlink() and not _is_within(path, root):
            return Rejection(
                name, Reason.OUTSIDE_FOLDER, f"it is a link that leads out of '{root.as_posix()}'"
            )
    except OSError as error:
        return _unreadable(path, error)
    if not stat.S_ISREG(mode):
        return Rejection(name, Reason.UNREADABLE, "it is not a regular file")
    lower = Path(path.name.lower())
    gzipped = lower.suffix == ".gz"
    extension = Path(lower.stem).suffix if gzipped else lower.suffix
    if extension not in FORMAT_OF_EXTENSION:
        known = ", ".join(FORMAT_OF_EXTENSION)
        return Rejection(
            name, Reason.UNKNOWN_FORMAT, f"'{extension}' is not one of {known}, or one with .gz"
        )
    article_id = printable(path.relative_to(root).as_posix())
    return Source(path, name, article_id, FORMAT_OF_EXTENSION[extension], gzipped)


def _is_within(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _unreadable(path: Path, error: OSError) -> Rejection:
    detail = f"it cannot be opened: {error.strerror or type(error).__name__}"
    return Rejection(printable(path.as_posix()), Reason.UNREADABLE, detail)
