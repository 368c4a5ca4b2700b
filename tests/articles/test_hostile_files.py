"""Damaged and hostile files: each gives articles or rejections, within bounds."""

from __future__ import annotations

import gzip
import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tenor.articles import Article, Reason, Rejection, read_articles

from .conftest import pdf

Write = Callable[[str, str | bytes], Path]
Mutation = tuple[str, float, float, int]

MAX_SECONDS = 20.0
"""The time that a bomb of some hundred kilobytes may take, on a machine that is busy."""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx(body: str) -> bytes:
    xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(("word/document.xml", xml.encode()))


def xlsx(rows: str = "") -> bytes:
    from openpyxl import Workbook

    book, stream = Workbook(), io.BytesIO()
    book.active.append(["id", "text"])
    book.active.append(["1", "Ships came at dawn."])
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    end = b"</sheetData>"
    return zipped(*((name, data.replace(end, rows.encode() + end)) for name, data in members))


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(pa.table({"id": ["1", "2"], "text": ["Ships came.", "Ships left."]}), stream)
    return stream.getvalue()


def warc() -> bytes:
    page = b"<html><body><article><p>Ships came at dawn.</p></article></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://quay.example/\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


VALID = {
    "a.txt": b"Harbor opens\n\nBy Ann Lee\nRegion: Europe\nTheme: Sea\n\nShips came at dawn.\n",
    "a.md": b"---\ntitle: Harbor opens\ntags: [a, [b]]\n---\n# Quay\n\n[Ships](http://a.b) came.",
    "b.md": b'+++\ntitle = "Harbor opens"\ndate = 2024-03-05\n[x]\ny = [1, [2]]\n+++\nShips came.',
    "a.html": b'<html><head><title>T</title><meta name="author" content="A"></head><body><article>'
    b"<h1>Harbor opens</h1><p>Ships <b>came</b> at dawn &amp; left.</p></article></body></html>",
    "a.jsonl": b'{"id": 1, "text": "Ships came.", "source": {"name": "Post"}}\n{"text": "x"}\n',
    "a.json": b'{"articles": [{"id": 1, "text": "Ships came.", "date": "2024-03-05"}]}',
    "a.csv": b'id,text,date\n1,"Ships ""came"", at dawn",2024-03-05\n2,x,\n',
    "a.tsv": b'id\ttext\n1\tShips "came"\n2\tx\n',
    "a.xml": b"<rss><channel><title>Post</title><item><title>T</title><description>&lt;p&gt;Ships "
    b"came.&lt;/p&gt;</description><pubDate>Tue, 05 Mar 2024</pubDate></item></channel></rss>",
    "a.eml": b"From: A <a@b.c>\nSubject: =?utf-8?q?Harbor?=\nDate: Tue, 5 Mar 2024 10:00:00 +0000\n"
    b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nShips came.\n--b--\n',
    "a.rtf": rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 A;}}\b Ships\b0  c\'e4me \u8217?s.\par x}",
    "a.pdf": pdf("Ships came at dawn.", title="Harbor opens"),
    "a.docx": docx("<w:p><w:r><w:t>Ships came.</w:t><w:tab/></w:r></w:p>"),
    "a.xlsx": xlsx(),
    "a.parquet": parquet(),
    "a.zip": zipped(("a.txt", b"Ships came."), ("b.csv", b"id,text\n1,x\n")),
    "a.warc": warc(),
    "a.txt.gz": gzip.compress(b"Ships came at dawn.", mtime=0),
}
"""A small valid file of each format."""

MUTATIONS = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "repeat", "nest", "drop"]),
        st.floats(0, 1),
        st.floats(0, 0.2),
        st.integers(0, 255),
    ),
    min_size=1,
    max_size=4,
)


def mutate(data: bytes, mutations: list[Mutation]) -> bytes:
    """Return bytes with some changed, cut off, repeated, nested in themselves, or left out."""
    for kind, place, share, byte in mutations:
        start = int(place * len(data))
        end = start + max(1, int(share * len(data)))
        part = data[start:end]
        if kind == "flip":
            data = data[:start] + bytes([byte]) + data[start + 1 :]
        elif kind == "cut":
            data = data[:start]
        elif kind == "repeat":
            data = data[:start] + part * (byte + 1) + data[end:]
        elif kind == "nest":
            data = data[:start] + data + data[start:]
        else:
            data = data[:start] + data[end:]
        data = data[:200_000]
    return data


@pytest.mark.parametrize("name", VALID)
def test_a_valid_file_gives_articles_only(write: Write, name: str) -> None:
    assert all(isinstance(item, Article) for item in read_articles(write(name, VALID[name])))


