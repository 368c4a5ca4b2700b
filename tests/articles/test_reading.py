"""Reading articles from files of every format."""

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
from tenor.articles.readers.formats import FORMAT_OF_EXTENSION

Write = Callable[[str, str | bytes], Path]


def read_one(path: Path, **options: int) -> Article | Rejection:
    (result,) = read_articles(path, **options)  # type: ignore[arg-type]
    return result


def test_inputs_are_read_in_their_order(write: Write, tmp_path: Path) -> None:
    """Files, folders and globs."""
    for name in ("f/b.txt", "f/a.txt", "f/c.xyz", "g.txt", "h.csv"):
        write(name, "id,text\n1,x\n")
    results = read_articles([tmp_path / "h.csv", tmp_path / "f", tmp_path / "g*"])
    assert [
        item.article_id if isinstance(item, Article) else item.reason.value for item in results
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
def test_every_extension_has_a_reader(write: Write, name: str, content: str, reader: str) -> None:
    """Gzipped or not."""
    plain, zipped = (
        read_one(write(name, content)),
        read_one(write(f"{name}.gz", gzip.compress(content.encode()))),
    )
    assert isinstance(plain, Article)
    assert isinstance(zipped, Article)
    assert (plain.text, plain.reader) == ("Ships came at dawn.", reader)
    assert (zipped.text, zipped.reader) == ("Ships came at dawn.", reader)


def test_a_pdf_is_read_and_cleaned(write: Write, make_pdf: Callable[..., bytes]) -> None:
    result = read_one(write("a.pdf", make_pdf("Ships  came.", title="Harbor opens")))
    assert isinstance(result, Article)
    assert (result.text, result.title, result.reader) == ("Ships came.", "Harbor opens", "pdf")


def test_texts_and_titles_are_cleaned(write: Write) -> None:
    path = write(
        "a.jsonl", '{"text": "x\\u00a0 y\\r\\nFollow us on Twitter", "title": " T\\n\\u0007t"}'
    )
    result = read_one(path)
    assert isinstance(result, Article)
    assert (result.text, result.title) == ("x y", "T t")


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
        ("a.odt", b"x", Reason.UNKNOWN_FORMAT),
        ("a.pdf", b"x", Reason.UNREADABLE),
        ("a.parquet", b"x", Reason.UNREADABLE),
        ("a.txt.gz", b"x", Reason.UNREADABLE),
        ("a.txt.gz", gzip.compress(b"text", mtime=0)[:-6], Reason.UNREADABLE),
        ("a.csv", b"id,text\n1\n", Reason.BAD_ROW),
    ],
)
def test_an_input_without_an_article_is_rejected_with_its_reason(
    write: Write, name: str, content: bytes, reason: Reason
) -> None:
    """Each reason except those that need a folder, a PDF or a corpus."""
    result = read_one(write(name, content), max_bytes=1000)
    assert isinstance(result, Rejection)
    assert result.reason is reason
    assert result.detail


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_read_permission_is_rejected(write: Write) -> None:
    path = write("a.txt", "x")
    path.chmod(0)
    assert isinstance(read_one(path), Rejection)


def test_an_error_of_a_library_rejects_one_file(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its type and message, without control characters; MemoryError is raised."""
    write("a.pdf", "x")
    write("b.txt", "Ships came.")

    def fail(data: bytes) -> None:
        raise ZeroDivisionError("bad\x1b[31m\npage")

    monkeypatch.setattr("tenor.articles.readers.pdf.parse_pdf", fail)
    first, second = read_articles(tmp_path)
    assert isinstance(first, Rejection)
    assert first.detail == "ZeroDivisionError: bad[31m page"
    assert isinstance(second, Article)

    def stop(data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("tenor.articles.readers.pdf.parse_pdf", stop)
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
def test_standard_input_is_json_lines_or_one_plain_text(
    monkeypatch: pytest.MonkeyPatch, data: bytes, expected: list[tuple[str, str]]
) -> None:
    """By its first character; it stays open."""
    stdin = types.SimpleNamespace(buffer=io.BytesIO(data))
    monkeypatch.setattr(sys, "stdin", stdin)
    articles = [item for item in read_articles("-") if isinstance(item, Article)]
    assert [(article.article_id, article.text) for article in articles] == expected
    assert {article.source_path for article in articles} == {"stdin"}
    assert not stdin.buffer.closed


def test_empty_standard_input_is_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(buffer=io.BytesIO()))
    (rejection,) = read_articles("-")
    assert isinstance(rejection, Rejection)
    assert rejection.reason is Reason.EMPTY


def test_reading_twice_gives_the_same(write: Write, tmp_path: Path) -> None:
    """Results do not depend on hash order or today's date."""
    write("a.html", "<html><title>T</title><article><p>Ships came at dawn.</p></article></html>")
    write("b.csv", "id,text\n1,x\n2\n")
    write("c.txt", "Harbor opens\n\nShips came.")
    assert list(read_articles(tmp_path)) == list(read_articles(tmp_path))


STARTS = ["", "id,text\n", '{"text": ', "%PDF-1.4\n", "<html>", "PAR1", "T\n\nBy A\n\nRegion: "]


@pytest.mark.parametrize("extension", sorted(FORMAT_OF_EXTENSION))
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    start=st.sampled_from(STARTS),
    data=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8")),
    zipped=st.booleans(),
)
def test_any_bytes_give_articles_or_rejections(
    tmp_path: Path, extension: str, start: str, data: bytes, zipped: bool
) -> None:
    content = start.encode() + data
    path = tmp_path / f"a{extension}{'.gz' if zipped else ''}"
    path.write_bytes(gzip.compress(content) if zipped else content)
    results = list(read_articles(path))
    assert results
    for item in results:
        if isinstance(item, Article):
            assert item.text
        else:
            assert not {"Cc", "Cs"} & {unicodedata.category(char) for char in item.detail}


HEAVY = ["numpy", "pandas", "pyarrow", "pypdf", "trafilatura", "lxml", "charset_normalizer"]


@pytest.mark.parametrize(
    ("code", "imported"),
    [
        ("import tenor.articles", []),
        ("from tenor.articles import read_articles; list(read_articles('a.csv'))", []),
        ("from tenor.articles import read_articles; list(read_articles('a.txt'))", []),
        ("from tenor.articles import read_articles; list(read_articles('a.pdf'))", ["pypdf"]),
    ],
)
def test_a_library_is_imported_with_the_first_file_that_needs_it(
    write: Write, tmp_path: Path, make_pdf: Callable[..., bytes], code: str, imported: list[str]
) -> None:
    write("a.csv", "text\nShips came.\n")
    write("a.txt", "Ships came.")
    write("a.pdf", make_pdf("Ships came."))
    source = Path(__file__).parents[2] / "src"
    completed = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys\n{code}\nprint([n for n in {HEAVY} if n in sys.modules])",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert completed.stdout == f"{imported}\n"
