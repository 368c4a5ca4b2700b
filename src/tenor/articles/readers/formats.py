"""The formats of article files; a new format is one entry of `FORMATS`."""

from __future__ import annotations

import io
from collections.abc import Iterator

from tenor.articles.article import RawArticle, Rejection
from tenor.articles.readers.decoding import decode
from tenor.articles.readers.file_format import ArticleFormat, Format, Slicing, TableFormat
from tenor.articles.readers.slicing import (
    halve_json_lines,
    halve_parquet,
    slice_json_lines,
    slice_parquet,
)
from tenor.articles.readers.tables import TableReader

_MAX_HEADER = 2_000
"""Characters of a line that may be the header of a table."""


# The libraries of a format are imported when the first file of it is read.
def _parse_text(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.exports import read_text_export
    from tenor.articles.readers.plain import parse_text

    text = decode(data)
    return read_text_export(text.splitlines()) or [parse_text(text)]


def _parse_markdown(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.plain import parse_text

    return [parse_text(decode(data), markdown=True)]


def _parse_html(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.html import parse_html

    return parse_html(data)


def _parse_pdf(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.exports import read_text_export
    from tenor.articles.readers.pdf import parse_pdf

    article = parse_pdf(data)
    return read_text_export(article["text"].splitlines()) or [article]


def _parse_docx(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.documents import parse_docx

    return parse_docx(data)


def _parse_rtf(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.documents import parse_rtf

    return parse_rtf(data)


def _parse_email(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.documents import parse_email

    return parse_email(data)


def _parse_xml(data: bytes) -> list[RawArticle]:
    from tenor.articles.readers.feeds import parse_xml

    return parse_xml(data)


def _read_zip(table: TableReader, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
    from tenor.articles.readers.containers import read_zip

    return read_zip(table, stream, FORMAT_OF_EXTENSION)


def _read_warc(table: TableReader, stream: io.BufferedReader) -> Iterator[RawArticle | Rejection]:
    from tenor.articles.readers.containers import read_warc

    return read_warc(table, stream, HTML)


PLAIN_TEXT = ArticleFormat("text", (".txt",), _parse_text)
HTML = ArticleFormat("html", (".html", ".htm", ".xhtml", ".shtml"), _parse_html)
JSON_LINES = TableFormat(
    "jsonl",
    (".jsonl", ".ndjson"),
    TableReader.read_jsonl,
    Slicing(slice_json_lines, TableReader.read_jsonl_slice, halve_json_lines, True),
)

FORMATS: tuple[Format, ...] = (
    PLAIN_TEXT,
    ArticleFormat("markdown", (".md",), _parse_markdown),
    HTML,
    JSON_LINES,
    TableFormat("json", (".json",), TableReader.read_json),
    TableFormat("csv", (".csv", ".tsv"), TableReader.read_csv),
    TableFormat(
        "parquet",
        (".parquet",),
        TableReader.read_parquet,
        Slicing(slice_parquet, TableReader.read_parquet_slice, halve_parquet, False),
    ),
    TableFormat("xlsx", (".xlsx",), TableReader.read_xlsx),
    ArticleFormat("pdf", (".pdf",), _parse_pdf),
    ArticleFormat("docx", (".docx",), _parse_docx),
    ArticleFormat("rtf", (".rtf",), _parse_rtf),
    ArticleFormat("email", (".eml",), _parse_email),
    TableFormat("zip", (".zip",), _read_zip),
    TableFormat("warc", (".warc",), _read_warc),
    ArticleFormat("xml", (".xml", ".rss", ".atom", ".nitf"), _parse_xml),
)
"""All formats of article files."""

FORMAT_OF_EXTENSION = {
    extension: file_format for file_format in FORMATS for extension in file_format.extensions
}

_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PAR1", "parquet"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"WARC/", "warc"),
)


def detect_format(head: bytes) -> Format:
    """Return the format of a file by its first bytes, which are not white space alone.

    Binary formats are recognized by their signatures, JSON by its bracket, HTML and XML by a
    tag, and a table by a first line that names a column of the text. Anything else is plain text.
    """
    by_name = {file_format.name: file_format for file_format in FORMATS}
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            return by_name[name]
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = text[:1000].lower()
    if text.startswith(b"["):
        return by_name["json"]
    if text.startswith(b"{"):
        # An object that ends with its line is JSON Lines; one over several lines is a JSON file.
        first = text.partition(b"\n")[0].rstrip()
        return by_name["jsonl" if first.endswith(b"}") or b"\n" not in text else "json"]
    if lower.startswith((b"<!doctype html", b"<html")) or b"<html" in lower:
        return by_name["html"]
    if lower.startswith((b"<?xml", b"<rss", b"<feed", b"<newsitem", b"<nitf")):
        return by_name["xml"]
    if _is_table(text.partition(b"\n")[0]):
        return by_name["csv"]
    return PLAIN_TEXT


def _is_table(line: bytes) -> bool:
    """Whether a first line is a header with the text and another column."""
    from tenor.articles.readers.columns import match_columns
    from tenor.articles.readers.delimited import DELIMITERS, find_delimiter

    header = line.decode("utf-8", "replace").strip()
    if header.lower().startswith(("sep=", '"sep=')):
        return True
    if not any(mark in header for mark in DELIMITERS) or len(header) > _MAX_HEADER:
        return False
    names = [cell.strip().strip('"') for cell in header.split(find_delimiter(header))]
    column_of = match_columns(names, {}, "", strict=False)
    return "text" in column_of and len(column_of) > 1
