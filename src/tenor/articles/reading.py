"""Reading articles from files of all formats."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tenor.articles.article import Article, RawArticle, Reason, Rejection, UnreadableInput
from tenor.articles.cleaning import clean, clean_line
from tenor.articles.readers.columns import check_fields
from tenor.articles.readers.decoding import read_limited
from tenor.articles.readers.file_format import ArticleFormat, Format, TableFormat
from tenor.articles.readers.formats import detect_format
from tenor.articles.readers.slicing import RowSlice
from tenor.articles.readers.tables import TableReader
from tenor.articles.sources import Source, find_sources
from tenor.errors import InputError

MAX_BYTES = 20_000_000
"""The maximum size of a file with one article, or of a row of a table."""

_BUFFER_BYTES = 1 << 17
_SAMPLE_BYTES = 4096
_MAX_DETAIL_LENGTH = 500
_LINE_FIELDS = ("title", "outlet", "byline", "url", "language", "series", "claim", "target", "part")
_LIST_FIELDS = ("regions", "publisher_themes")


def read_articles(
    inputs: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    strict_columns: bool = True,
    keep: Sequence[str] = (),
    max_bytes: int = MAX_BYTES,
    exclude: Collection[str | Path] = (),
) -> Iterator[Article | Rejection]:
    """Return an iterator of the articles in files, folders, globs or standard input.

    Reads text, Markdown, HTML, PDF, CSV, TSV, JSON, JSON Lines and Parquet files, which
    their extensions identify, gzipped or not. An input that gives no article gives a
    Rejection. Articles are read one at a time, so memory does not grow with their number.

    Parameters
    ----------
    inputs
        One or several: a file, a folder (walked in sorted order), a glob with
        ``*`` or ``**``, or ``-`` for standard input (JSON Lines, or one article
        of plain text).
    columns
        The name of the column of each field, for tables whose columns have other names.
    strict_columns
        Whether each table must have all of these columns; if not, a field whose column a table
        lacks is looked for by the usual names.
    keep
        Further columns of tables, which `Article.columns` gets.
    max_bytes
        The maximum size of a file with one article, or of a row of a table.
    exclude
        Files and folders that are not read where an input contains them, such as the output of
        the same command.

    Yields
    ------
    Article or Rejection
        In the order of the inputs, and of the files and rows of each.

    Raises
    ------
    InputError
        At once, if an input does not exist or matches no file, or a key of ``columns`` is
        not a field; while reading, if a table (or its first JSON object) lacks a column
        of ``columns``.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = pathlib.Path(folder) / "articles.csv"
    ...     _ = table.write_text("id,headline,body\\n7,Harbor opens,Ships came at dawn.\\n8,,\\n")
    ...     first, second = read_articles(table)
    >>> first.article_id, first.title, first.text
    ('7', 'Harbor opens', 'Ships came at dawn.')
    >>> second.reason, second.detail
    (<Reason.NO_TEXT: 'no_text'>, 'it has no text')
    """
    check_fields(columns or {})
    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    options = ReadingOptions(dict(columns or {}), strict_columns, tuple(keep), max_bytes)
    sources = find_sources(paths, exclude=exclude)
    return (item for source in sources for item in read_source(source, options))


@dataclass(frozen=True)
class ReadingOptions:
    """How articles are read; see `read_articles`."""

    columns: Mapping[str, str]
    strict_columns: bool = True
    keep: Sequence[str] = ()
    max_bytes: int = MAX_BYTES


def read_source(
    source: Source | Rejection, options: ReadingOptions, rows: RowSlice | None = None
) -> Iterator[Article | Rejection]:
    """Yield the articles of a file, or of a slice of it; a source that is rejected is yielded.

    Parameters
    ----------
    source
        A source, as `find_sources` yields it.
    options
        How it is read.
    rows
        A slice of a table; by default all of the file is read.

    Raises
    ------
    InputError
        If a table lacks a column that the user names.
    """
    results = [source] if isinstance(source, Rejection) else _read_file(source, options, rows)
    for result in results:
        if isinstance(result, Rejection):
            # A detail may quote file names and broken bytes, which could control a terminal.
            detail = clean_line(result.detail)[:_MAX_DETAIL_LENGTH]
            result = result if detail == result.detail else replace(result, detail=detail)
        yield result


def find_slices(source: Source, options: ReadingOptions, slice_bytes: int) -> list[RowSlice]:
    """Return the slices of a file that can be read on their own; empty if it has no two."""
    slicing = source.format.slicing if isinstance(source.format, TableFormat) else None
    if slicing is None or source.path is None or source.gzipped:
        return []
    try:
        with source.path.open("rb") as stream:
            return slicing.find(stream, options.columns, slice_bytes)
    except Exception:  # libraries raise any error for a bad file, which is rejected when it is read
        return []


def halve_slice(source: Source, rows: RowSlice) -> tuple[RowSlice, RowSlice] | None:
    """Return the two halves of a slice of a file; None if it cannot be divided."""
    slicing = source.format.slicing if isinstance(source.format, TableFormat) else None
    if slicing is None or source.path is None:
        return None
    try:
        with source.path.open("rb") as stream:
            return slicing.halve(stream, rows)
    except Exception:  # as for `find_slices`
        return None


def is_one_row(source: Source) -> bool:
    """Return whether a slice of a file that `halve_slice` cannot divide is one row."""
    slicing = source.format.slicing if isinstance(source.format, TableFormat) else None
    return slicing is not None and slicing.divides_to_rows


def _read_file(
    source: Source, options: ReadingOptions, rows: RowSlice | None
) -> Iterator[Article | Rejection]:
    is_empty = True
    try:
        for raw in _read_raw(source, options, rows):
            is_empty = False
            yield raw if isinstance(raw, Rejection) else _clean_article(raw, source)
    except UnreadableInput as error:
        yield Rejection(source.source_path, error.reason, error.detail)
    except (InputError, ImportError, MemoryError):
        raise
    except Exception as error:  # libraries raise any error for a bad file, which must not stop all
        detail = f"{type(error).__name__}: {error}"
        yield Rejection(source.source_path, Reason.UNREADABLE, detail)
    else:
        if is_empty:
            yield Rejection(source.source_path, Reason.EMPTY, "it has no rows")


def _read_raw(
    source: Source, options: ReadingOptions, rows: RowSlice | None
) -> Iterator[RawArticle | Rejection]:
    with _open(source) as stream:
        file_format = source.format or _detect_format(stream)
        items: Iterator[RawArticle | Rejection]
        if isinstance(file_format, ArticleFormat):
            items = iter(file_format.read(read_limited(stream, options.max_bytes)))
        else:
            table = TableReader(
                source.source_path,
                options.columns,
                options.keep,
                options.max_bytes,
                strict=options.strict_columns,
            )
            if rows is None or file_format.slicing is None:
                items = file_format.read(table, stream)
            else:
                items = file_format.slicing.read(table, stream, rows)
        for item in items:
            yield item if isinstance(item, Rejection) else {"reader": file_format.name, **item}


def _clean_article(raw: RawArticle, source: Source) -> Article | Rejection:
    """Return a raw article as a cleaned article, or a rejection if it has no text."""
    member = f"/{raw['member']}" if raw.get("member") else ""
    row = member + (f"#{raw['row']}" if raw.get("row") else "")
    text = clean(raw.get("text") or "")
    if not text:
        return Rejection(source.source_path + row, Reason.NO_TEXT, "it has no text")
    fields: dict[str, Any] = {name: clean_line(raw[name]) for name in _LINE_FIELDS if raw.get(name)}
    for name in _LIST_FIELDS:
        fields[name] = tuple(filter(None, map(clean_line, raw.get(name, ()))))
    return Article(
        article_id=clean_line(raw.get("article_id") or "") or source.article_id + row,
        text=text,
        published=raw.get("published"),
        originally_published=raw.get("originally_published"),
        source_path=f"{source.source_path}/{raw['member']}"
        if raw.get("member")
        else source.source_path,
        reader=raw["reader"],
        columns=raw.get("columns") or {},
        unparsed=raw.get("unparsed") or {},
        **fields,
    )


def _open(source: Source) -> io.BufferedReader:
    raw: Any
    if source.path is None:
        raw = _Stdin()
    elif source.gzipped:
        import gzip

        raw = gzip.GzipFile(source.path)
    else:
        raw = io.FileIO(source.path)
    return io.BufferedReader(raw, _BUFFER_BYTES)


def _detect_format(stream: io.BufferedReader) -> Format:
    """Return the format of a stream without a name, by its first bytes."""
    # White space may come first, and may be all that a pipe returns at a time.
    while (head := stream.peek(1)) and head.isspace():
        stream.read(len(head))
    return detect_format(stream.peek(_SAMPLE_BYTES))


class _Stdin(io.RawIOBase):
    """Standard input, which stays open when its reader is closed."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = getattr(sys.stdin.buffer, "read1", sys.stdin.buffer.read)(len(buffer))
        buffer[: len(data)] = data
        return len(data)
