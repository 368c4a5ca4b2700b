"""Streams as text, in the encoding of all their bytes, and their lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO, TextIO, cast

from tenor.articles.article import Reason, UnreadableInput
from tenor.articles.readers.decoding import (
    SAMPLE_BYTES,
    UTF_8_ERRORS,
    detect_encoding,
    guess_encoding,
)

MAX_ENDLESS_BYTES = 1 << 28
"""The longest line that is read to its end, though only to find the next one."""

_CHUNK_BYTES = 1 << 20
_MAX_BYTES_OF_CHARACTER = 4


class CheckedText(io.TextIOWrapper):
    """A text whose bytes are all valid in UTF-8, and whose lines all end with a line feed."""


def open_text(stream: io.BufferedReader) -> io.TextIOWrapper:
    """Open a stream as text, in the encoding of all its bytes; line ends are kept.

    Of a stream that cannot be read twice, as standard input, the first bytes decide. Bytes that
    are in no known encoding become lone surrogates, see `is_broken`.

    Raises
    ------
    UnreadableInput
        If the bytes are empty, not text, in no known encoding, or have a line without end.
    """
    codec = detect_encoding(stream.peek(SAMPLE_BYTES), complete=False)
    if codec == "utf-8" and stream.seekable():
        codec, is_checked = _detect_in_stream(stream)
        if is_checked:
            return CheckedText(stream, encoding=codec, newline="\n")
    errors = UTF_8_ERRORS if codec.startswith("utf-8") else "surrogateescape"
    return io.TextIOWrapper(stream, encoding=codec, errors=errors, newline="")


def open_slice(data: bytes, *, is_start: bool) -> CheckedText:
    """Return a slice of a file as text; its bytes are valid in UTF-8, as `slice_json_lines` finds.

    Parameters
    ----------
    data
        The bytes of the slice.
    is_start
        Whether they are the first of the file, which may have a byte order mark.
    """
    content = data.removeprefix(codecs.BOM_UTF8) if is_start else data
    return CheckedText(io.BytesIO(content), encoding="utf-8", newline="\n")


def read_lines(text: TextIO, limit: int) -> Iterator[str]:
    """Return an iterator of the lines of a text, each cut off a little beyond ``limit``."""
    if isinstance(text, CheckedText):
        return _read_checked_lines(cast("IO[bytes]", text.buffer), limit)
    return _read_lines(text, limit)


def _read_lines(text: TextIO, limit: int) -> Iterator[str]:
    while line := text.readline(limit + 1):
        yield line
        size = len(line)
        while len(line) > limit and line[-1] not in "\r\n":
            line = text.readline(limit + 1)
            size += len(line)
            _check_line(size)


def _check_line(size: int) -> None:
    if size > MAX_ENDLESS_BYTES:
        detail = f"it has a line of more than {MAX_ENDLESS_BYTES:,} bytes"
        raise UnreadableInput(Reason.TOO_LARGE, detail)


def _read_checked_lines(stream: IO[bytes], limit: int) -> Iterator[str]:
    # Lines of bytes are found and decoded in a third of the time that those of a text take.
    n_bytes = _MAX_BYTES_OF_CHARACTER * (limit + 1)
    while data := stream.readline(n_bytes):
        line = data.decode("utf-8", "ignore")
        if len(line) <= limit:
            yield line
            continue
        yield line[: limit + 1]
        size = len(data)
        while len(data) == n_bytes and not data.endswith(b"\n"):
            data = stream.readline(n_bytes)
            size += len(data)
            _check_line(size)


def _detect_in_stream(stream: io.BufferedReader) -> tuple[str, bool]:
    """Return the encoding of a stream by all its lines that are not ASCII; it is read twice.

    Returns
    -------
    str
        The encoding.
    bool
        Whether all bytes are valid in it, and all lines end with a line feed.
    """
    start = stream.tell()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf_8, n_returns, last, line_bytes = True, 0, b"", 0
    sample: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK_BYTES):
        if is_utf_8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf_8 = False
        if b"\r" in chunk:
            n_returns += chunk.count(b"\r") - chunk.count(b"\r\n")
        n_returns -= last == b"\r" and chunk.startswith(b"\n")
        last = chunk[-1:]
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        line_bytes = len(chunk) - 1 - end if end >= 0 else line_bytes + len(chunk)
        _check_line(line_bytes)
        if size < SAMPLE_BYTES and not chunk.isascii():
            lines = [line for line in chunk.splitlines() if not line.isascii()]
            sample += lines
            size += sum(map(len, lines))
    stream.seek(start)
    if is_utf_8:
        is_complete = not decoder.getstate()[0]
        return "utf-8", is_complete and not n_returns
    try:
        return guess_encoding(b"\n".join(sample)[:SAMPLE_BYTES]), False
    except UnreadableInput:
        return "utf-8", False  # Most of it is ASCII; the rows with other bytes are rejected.
