"""Articles from files of every format, one stream in the order of the inputs."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tenor.articles.article import Article, Reason, Rejection
from tenor.articles.cleaning import clean, clean_line
from tenor.articles.columns import check_fields
from tenor.articles.decoding import Refusal, decode
from tenor.articles.sources import Source, find_sources
from tenor.articles.tables import Piece, Table
from tenor.errors import InputError

_BUFFER = 1 << 17
_LINES = ("title", "outlet", "byline", "url", "language", "series", "claim", "target", "part")
_ITEMS = ("regions", "publisher_themes")


def read_articles(
    inputs: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    keep: Sequence[str] = (),
    max_bytes: int = 20_000_000,
) -> Iterator[Article | Rejection]:
    """Read articles from files, folders, globs or standard input.

    Text, Markdown, HTML, PDF, CSV, TSV, JSON, JSON Lines and Parquet files are
    read, gzipped or not, by their extensions. What gives no article gives a
    Rejection, and the reading goes on. Memory stays flat however many there are.

    Parameters
    ----------
    inputs
        One or several: a file, a folder (walked in sorted order), a glob with
        ``*`` or ``**``, or ``-`` for standard input (JSON Lines, or one article
        of plain text).
    columns
        Article field to the name of the column that holds it, for tables that
        name it otherwise.
    keep
        Further columns to carry in `Article.columns`, where a table has them.
    max_bytes
        The most that a file of one article, or a row of a table, may hold.

    Yields
    ------
    Article or Rejection
        In the order of the inputs, and within one as its files and rows stand.

    Raises
    ------
    InputError
        At once: an input that does not exist or matches nothing, a key of
        `columns` that is no field. On reaching it: a table without a column that
        `columns` names (of JSON objects, the first shows what there is).

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = pathlib.Path(folder) / "articles.csv"
    ...     _ = table.write_text("id,headline,body\\n7,Harbor opens,Ships came at dawn.\\n8,,\\n")
    ...     found = list(read_articles(table))
    >>> found[0].article_id, found[0].title, found[0].text
    ('7', 'Harbor opens', 'Ships came at dawn.')
    >>> found[1].reason, found[1].detail
    (<Reason.NO_TEXT: 'no_text'>, 'it has no text')
    """
    check_fields(columns or {})
    named = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    options = _Options(dict(columns or {}), tuple(keep), max_bytes)
    return _read_all(find_sources(named), options)


@dataclass(frozen=True)
class _Options:
    columns: Mapping[str, str]
    keep: Sequence[str]
    max_bytes: int


def _read_all(
    sources: Iterator[Source | Rejection], options: _Options
) -> Iterator[Article | Rejection]:
    for source in sources:
        found = [source] if isinstance(source, Rejection) else _read_source(source, options)
        for result in found:
            if isinstance(result, Rejection):
                # File names and broken bytes reach a detail; they must not drive a terminal.
                result = replace(result, detail=clean_line(result.detail)[:500])
            yield result


def _read_source(source: Source, options: _Options) -> Iterator[Article | Rejection]:
    anything = False
    try:
        for piece in _read_pieces(source, options):
            anything = True
            yield piece if isinstance(piece, Rejection) else _finish(piece, source)
    except Refusal as refusal:
        yield Rejection(source.source_path, refusal.reason, refusal.detail)
    except (InputError, ImportError, MemoryError):
        raise
    except Exception as error:  # whatever a library makes of one bad file, the others go on
        detail = f"{type(error).__name__}: {error}"
        yield Rejection(source.source_path, Reason.UNREADABLE, detail)
    else:
        if not anything:
            yield Rejection(source.source_path, Reason.EMPTY, "it has no rows")


def _read_pieces(source: Source, options: _Options) -> Iterator[Piece | Rejection]:
    table = Table(source.source_path, options.columns, options.keep, options.max_bytes)
    with _open(source) as stream:
        kind = source.format or _stdin_format(stream)
        if kind == "csv":
            rows = table.read_csv(stream)
        elif kind == "jsonl":
            rows = table.read_jsonl(stream)
        elif kind == "parquet" and not source.gzipped:
            rows = table.read_parquet(stream)
        else:
            data = _read_bytes(stream, options.max_bytes)
            if kind == "json":
                rows = table.read_json(data)
            elif kind == "parquet":
                rows = table.read_parquet(io.BytesIO(data))
            else:
                rows = iter([_parse(kind, data)])
        for piece in rows:
            yield piece if isinstance(piece, Rejection) else {"reader": kind, **piece}


def _parse(kind: str, data: bytes) -> Piece:
    if not data:
        raise Refusal(Reason.EMPTY, "there is nothing in it")
    # Imported here so that reading a table loads none of them.
    if kind == "html":
        from tenor.articles.html import parse_html

        return parse_html(data)
    if kind == "pdf":
        from tenor.articles.pdf import parse_pdf

        return parse_pdf(data)
    from tenor.articles.plain import parse_text

    return parse_text(decode(data), markdown=kind == "markdown")


def _finish(piece: dict[str, Any], source: Source) -> Article | Rejection:
    """Clean what a reader found, the same way whatever it was found in."""
    row = f"#{piece['row']}" if piece.get("row") else ""
    text = clean(piece.get("text") or "")
    if not text:
        return Rejection(source.source_path + row, Reason.NO_TEXT, "it has no text")
    fields: dict[str, Any] = {name: clean_line(piece[name]) for name in _LINES if piece.get(name)}
    for name in _ITEMS:
        fields[name] = tuple(filter(None, map(clean_line, piece.get(name, ()))))
    return Article(
        article_id=clean_line(piece.get("article_id") or "") or source.article_id + row,
        text=text,
        published=piece.get("published"),
        originally_published=piece.get("originally_published"),
        source_path=source.source_path,
        reader=piece["reader"],
        columns=piece.get("columns") or {},
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
    return io.BufferedReader(raw, _BUFFER)


def _read_bytes(stream: io.BufferedReader, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Refusal(Reason.TOO_LARGE, f"it holds more than {limit:,} bytes")
    return data


def _stdin_format(stream: io.BufferedReader) -> str:
    # White space may come first, and alone in what a pipe gives at once.
    while (head := stream.peek(1)) and head.isspace():
        stream.read(len(head))
    return "jsonl" if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" else "text"


class _Stdin(io.RawIOBase):
    """Standard input, which stays open when its reader closes."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data: bytes = getattr(sys.stdin.buffer, "read1", sys.stdin.buffer.read)(len(buffer))
        buffer[: len(data)] = data
        return len(data)