@pytest.mark.parametrize("name", VALID)
@settings(
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(mutations=MUTATIONS)
@example(mutations=[("nest", 0.5, 0.0, 0)] * 4)
@example(mutations=[("repeat", 0.3, 0.2, 255)])
def test_a_damaged_file_gives_articles_or_rejections_in_bounded_time(
    tmp_path: Path, name: str, mutations: list[Mutation]
) -> None:
    path = tmp_path / name
    path.write_bytes(mutate(VALID[name], mutations))
    started = time.process_time()
    results = list(read_articles(path))
    assert results
    assert time.process_time() - started < MAX_SECONDS
    for item in results:
        assert item.text if isinstance(item, Article) else item.detail


def page(body: str) -> str:
    return f"<!doctype html><html><body><article>{body}</article></body></html>"


BOMBS: dict[str, tuple[str, bytes | str, Reason | None]] = {
    "gzip of a long line": ("a.jsonl.gz", gzip.compress(b"a" * 60_000_000), Reason.TOO_LARGE),
    "gzip of a long text": ("a.txt.gz", gzip.compress(b"a" * 60_000_000), Reason.TOO_LARGE),
    "one endless line": ("a.csv", b"id,text\n1," + b"a" * 30_000_000, Reason.TOO_LARGE),
    "member that unpacks to much more": (
        "a.zip",
        zipped(("a.txt", b"a" * 19_000_000)),
        Reason.TOO_LARGE,
    ),
    "archive in an archive": (
        "a.zip",
        zipped(("a.zip", zipped(("a.txt", b"x")))),
        Reason.UNKNOWN_FORMAT,
    ),
    "entities of XML": (
        "a.xml",
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><rss>&c;</rss>',
        Reason.UNREADABLE,
    ),
    "deep JSON": ("a.json", "[" * 1_000_000, Reason.UNREADABLE),
    "deep row of JSON Lines": ("a.jsonl", '{"text":' * 100_000, Reason.BAD_ROW),
    "integer of many digits": ("a.jsonl", '{"text": ' + "1" * 100_000 + "}", Reason.BAD_ROW),
    "deep HTML": ("a.html", page("<div>" * 40_000 + "Ships came at dawn."), Reason.NO_TEXT),
    "many elements": ("a.html", page("<p>x</p>" * 60_000), Reason.TOO_LARGE),
    "many links": ("a.html", page("<p>" + "<a href=x>y</a> " * 6_000), Reason.TOO_LARGE),
    "many attributes": (
        "a.html",
        page(f"<p {' '.join(f'a{i}=1' for i in range(30_000))}>Ships came.</p>"),
        Reason.TOO_LARGE,
    ),
    "many inline elements": ("a.html", page("<p>Ships " + "<span>came</span> " * 14_000), None),
    "many attributes in a cell": (
        "a.jsonl",
        f'{{"text": "<p>x</p><p {" ".join(f"a{i}=1" for i in range(30_000))}>Ships"}}',
        None,
    ),
    "deep YAML": ("a.md", "---\na: " + "[" * 100_000 + "\n---\nShips came.", None),
    "deep YAML of mappings": ("a.md", "---\n" + "? " * 9_000 + "\n---\nShips came.", None),
    "aliases of YAML": (
        "a.md",
        "---\na: &a [x, x]\nb: &b [*a, *a]\ntags: [*b, *b]\n---\nShips came.",
        None,
    ),
    "deep TOML": ("a.md", "+++\na = " + "[" * 100_000 + "\n+++\nShips came.", None),
    "open quotes": ("a.csv", "id,text\n" + 'a"b,"c\n' * 14_000, Reason.BAD_ROW),
    "quotes alone": ("a.csv", "id,text\n" + '"' * 1_000_000, Reason.BAD_ROW),
    "many columns": (
        "a.csv",
        f"id,text\n1{',x' * 500_000}\n",
        Reason.BAD_ROW,
    ),
    "lines of fields": ("a.txt", "Theme: a, b\n" * 80_000, None),
    "far row": (
        "a.xlsx",
        xlsx('<row r="2000000000"><c r="A2000000000" t="inlineStr"><is><t>x</t></is></c></row>'),
        None,
    ),
    "many pages": (
        "a.pdf",
        pdf("Ships came.").replace(b"[3 0 R] /Count 1", b"[" + b"3 0 R " * 9_000 + b"] /Count 1"),
        Reason.TOO_LARGE,
    ),
    "items in items": (
        "a.xml",
        "<a>" + "<newsItem>" * 200 + "<x/>" * 20_000 + "</newsItem>" * 200 + "</a>",
        Reason.NO_TEXT,
    ),
    "deep groups of RTF": ("a.rtf", "{\\rtf1 " + "{" * 200_000 + "Ships came.", None),
    "parts in parts of a message": (
        "a.eml",
        "".join(f'Content-Type: multipart/mixed; boundary="{i}"\n\n--{i}\n' for i in range(3_000)),
        Reason.TOO_LARGE,
    ),
}
"""Files that are small, or cheap to make, and once took long, with the reason of the last item.

None stands for a file that is read within the bound.
"""


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_read_or_set_aside_in_bounded_time(write: Write, bomb: str) -> None:
    name, content, reason = BOMBS[bomb]
    path = write(name, content)
    started = time.process_time()
    *_, last = read_articles(path)
    assert time.process_time() - started < MAX_SECONDS
    if reason is None:
        assert isinstance(last, Article)
    else:
        assert isinstance(last, Rejection)
        assert last.reason is reason


def test_items_of_one_table_after_a_bad_row_are_read(write: Write) -> None:
    rows = '{"text": "a"}\n' + '{"text":' * 9_000 + '\n{"text": "b"}\n'
    results = list(read_articles(write("a.jsonl", rows)))
    assert [isinstance(item, Article) for item in results] == [True, False, True]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no FIFOs")
def test_a_folder_of_links_pipes_and_odd_names_is_read_without_leaving_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("Ships came.")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "below" / "up").symlink_to(folder)
    (folder / "device.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    for name in (b"a\nb.txt", b"c\x1b[31md.txt", b"e\xff.txt"):
        try:
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text("Ships came.")
        except OSError:
            pytest.skip("the file system refuses such names")
    results = list(read_articles(folder))
    articles = [item for item in results if isinstance(item, Article)]
    reasons = [item.reason for item in results if isinstance(item, Rejection)]
    assert [article.text for article in articles] == ["Ships came."] * 3
    assert sorted(reasons) == [Reason.OUTSIDE_FOLDER] * 2 + [Reason.UNREADABLE] * 2
    for item in results:
        assert item.source_path.isprintable()
        item.source_path.encode()
