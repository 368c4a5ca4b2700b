"""From what the user names to the files to read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tenor.articles.article import Reason, Rejection
from tenor.articles.sources import Source, find_sources
from tenor.errors import InputError

Write = Callable[[str, str | bytes], Path]
needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")


@pytest.fixture
def folder(write: Write, tmp_path: Path) -> Path:
    for name in ("in/b.txt", "in/a.csv.gz", "in/sub/c.HTML", "in/.hidden/d.txt", "in/.e.txt"):
        write(name, "text")
    return tmp_path / "in"


def ids(*inputs: str | Path) -> list[str]:
    return [s.article_id if isinstance(s, Source) else s.reason for s in find_sources(inputs)]


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(folder: Path) -> None:
    """An id is the path below the folder."""
    assert ids(folder) == ["a.csv.gz", "b.txt", "sub/c.HTML"]


def test_a_source_is_called_as_the_user_typed_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The input joined with the path below it."""
    monkeypatch.chdir(folder.parent)
    assert list(find_sources(["in/sub", "./in/b.txt", "-"])) == [
        Source(Path("in/sub/c.HTML"), "in/sub/c.HTML", "c.HTML", "html"),
        Source(Path("in/b.txt"), "in/b.txt", "b.txt", "text"),
        Source(None, "stdin", "stdin", ""),
    ]
    monkeypatch.chdir(folder)
    assert [s.source_path for s in find_sources(["."])] == ["a.csv.gz", "b.txt", "sub/c.HTML"]


def test_the_format_is_told_by_the_extension_with_or_without_gz(folder: Path) -> None:
    """In any case."""
    found = [(s.format, s.gzipped) for s in find_sources([folder]) if isinstance(s, Source)]
    assert found == [("csv", True), ("text", False), ("html", False)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["b.txt"]),
        ("**/*", ["a.csv.gz", "b.txt", "sub/c.HTML"]),
        ("**", ["a.csv.gz", "b.txt", "sub/c.HTML"]),
        ("**/*.HTML", ["sub/c.HTML"]),
        ("s*/*", ["sub/c.HTML"]),
        ("[ab].*", ["a.csv.gz", "b.txt"]),
    ],
)
def test_a_glob(folder: Path, pattern: str, expected: list[str]) -> None:
    """Names files below its fixed part, each once, hidden ones never."""
    assert ids(folder / pattern) == expected


def test_a_file_with_a_pattern_in_its_name_is_itself(write: Write) -> None:
    """What exists is no glob."""
    assert ids(write("a[1].txt", "text")) == ["a[1].txt"]


@pytest.mark.parametrize("name", ["missing", "missing/*.txt", "*.pdf", "**/*.pdf"])
def test_what_is_not_there_is_told_before_anything_is_read(folder: Path, name: str) -> None:
    """In one sentence with the input in quotes."""
    with pytest.raises(InputError, match=r"^'.*' (does not exist|matches no file): "):
        find_sources([folder, folder / name])


def test_an_unknown_extension_is_rejected(write: Write, tmp_path: Path) -> None:
    """Nothing is passed over in silence."""
    write("x/a.docx", "text")
    (found,) = find_sources([tmp_path / "x"])
    assert isinstance(found, Rejection)
    assert found.reason is Reason.UNKNOWN_FORMAT
    assert found.detail.startswith("'.docx' is not one of .txt, .md,")


@needs_links
def test_links(write: Write, folder: Path) -> None:
    """A link out is rejected, a link in is read, a link to a folder within adds nothing."""
    outside = write("out/secret.txt", "text")
    (folder / "l1.txt").symlink_to(outside)
    (folder / "l2").symlink_to(outside.parent)
    (folder / "l3.txt").symlink_to(folder / "b.txt")
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "l4.txt").symlink_to(folder / "nowhere.txt")
    (folder / "l5.txt").symlink_to("l5.txt")
    assert ids(folder) == [
        "a.csv.gz",
        "b.txt",
        Reason.OUTSIDE_FOLDER,
        Reason.OUTSIDE_FOLDER,
        "l3.txt",
        Reason.UNREADABLE,
        Reason.UNREADABLE,
        "sub/c.HTML",
    ]


@needs_links
def test_a_link_that_the_user_names_is_followed(folder: Path, tmp_path: Path) -> None:
    """To a folder or to a file."""
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "link.txt").symlink_to(folder / "b.txt")
    assert ids(tmp_path / "link") == ["a.csv.gz", "b.txt", "sub/c.HTML"]
    assert ids(tmp_path / "link.txt") == ["link.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_special_file_is_never_opened(tmp_path: Path) -> None:
    """Opening a pipe would wait for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert ids(tmp_path) == [Reason.UNREADABLE]


def test_folders_nested_deeper_than_python_calls(tmp_path: Path) -> None:
    """The walk does not recurse."""
    deepest = tmp_path
    try:
        for _ in range(1200):
            (deepest / "d").mkdir()
            deepest = deepest / "d"
        assert ids(tmp_path) == []
    finally:
        while deepest != tmp_path:  # what clears up after tests does recurse
            deepest.rmdir()
            deepest = deepest.parent


@pytest.mark.skipif(sys.platform == "win32", reason="no such names on Windows")
def test_a_name_with_controls_is_made_printable(write: Write) -> None:
    """A name may not drive the terminal that shows it."""
    (found,) = find_sources([write("a\x1b[31m\n.txt", "text")])
    assert found.source_path.endswith("a\ufffd[31m\ufffd.txt")
