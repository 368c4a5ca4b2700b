"""read_articles: every format, every reason, one stream."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import types
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenor.articles import Article, Reason, Rejection, read_articles
from tenor.articles.sources import FORMATS

Write = Callable[[str, str | bytes], Path]


def one(path: Path, **options: int) -> Article | Rejection:
    (found,) = read_articles(path, **options)  # type: ignore[arg-type]
    return found


def test_inputs_come_in_their_order(write: Write, tmp_path: Path) -> None:
    """Files, folders and globs, each with its articles and rejections."""
    for name in ("f/b.txt", "f/a.txt", "f/c.xyz", "g.txt", "h.csv"):
        write(name, "id,text\n1,x\n")
    found = read_articles([tmp_path / "h.csv", tmp_path / "f", tmp_path / "g*"])
    assert [
        item.article_id if isinstance(item, Article) else item.reason.value for item in found
    ] == ["1", "a.txt", "b.txt", "unknown_format", "g.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reader"),
    [
        ("a.txt", "Ships came at dawn.", "plain"),
        ("a.md", "Ships came at dawn.", "plain"),
        ("a.jsonl", '{"text": "Ships came at dawn."}', "jsonl"),
        ("a.ndjson", '{"text": "Ships came at dawn."}', "jsonl"),
        ("a.json", '{"text": "Ships came at dawn."}', "json"),
        ("a.csv", "text\nShips came at dawn.\n", "csv"),
        ("a.tsv", "text\tid\nShips came at dawn.\t1\n", "csv"),
        ("a.html", f"<article><p>{'Ships came at dawn.'}</p></article>", "html"),
    ],
)
def test_a_reader_for_every_extension(write: Write, name: str, content: str, reader: str) -> None:
    """Gzipped or not."""
    plain, zipped = (
        one(write(name, content)),
        one(write(f"{name}.gz", gzip.compress(content.encode()))),
    )
    assert isinstance(plain, Article)
    assert isinstance(zipped, Article)
    assert (plain.text, plain.reader) == ("Ships came at dawn.", reader)
    assert (zipped.text, zipped.reader) == ("Ships came at dawn.", reader)


def test_a_pdf(write: Write, make_pdf: Callable[..., bytes]) -> None:
    """Is cleaned as all others are."""
    found = one(write("a.pdf", make_pdf("Ships  came.", title="Harbor opens")))
    assert isinstance(found, Article)
    assert (found.text, found.title, found.reader) == ("Ships came.", "Harbor opens", "pdf")


def test_every_text_is_cleaned(write: Write) -> None:
    """And every line field."""
    path = write(
        "a.jsonl", '{"text": "x\\u00a0 y\\r\\nFollow us on Twitter", "title": " T\\n\\u0007t"}'
    )
    found = one(path)
    assert isinstance(found, Article)
    assert (found.text, found.title) == ("x y", "T t")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", Reason.EMPTY),
        ("a.txt", b" \n ", Reason.EMPTY),
        ("a.txt", b"\x00\x01", Reason.BINARY),
        ("a.txt", b"\xff\xfea", Reason.BROKEN_ENCODING),
        ("a.txt", b"Title: T\n", Reason.NO_TEXT),
        ("a.html", b"<html></html>", Reason.NO_TEXT),
        ("a.txt", b"x" * 1001, Reason.TOO_LARGE),
        ("a.txt.gz", gzip.compress(b"x" * 1_000_000), Reason.TOO_LARGE),
        ("a.parquet.gz", gzip.compress(b"x" * 1_000_000), Reason.TOO_LARGE),
        ("a.docx", b"x", Reason.UNKNOWN_FORMAT),
        ("a.pdf", b"x", Reason.UNREADABLE),
        ("a.parquet", b"x", Reason.UNREADABLE),
        ("a.txt.gz", b"x", Reason.UNREADABLE),
        ("a.txt.gz", gzip.compress(b"text")[:-6], Reason.UNREADABLE),
        ("a.csv", b"id,text\n1\n", Reason.BAD_ROW),
    ],
)
def test_why_an_input_gives_no_article(
    write: Write, name: str, content: bytes, reason: Reason
) -> None:
    """Each reason of the list but those that need a folder, a PDF or a corpus."""
    found = one(write(name, content), max_bytes=1000)
    assert isinstance(found, Rejection)
    assert found.reason is reason
    assert found.detail


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission(write: Write) -> None:
    """Is unreadable, and the rest go on."""
    path = write("a.txt", "x")
    path.chmod(0)
    assert isinstance(one(path), Rejection)


def test_what_a_library_raises_ends_one_file(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its type and message are told, without controls; being told to stop is obeyed."""
    write("a.pdf", "x")
    write("b.txt", "Ships came.")

    def fail(data: bytes) -> None:
        raise ZeroDivisionError("bad\x1b[31m\npage")

    monkeypatch.setattr("tenor.articles.pdf.parse_pdf", fail)
    first, second = read_articles(tmp_path)
    assert isinstance(first, Rejection)
    assert first.detail == "ZeroDivisionError: bad[31m page"
    assert isinstance(second, Article)

    def stop(data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("tenor.articles.pdf.parse_pdf", stop)
    with pytest.raises(MemoryError):
        list(read_articles(tmp_path))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'\n \n{"id": 1, "text": "x"}\n{"id": 2, "text": "y"}\n', [("1", "x"), ("2", "y")]),
        (b'\xef\xbb\xbf{"id": 1, "text": "x"}', [("1", "x")]),
        (b'{"text": "x"}', [("stdin#1", "x")]),
        (b"Harbor opens\n\nShips came.", [("stdin", "Ships came.")]),
    ],
)
def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[tuple[str, str]]
) -> None:
    """JSON Lines by its first character, else one article; it stays open."""
    stdin = types.SimpleNamespace(buffer=io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    found = [item for item in read_articles("-") if isinstance(item, Article)]
    assert [(item.article_id, item.text) for item in found] == expected
    assert {item.source_path for item in found} == {"stdin"}
    assert not stdin.buffer.closed


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Is a rejection as any other."""
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO()))
    (found,) = read_articles("-")
    assert isinstance(found, Rejection)
    assert found.reason is Reason.EMPTY


def test_reading_twice_gives_the_same(write: Write, tmp_path: Path) -> None:
    """Nothing depends on order in memory or on the day."""
    write("a.html", "<html><title>T</title><article><p>Ships came at dawn.</p></article></html>")
    write("b.csv", "id,text\n1,x\n2\n")
    write("c.txt", "Harbor opens\n\nShips came.")
    assert list(read_articles(tmp_path)) == list(read_articles(tmp_path))


STARTS = ["", "id,text\n", '{"text": ', "%PDF-1.4\n", "<html>", "PAR1", "T\n\nBy A\n\nRegion: "]


@pytest.mark.parametrize("extension", sorted(FORMATS))
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    start=st.sampled_from(STARTS),
    data=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8")),
    zipped=st.booleans(),
)
def test_no_bytes_stop_the_reading(
    tmp_path: Path, extension: str, start: str, data: bytes, zipped: bool
) -> None:
    """Whatever stands in a file, it gives articles or rejections."""
    content = start.encode() + data
    path = tmp_path / f"a{extension}{'.gz' if zipped else ''}"
    path.write_bytes(gzip.compress(content) if zipped else content)
    found = list(read_articles(path))
    assert found
    for item in found:
        if isinstance(item, Article):
            assert item.text
        else:
            assert not {"Cc", "Cs"} & {unicodedata.category(letter) for letter in item.detail}


def test_importing_is_light() -> None:
    """Libraries of readers are imported by the file that needs them."""
    code = (
        "import sys, tenor.articles; heavy = {'numpy', 'pandas', 'pyarrow', 'pypdf', 'trafilatura',"
        " 'lxml', 'charset_normalizer'} & set(sys.modules); print(sorted(heavy))"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
