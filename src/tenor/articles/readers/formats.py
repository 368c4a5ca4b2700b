"""The formats of article files; a new format is one entry of `FORMATS`."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tenor.articles.article import RawArticle, Rejection
from tenor.articles.readers.decoding import decode
from tenor.articles.readers.tables import TableReader


@dataclass(frozen=True, slots=True)
class ArticleFormat:
    """A format of files with one article each.

    Attributes
    ----------
    name
        The name, which is the `Article.reader` unless the raw article names another.
    extensions
        Its file extensions, in lower case; each may be followed by ``.gz``.
    parse
        Returns the raw article of a file from its bytes, which are not empty.
    """

    name: str
    extensions: tuple[str, ...]
    parse: Callable[[bytes], RawArticle]


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A format of files with a table each, one article a row.

    Attributes
    ----------
    name
        The name, which is the `Article.reader`.
    extensions
        Its file extensions, in lower case; each may be followed by ``.gz``.
    read
        Yields the raw articles of a table, and rejections of its faulty rows.
    """

    name: str
    extensions: tuple[str, ...]
    read: Callable[[TableReader, io.BufferedReader], Iterator[RawArticle | Rejection]]


Format = ArticleFormat | TableFormat


# The libraries of a format are imported when the first file of it is read.
def _parse_text(data: bytes) -> RawArticle:
    from tenor.articles.readers.plain import parse_text

    return parse_text(decode(data))


def _parse_markdown(data: bytes) -> RawArticle:
    from tenor.articles.readers.plain import parse_text

    return parse_text(decode(data), markdown=True)


def _parse_html(data: bytes) -> RawArticle:
    from tenor.articles.readers.html import parse_html

    return parse_html(data)


def _parse_pdf(data: bytes) -> RawArticle:
    from tenor.articles.readers.pdf import parse_pdf

    return parse_pdf(data)


PLAIN_TEXT = ArticleFormat("text", (".txt",), _parse_text)
JSON_LINES = TableFormat("jsonl", (".jsonl", ".ndjson"), TableReader.read_jsonl)

FORMATS: tuple[Format, ...] = (
    PLAIN_TEXT,
    ArticleFormat("markdown", (".md",), _parse_markdown),
    ArticleFormat("html", (".html", ".htm", ".xhtml"), _parse_html),
    JSON_LINES,
    TableFormat("json", (".json",), TableReader.read_json),
    TableFormat("csv", (".csv", ".tsv"), TableReader.read_csv),
    TableFormat("parquet", (".parquet",), TableReader.read_parquet),
    ArticleFormat("pdf", (".pdf",), _parse_pdf),
)
"""All formats of article files."""

FORMAT_OF_EXTENSION = {
    extension: file_format for file_format in FORMATS for extension in file_format.extensions
}
