"""Files that contain files: ZIP archives, and web archives (WARC)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import cast

from tenor.articles.article import RawArticle, Reason, Rejection, UnreadableInput
from tenor.articles.readers.decoding import read_limited
from tenor.articles.readers.file_format import ArticleFormat, Format
from tenor.articles.readers.tables import TableReader

MAX_MEMBERS = 200_000
MAX_UNPACKED = 4_000_000_000
"""Bytes that a ZIP archive may unpack to."""
MAX_RATIO = 200
"""How many times its packed size a member may unpack to; text packs to a twentieth at best."""

_HTML_TYPES = ("text/html", "application/xhtml")


def read_zip(
    table: TableReader, stream: io.BufferedReader, format_of_extension: Mapping[str, Format]
) -> Iterator[RawArticle | Rejection]:
    """Yield the articles of the files in a ZIP archive, in the order of their names.

    Archives in archives, hidden files and files of unknown formats are rejected. Names are parts
    of ids only; no file is written.

    Parameters
    ----------
    table
        The reader of the archive.
    stream
        The archive.
    format_of_extension
        The formats of its files by their extensions.

    Raises
    ------
    UnreadableInput
        If it is no ZIP archive, or has more members or bytes than is allowed.
    """
    source: io.BufferedReader | io.BytesIO = stream
    if not stream.seekable():
        source = io.BytesIO(read_limited(stream, table.limit))
    try:
        archive = zipfile.ZipFile(source)
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableInput(Reason.UNREADABLE, f"it is not a ZIP archive: {error}") from None
    members = sorted(
        (member for member in archive.infolist() if not member.is_dir()),
        key=lambda member: member.filename,
    )
    n_bytes = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or n_bytes > MAX_UNPACKED:
        raise UnreadableInput(
            Reason.TOO_LARGE, f"it has {len(members):,} files with {n_bytes:,} bytes; unpack it"
        )
    for member in members:
        path = PurePosixPath(member.filename)
        inner = table.of_member(member.filename)
        if ".." in path.parts or path.is_absolute():
            yield inner.reject(None, Reason.OUTSIDE_FOLDER, "its name leads out of the archive")
            continue
        if any(part.startswith((".", "__MACOSX")) for part in path.parts):
            continue
        file_format = format_of_extension.get(path.suffix.lower())
        if file_format is None or path.suffix.lower() in (".zip", ".warc"):
            detail = f"'{path.suffix}' is not read within a ZIP archive"
            yield inner.reject(None, Reason.UNKNOWN_FORMAT, detail)
        elif member.file_size > MAX_RATIO * max(member.compress_size, 1_000):
            detail = f"it unpacks to more than {MAX_RATIO} times its size"
            yield inner.reject(None, Reason.TOO_LARGE, detail)
        else:
            yield from _read_member(inner, file_format, archive, member)


def _read_member(
    table: TableReader, file_format: Format, archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> Iterator[RawArticle | Rejection]:
    try:
        with archive.open(member) as packed:
            stream = cast("io.BufferedReader", packed)
            if isinstance(file_format, ArticleFormat):
                items: Iterator[RawArticle | Rejection] = iter(
                    file_format.read(read_limited(stream, table.limit))
                )
            else:
                items = file_format.read(table, stream)
            for item in items:
                yield (
                    item
                    if isinstance(item, Rejection)
                    else {
                        "reader": file_format.name,
                        **item,
                        "member": member.filename,
                    }
                )
    except UnreadableInput as error:
        yield table.reject(None, error.reason, error.detail)
    except (MemoryError, ImportError):
        raise
    except Exception as error:  # as of a file that is not in an archive
        yield table.reject(None, Reason.UNREADABLE, f"{type(error).__name__}: {error}")


def read_warc(
    table: TableReader, stream: io.BufferedReader, page_format: ArticleFormat
) -> Iterator[RawArticle | Rejection]:
    """Yield the articles of the pages in a web archive, in its order.

    Records of other kinds than responses with HTML are passed over. The day on which a page was
    archived is not that of its publication.

    Parameters
    ----------
    table
        The reader of the archive.
    stream
        The archive.
    page_format
        The format of its pages.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    row = 0
    try:
        for record in ArchiveIterator(stream):
            kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
            if record.rec_type != "response" or not kind.lower().startswith(_HTML_TYPES):
                continue
            row += 1
            address = record.rec_headers.get_header("WARC-Target-URI", "")
            data = record.content_stream().read(table.limit + 1)
            try:
                if len(data) > table.limit:
                    detail = f"{address} has more than {table.limit:,} bytes"
                    raise UnreadableInput(Reason.TOO_LARGE, detail)
                articles = page_format.read(data)
            except UnreadableInput as error:
                yield table.reject(row, error.reason, f"{address}: {error.detail}")
                continue
            except (ValueError, RecursionError, AttributeError) as error:
                yield table.reject(row, Reason.UNREADABLE, f"{address}: {error}")
                continue
            for article in articles:
                part = f"#{article['row']}" if article.get("row") else ""
                yield article | {
                    "reader": "warc",
                    "row": f"{row}{part}",
                    "url": article.get("url") or address,
                }
    except ArchiveLoadFailed as error:
        raise UnreadableInput(Reason.UNREADABLE, f"it is not a web archive: {error}") from None
