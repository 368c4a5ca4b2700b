"""Finding the files that inputs name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tenor.articles.article import Reason, Rejection
from tenor.articles.readers.formats import FORMAT_OF_EXTENSION
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
    """The id of an article is its path below the folder."""
    assert ids(folder) == ["a.csv.gz", "b.txt", "sub/c.HTML"]


def test_a_source_has_the_path_that_the_user_typed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Joined with the path below it."""
    html, text = FORMAT_OF_EXTENSION[".html"], FORMAT_OF_EXTENSION[".txt"]
    monkeypatch.chdir(folder.parent)
    assert list(find_sources(["in/sub", "./in/b.txt", "-"])) == [
        Source(Path("in/sub/c.HTML"), "in/sub/c.HTML", "c.HTML", html),
        Source(Path("in/b.txt"), "in/b.txt", "b.txt", text),
        Source(None, "stdin", "stdin", None),
    ]
    monkeypatch.chdir(folder)
    assert [s.source_path for s in find_sources(["."])] == ["a.csv.gz", "b.txt", "sub/c.HTML"]


def test_the_extension_gives_the_format_with_or_without_gz(folder: Path) -> None:
    """In upper or lower case."""
    sources = [source for source in find_sources([folder]) if isinstance(source, Source)]
    assert [(s.format and s.format.name, s.gzipped) for s in sources] == [
        ("csv", True),
        ("text", False),
        ("html", False),
    ]


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
def test_a_glob_yields_each_matching_file_once(
    folder: Path, pattern: str, expected: list[str]
) -> None:
    """Hidden files are never matched."""
    assert ids(folder / pattern) == expected


def test_an_existing_file_with_wildcards_in_its_name_is_not_a_glob(write: Write) -> None:
    assert ids(write("a[1].txt", "text")) == ["a[1].txt"]


@pytest.mark.parametrize("name", ["missing", "missing/*.txt", "*.pdf", "**/*.pdf"])
def test_a_missing_input_raises_before_anything_is_read(folder: Path, name: str) -> None:
    """One sentence with the input in quotes."""
    with pytest.raises(InputError, match=r"^'.*' (does not exist|matches no file): "):
        find_sources([folder, folder / name])


def test_an_unknown_extension_is_rejected(write: Write, tmp_path: Path) -> None:
    """Files of other formats are not skipped silently."""
    write("x/a.odt", "text")
    (rejection,) = find_sources([tmp_path / "x"])
    assert isinstance(rejection, Rejection)
    assert rejection.reason is Reason.UNKNOWN_FORMAT
    assert rejection.detail.startswith("'.odt' is not one of .txt, .md,")


@needs_links
def test_links_that_lead_out_of_the_folder_are_rejected(write: Write, folder: Path) -> None:
    """A link to a file within is read; a link to a folder within is skipped."""
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
    """To a folder or a file."""
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "link.txt").symlink_to(folder / "b.txt")
    assert ids(tmp_path / "link") == ["a.csv.gz", "b.txt", "sub/c.HTML"]
    assert ids(tmp_path / "link.txt") == ["link.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_special_file_is_never_opened(tmp_path: Path) -> None:
    """Opening a named pipe would block."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert ids(tmp_path) == [Reason.UNREADABLE]


def test_folders_may_be_nested_deeper_than_python_recurses(tmp_path: Path) -> None:
    deepest = tmp_path
    try:
        for _ in range(1200):
            (deepest / "d").mkdir()
            deepest = deepest / "d"
        assert ids(tmp_path) == []
    finally:
        while deepest != tmp_path:  # pytest removes temporary folders by recursion
            deepest.rmdir()
            deepest = deepest.parent


@pytest.mark.skipif(sys.platform == "win32", reason="no such names on Windows")
def test_control_characters_in_a_name_are_replaced(write: Write) -> None:
    """They could control the terminal that shows the name."""
    (source,) = find_sources([write("a\x1b[31m\n.txt", "text")])
    assert source.source_path.endswith("a\ufffd[31m\ufffd.txt")


@pytest.fixture
def corpus(write: Write, tmp_path: Path) -> Path:
    write("in/corpus/corpus.json", '{\n  "format": "tenor-corpus-2",\n  "articles": 1\n}\n')
    for name in ("articles.parquet", "labels.parquet", "rejected.jsonl", "codebook.toml"):
        write(f"in/corpus/{name}", "table")
    return tmp_path / "in" / "corpus"


def test_of_a_corpus_only_its_articles_are_read(corpus: Path) -> None:
    [source] = find_sources([corpus])
    assert isinstance(source, Source)
    assert source.path == corpus / "articles.parquet"


def test_a_corpus_below_an_input_is_rejected_and_the_output_is_skipped(
    folder: Path, corpus: Path
) -> None:
    """Also where a shell names the output among all files of a folder."""
    files = ["a.csv.gz", "b.txt", "sub/c.HTML"]
    [rejection] = [s for s in find_sources([folder]) if isinstance(s, Rejection)]
    assert rejection.reason == Reason.CORPUS
    assert rejection.detail.endswith(f"name '{corpus.as_posix()}' as an input to read its articles")
    assert ids(folder) == [files[0], files[1], "corpus", files[2]]
    sources = find_sources([folder], exclude=[corpus, folder / "b.txt"])
    assert [s.article_id for s in sources if isinstance(s, Source)] == [files[0], files[2]]
    named = find_sources([corpus, folder / "b.txt"], exclude=[corpus])
    assert [s.article_id for s in named if isinstance(s, Source)] == ["b.txt"]
    assert len(list(find_sources([corpus], exclude=[corpus]))) == 1


def test_equal_paths_below_several_inputs_have_different_ids(write: Write, tmp_path: Path) -> None:
    """The first keeps its id; a file that is named twice has one id."""
    for name in ("a/x/1.txt", "b/x/1.txt", "b/x/2.txt", "1.txt"):
        write(name, "text")
    a, b = tmp_path / "a" / "x", tmp_path / "b" / "x"
    assert ids(a, b) == ["1.txt", "x/1.txt", "2.txt"]
    assert ids(a, b, tmp_path / "1.txt")[-1] == f"{tmp_path.name}/1.txt"
    assert ids(a, a / "1.txt") == ["1.txt", "1.txt"]
    assert ids(tmp_path / "a", tmp_path / "b") == ["x/1.txt", "b/x/1.txt", "x/2.txt"]
