"""Bytes to text, where nobody wrote the encoding down."""

from __future__ import annotations

import codecs
import io
import re

from tenor.articles.article import Reason


class Refusal(Exception):
    """An input gives no article; a reader raises it, and it becomes a Rejection."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"Rar!", "a RAR file"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a SQLite database"),
)
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\v\f\r\x1a\x1b"})
_TEXT_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
# The western code pages, told by their letters beforehand, and those of mainframes and old
# computers, in which no news is but which fit the bytes of others.
_NEVER = ["cp1252", "latin_1", "iso8859_15", "iso8859_3", "iso8859_4", "iso8859_10", "iso8859_14"]
_NEVER += ["iso8859_16", "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"]
_NEVER += ["mac_cyrillic", "mac_greek", "mac_iceland", "mac_latin2", "mac_turkish"]
_SAMPLE = 1 << 16

# What English, French, Spanish and their neighbors use beyond ASCII; few of these in a text that
# is otherwise ASCII is Windows-1252, for which a statistical guess needs more than a short file.
_WESTERN = frozenset(
    "àâäáãåæçèéêëìíîïñòóôõöøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜŸ"
    "‘’“”„«»‹›–—…•·¿¡ªº°€£¥©®™§¶×½¼¾²³\xa0\xad\x85"
)


def decode(data: bytes) -> str:
    """Return the text that the bytes of one file spell.

    Raises
    ------
    Refusal
        The bytes are empty, not text, or in no encoding that fits.
    """
    encoding = detect(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8":  # a file cut in a letter, or with a few damaged ones
            return data.decode(encoding, "replace")
        raise Refusal(
            Reason.BROKEN_ENCODING,
            f"byte {error.start + 1} is not {encoding}, as the rest seems to be",
        ) from None


def detect(data: bytes, *, whole: bool = True) -> str:
    """Return the codec of a text by its bytes, or by its first ones if not `whole`."""
    if not data.strip(b" \t\r\n\v\f"):
        raise Refusal(Reason.EMPTY, "there is nothing in it")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    _refuse_binary(data, whole)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        return _guess(data)
    return "utf-8"


def open_text(stream: io.BufferedReader) -> io.TextIOWrapper:
    """Open a stream as text, its encoding told by its first bytes; line ends stay as they are."""
    codec = detect(stream.peek(_SAMPLE), whole=False)
    # What the first bytes did not tell comes out as lone surrogates, which cleaning replaces.
    errors = "surrogateescape" if codec.startswith("utf-8") else "replace"
    return io.TextIOWrapper(stream, encoding=codec, errors=errors, newline="")


def _refuse_binary(data: bytes, whole: bool) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise Refusal(Reason.BINARY, f"it is {what} by its first bytes, not text")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A table may have a stray NUL in a cell; a text file has none.
    if controls > 0.05 * len(sample) or (whole and b"\0" in data):
        raise Refusal(Reason.BINARY, "it holds control bytes that no text has")


def _guess(data: bytes) -> str:
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    repaired = telling.decode("utf-8", "ignore")
    spelled = sum(not letter.isascii() for letter in repaired)
    broken = telling.decode("utf-8", "replace").count("\ufffd")
    if spelled > 10 * broken or (spelled and broken <= 2):
        return "utf-8"
    try:
        special = [letter for letter in telling.decode("cp1252") if not letter.isascii()]
    except UnicodeDecodeError:
        special = []
    if special and len(special) < 0.5 * len(telling) and _WESTERN.issuperset(special):
        return "cp1252"

    from charset_normalizer import from_bytes

    # Of what it deems likely, in its order, the one that spells words and not symbols.
    best = min(from_bytes(telling, cp_exclusion=_NEVER), key=_symbols, default=None)
    if best is None or len(_TEXT_CONTROLS.findall(str(best))) > 0.01 * len(str(best)):
        raise Refusal(Reason.BROKEN_ENCODING, "its bytes are no text in any encoding known here")
    return best.encoding


def _symbols(match: object) -> float:
    letters = [letter.isalpha() for letter in str(match) if not letter.isascii()]
    return round(1 - sum(letters) / max(len(letters), 1), 1)
