"""Finding the files of inputs: files, folders, globs and standard input."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from tenor.articles.article import Reason, Rejection
from tenor.articles.readers.file_format import Format
from tenor.articles.readers.formats import FORMAT_OF_EXTENSION
from tenor.errors import InputError
from tenor.present import printable
from tenor.present.hints import did_you_mean

CORPUS_FILE, CORPUS_ARTICLES = "corpus.json", "articles.parquet"
"""The files by which a corpus is recognized, and that holds its articles."""

_CORPUS_MARK = b'"format": "tenor-corpus-'
_CORPUS_HEAD_BYTES = 200
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


def find_sources(
    inputs: Sequence[str | Path], *, exclude: Collection[str | Path] = ()
) -> Iterator[Source | Rejection]:
    """Return an iterator of the files of inputs: files, folders, globs and ``-``, in order.

    A folder is walked in sorted order. Hidden files and folders are skipped, and so are links
    to folders within the same folder, because their files are found by their paths. Of a corpus
    that is an input, only the file of its articles is read; a corpus below an input is rejected.

    Files of several inputs may have the same path below their inputs. All but the first then
    have an `article_id` that begins with the names of the folders that tell them apart.

    Parameters
    ----------
    inputs
        The inputs.
    exclude
        Files and folders that are skipped where they are one of several inputs, or a folder or a
        glob contains them, such as the output of the same command.

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
        if next(_glob(text, frozenset()), None) is None:
            raise InputError(f"'{text}' matches no file: check the pattern and its quotes")
    excluded = frozenset(map(os.path.realpath, exclude))
    sources = _iter_sources(list(inputs), excluded)
    return sources if len(inputs) == 1 else _with_different_ids(sources)


def _with_different_ids(sources: Iterator[Source | Rejection]) -> Iterator[Source | Rejection]:
    """Yield sources, with more of its path in an id that a source of another path has."""
    path_of_id: dict[str, str] = {}
    for source in sources:
        if isinstance(source, Source) and source.path is not None:
            path = os.path.realpath(source.path)
            parts = Path(source.path).absolute().as_posix().split("/")
            article_id, n_parts = source.article_id, source.article_id.count("/") + 1
            while path_of_id.setdefault(article_id, path) != path and n_parts < len(parts):
                n_parts += 1
                article_id = printable("/".join(parts[-n_parts:]))
            source = replace(source, article_id=article_id)
        yield source


def _iter_sources(
    inputs: list[str | Path], excluded: frozenset[str]
) -> Iterator[Source | Rejection]:
    for item in inputs:
        text = str(item)
        if len(inputs) > 1 and os.path.realpath(text) in excluded:
            continue  # A shell may have named it among all files of a folder.
        if text == "-":
            yield Source(None, "stdin", "stdin", None)
        elif not os.path.lexists(text):
            yield from _glob(text, excluded)
        elif is_corpus(Path(text)):
            yield _source(Path(text, CORPUS_ARTICLES), Path(text), follow_link=True)
        elif Path(text).is_dir():
            yield from _walk(Path(text), [], excluded)
        else:
            yield _source(Path(text), Path(text).parent, follow_link=True)


def is_corpus(folder: Path) -> bool:
    """Return whether a folder is a corpus, of any format version."""
    try:
        with (folder / CORPUS_FILE).open("rb") as file:
            return _CORPUS_MARK in file.read(_CORPUS_HEAD_BYTES)
    except OSError:
        return False


def _glob(text: str, excluded: frozenset[str]) -> Iterator[Source | Rejection]:
    parts = Path(text).parts
    n_fixed = next(i for i, part in enumerate(parts) if _WILDCARDS.search(part))
    root = Path(*parts[:n_fixed])
    if root.is_dir():
        # A ** at the end matches the files below at any depth.
        pattern = [*parts[n_fixed:], "*"] if parts[-1] == "**" else parts[n_fixed:]
        yield from _walk(root, pattern, excluded)


def _walk(
    root: Path, pattern: Sequence[str], excluded: frozenset[str]
) -> Iterator[Source | Rejection]:
    """Yield the files below a folder: all of them, or those that match the parts of a glob."""
    excluded_names = {Path(path).name for path in excluded}
    max_depth = len(pattern) if pattern and "**" not in pattern else sys.maxsize
    # A stack instead of recursion: folders may be nested deeper than Python may recurse.
    stack: list[tuple[str, ...]] = [()]
    while stack:
        names = stack.pop()
        path = root.joinpath(*names)
        if path.name in excluded_names and os.path.realpath(path) in excluded:
            continue
        try:
            # The root may be a link, because the user named it.
            is_link = bool(names) and path.is_symlink()
            is_folder = path.is_dir()
            if is_folder and not is_link:
                if len(names) < max_depth:
                    children = sorted(os.listdir(path), reverse=True)
                    if not pattern and CORPUS_FILE in children and is_corpus(path):
                        yield _corpus_below(path)
                        continue
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
            name,
            Reason.UNKNOWN_FORMAT,
            f"'{extension}' is not one of {known}, or one with .gz"
            f"{did_you_mean(extension, FORMAT_OF_EXTENSION)}",
        )
    article_id = printable(path.relative_to(root).as_posix())
    return Source(path, name, article_id, FORMAT_OF_EXTENSION[extension], gzipped)


def _is_within(path: Path, root: Path) -> bool:
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def _corpus_below(path: Path) -> Rejection:
    name = printable(path.as_posix())
    return Rejection(
        name, Reason.CORPUS, f"it is a corpus; name '{name}' as an input to read its articles"
    )


def _unreadable(path: Path, error: OSError) -> Rejection:
    detail = f"it cannot be opened: {error.strerror or type(error).__name__}"
    return Rejection(printable(path.as_posix()), Reason.UNREADABLE, detail)
