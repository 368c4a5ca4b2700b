"""ZIP archives and web archives."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tenor.articles import Article, Reason, Rejection, read_articles

PAGE = (
    "<html><head><title>Quay reopens</title></head><body><article><h1>Quay reopens</h1>"
    f"<p>{'The board of the harbor voted on Thursday. ' * 6}</p></article></body></html>"
)


def test_the_files_of_a_zip_archive_are_read_by_their_names(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.txt", "x")
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in/b.csv", "id,text\n,one\n9,two\n")
        archive.writestr("a.txt", "Title\n\nText of it.")
        archive.writestr("../../evil.txt", "Up\n\nText.")
        archive.writestr("c.zip", inner.getvalue())
        archive.writestr("bomb.txt", "a" * 3_000_000)
        archive.writestr("__MACOSX/a.txt", "x")
        archive.writestr("d.html", b"<html></html>")
    results = list(read_articles(tmp_path / "a.zip"))
    articles = [result for result in results if isinstance(result, Article)]
    assert [article.article_id for article in articles] == [
        "a.zip/a.txt",
        "a.zip/in/b.csv#1",
        "9",
    ]
    assert articles[0].source_path == f"{tmp_path}/a.zip/a.txt"
    rejections = {r.source_path[-6:]: r.reason for r in results if isinstance(r, Rejection)}
    assert rejections == {
        "il.txt": Reason.OUTSIDE_FOLDER,
        "mb.txt": Reason.TOO_LARGE,
        "/c.zip": Reason.UNKNOWN_FORMAT,
        "d.html": Reason.NO_TEXT,
    }
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_broken_zip_archive_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04broken")
    (rejection,) = read_articles(tmp_path / "a.zip")
    assert isinstance(rejection, Rejection)
    assert rejection.detail.startswith("it is not a ZIP archive")


def record(kind: str, body: str) -> bytes:
    payload = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n{body}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-03-09T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{len(body)}>\r\nWARC-Target-URI: https://l.example/{len(body)}\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


RECORDS = [("text/html", PAGE), ("image/png", "x"), ("text/html", "<html></html>")]


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_the_pages_of_a_web_archive_are_read(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / ("a.warc" if pack is bytes else "a.warc.gz")
    path.write_bytes(b"".join(pack(record(*parts)) for parts in RECORDS))
    article, rejection = read_articles(path)
    assert isinstance(article, Article)
    assert (article.title, article.url) == ("Quay reopens", f"https://l.example/{len(PAGE)}")
    assert article.published is None
    assert isinstance(rejection, Rejection)
    assert rejection.source_path == f"{path}#2"


def test_another_file_is_no_web_archive(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"id,text\n1,x\n")
    (rejection,) = read_articles(tmp_path / "a.warc")
    assert isinstance(rejection, Rejection)
    assert rejection.detail.startswith("it is not a web archive")
