"""From what the user names to the files to read, in order, one at a time."""

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
from tenor.errors import InputError

FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pdf": "pdf",
}
"""File extension to format; each may have ``.gz`` behind it."""

_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, or standard input.

    Attributes
    ----------
    path
        Where to open it; None for standard input.
    source_path
        What to call it: as the user typed it, joined with the path below.
    article_id
        Its path below the folder that the user named, or its name.
    format
        One of the values of `FORMATS`; empty for standard input.
    """

    path: Path | None
    source_path: str
    article_id: str
    format: str
    gzipped: bool = False


def find_sources(inputs: Sequence[str | Path]) -> Iterator[Source | Rejection]:
    """Yield the files that files, folders, globs and ``-`` name, in order.

    A folder is walked in sorted order; hidden files and folders are skipped, and
    so are links to folders inside it, whose files are met where they stand.

    Raises
    ------
    InputError
        Before anything is read: a path that does not exist, a glob that matches
        no file.
    """
    for item in inputs:
        text = str(item)
        if text == "-" or os.path.lexists(text):
            continue
        if not _MAGIC.search(text):
            raise InputError(f"'{text}' does not exist: name a file, a folder, a glob, or '-'")
        if next(_glob(text), None) is None:
            raise InputError(f"'{text}' matches no file: check the pattern and its quotes")
    return _find(list(inputs))


def _find(inputs: list[str | Path]) -> Iterator[Source | Rejection]:
    for item in inputs:
        text = str(item)
        if text == "-":
            yield Source(None, "stdin", "stdin", "")
        elif not os.path.lexists(text):
            yield from _glob(text)
        elif Path(text).is_dir():
            yield from _walk(Path(text), [])
        else:
            yield _source(Path(text), Path(text).parent, linked=True)


def _glob(text: str) -> Iterator[Source | Rejection]:
    parts = Path(text).parts
    fixed = next(place for place, part in enumerate(parts) if _MAGIC.search(part))
    root = Path(*parts[:fixed])
    if root.is_dir():
        # A last ** means the files below, at any depth.
        yield from _walk(root, [*parts[fixed:], "*"] if parts[-1] == "**" else parts[fixed:])


def _walk(root: Path, pattern: Sequence[str]) -> Iterator[Source | Rejection]:
    """Yield the files below `root`: all of them, or those that a glob's parts match."""
    depth = len(pattern) if pattern and "**" not in pattern else sys.maxsize
    # Names wait on a stack, not in recursion: folders may be nested deeper than Python calls.
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        names = waiting.pop()
        path = root.joinpath(*names)
        try:
            # The root itself may be a link: the user named it.
            linked = bool(names) and path.is_symlink()
            folder = path.is_dir()
            if folder and not linked:
                if len(names) < depth:
                    inside = sorted((child.name for child in path.iterdir()), reverse=True)
                    waiting += [(*names, name) for name in inside if name[0] != "."]
                continue
        except OSError as error:
            yield _unreadable(path, error)
            continue
        if (not pattern or _matches(names, pattern)) and not (folder and _inside(path, root)):
            yield _source(path, root)


def _matches(names: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not names
    if pattern[0] == "**":
        return _matches(names, pattern[1:]) or (bool(names) and _matches(names[1:], pattern))
    return bool(names) and fnmatchcase(names[0], pattern[0]) and _matches(names[1:], pattern[1:])


def _source(path: Path, root: Path, *, linked: bool = False) -> Source | Rejection:
    name = _printable(path.as_posix())
    try:
        mode = path.stat().st_mode
        if not linked and path.is_symlink() and not _inside(path, root):
            return Rejection(
                name, Reason.OUTSIDE_FOLDER, f"it is a link that leads out of '{root.as_posix()}'"
            )
    except OSError as error:
        return _unreadable(path, error)
    if not stat.S_ISREG(mode):
        return Rejection(name, Reason.UNREADABLE, "it is not a regular file")
    name_in_lower = Path(path.name.lower())
    gzipped = name_in_lower.suffix == ".gz"
    extension = Path(name_in_lower.stem).suffix if gzipped else name_in_lower.suffix
    if extension not in FORMATS:
        known = ", ".join(FORMATS)
        return Rejection(
            name, Reason.UNKNOWN_FORMAT, f"'{extension}' is not one of {known}, or one with .gz"
        )
    article_id = _printable(path.relative_to(root).as_posix())
    return Source(path, name, article_id, FORMATS[extension], gzipped)


def _inside(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _unreadable(path: Path, error: OSError) -> Rejection:
    detail = f"it cannot be opened: {error.strerror or type(error).__name__}"
    return Rejection(_printable(path.as_posix()), Reason.UNREADABLE, detail)


def _printable(path: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in path)
