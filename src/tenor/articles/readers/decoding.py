"""Decoding of bytes with an unknown encoding."""

from __future__ import annotations

import codecs
import io
import re

from tenor.articles.article import Reason, UnreadableInput

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY_SIGNATURES = (
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
# Western code pages, which are recognized by their letters before anything is guessed, and those
# of mainframes and old computers, in which no news is written but which fit the bytes of others.
_EXCLUDED_CODECS = [
    "cp1252",
    "latin_1",
    "iso8859_15",
    "iso8859_3",
    "iso8859_4",
    "iso8859_10",
    "iso8859_14",
    "iso8859_16",
    "cp037",
    "cp273",
    "cp424",
    "cp500",
    "cp875",
    "cp1026",
    "cp1140",
    "mac_cyrillic",
    "mac_greek",
    "mac_iceland",
    "mac_latin2",
    "mac_turkish",
]
SAMPLE_BYTES = 1 << 16
"""The first bytes of a file, by which its encoding is found."""

UTF_8_ERRORS = "tenor.stray-bytes"
"""The handler of bytes that are not valid in UTF-8, see `_decode_stray_byte`."""

_SURROGATES = 0xDC00
_UNDECODED = re.compile("[\udc80-\udcff]")

BROKEN_DETAIL = "it has bytes in another encoding than the rest; save it as UTF-8"

# Characters beyond ASCII of English, French, Spanish and their neighbors. A text that has few
# others than ASCII, all of them these, is Windows-1252: a short file is not enough for statistics.
_WESTERN = frozenset(
    "àâäáãåæçèéêëìíîïñòóôõöøœùúûüÿßÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜŸ"
    "‘’“”„«»‹›–—…•·¿¡ªº°€£¥©®™§¶×½¼¾²³\xa0\xad\x85"
)


def read_limited(stream: io.BufferedReader, limit: int) -> bytes:
    """Return the bytes of a stream.

    Raises
    ------
    UnreadableInput
        If it has more than ``limit`` bytes.
    """
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableInput(Reason.TOO_LARGE, f"it has more than {limit:,} bytes")
    return data


def decode(data: bytes) -> str:
    """Return the text of a file from its bytes.

    An incomplete character at the end, where a file was cut off, is left out.

    Raises
    ------
    UnreadableInput
        If the bytes are empty, not text, or not all of them are in a known encoding.
    """
    text = decode_marked(data)
    if is_broken(text):
        raise UnreadableInput(Reason.BROKEN_ENCODING, BROKEN_DETAIL)
    return text


def decode_marked(data: bytes) -> str:
    """Return a text in which bytes that are not in its encoding are lone surrogates.

    Raises
    ------
    UnreadableInput
        If the bytes are empty, not text, or in no known encoding.
    """
    encoding = detect_encoding(data)
    is_utf_8 = encoding.startswith("utf-8")
    decoder = codecs.getincrementaldecoder(encoding)(UTF_8_ERRORS if is_utf_8 else "strict")
    try:
        return decoder.decode(data, final=not is_utf_8)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            Reason.BROKEN_ENCODING,
            f"byte {error.start + 1} is not valid in {encoding}; save it as UTF-8",
        ) from None


def replace_undecoded(text: str) -> str:
    """Return a text with U+FFFD in place of bytes that are not in its encoding."""
    return _UNDECODED.sub("\ufffd", text)


def is_broken(text: str) -> bool:
    """Whether a text has bytes that are not in the encoding of its file."""
    if text.isascii():
        return False
    try:
        # Faster than a search, and most texts have no lone surrogate.
        text.encode()
    except UnicodeEncodeError:
        return _UNDECODED.search(text) is not None
    return False


def detect_encoding(data: bytes, *, complete: bool = True) -> str:
    """Return the name of the codec that decodes a text.

    Parameters
    ----------
    data
        The bytes of the text.
    complete
        Whether these are all bytes of the text, or only its first ones.

    Raises
    ------
    UnreadableInput
        If the bytes are empty, not text, or in no known encoding.
    """
    if not data.strip(b" \t\r\n\v\f"):
        raise UnreadableInput(Reason.EMPTY, "it is empty")
    for mark, codec in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return codec
    _reject_binary(data, complete)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=complete)
    except UnicodeDecodeError:
        return guess_encoding(data)
    return "utf-8"


def _decode_stray_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode a byte that is not valid in UTF-8: a Windows-1252 mark, or a lone surrogate.

    Text of two encodings is common: UTF-8 into which a curly quote of Windows was pasted. Its
    bytes begin no character of UTF-8, unlike those of a character that was cut off.
    """
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.end]
    if len(stray) == 1 and 0x80 <= stray[0] < 0xC0:
        char = stray.decode("cp1252", "ignore")
        if char in _WESTERN:
            return char, error.end
    return "".join(chr(_SURROGATES + byte) for byte in stray), error.end


codecs.register_error(UTF_8_ERRORS, _decode_stray_byte)


def _reject_binary(data: bytes, complete: bool) -> None:
    for signature, kind in _BINARY_SIGNATURES:
        if data.startswith(signature):
            raise UnreadableInput(Reason.BINARY, f"it is {kind} by its first bytes, not text")
    sample = data[:SAMPLE_BYTES]
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A table, which is read in parts, may have a stray NUL in a cell; another text has none.
    if n_controls > 0.05 * len(sample) or (complete and b"\0" in data):
        raise UnreadableInput(Reason.BINARY, "it has control bytes, which text does not have")


def guess_encoding(data: bytes) -> str:
    sample = b"\n".join(line for line in data.splitlines() if not line.isascii())[:SAMPLE_BYTES]
    n_valid = sum(not char.isascii() for char in sample.decode("utf-8", "ignore"))
    n_broken = len(_UNDECODED.findall(sample.decode("utf-8", UTF_8_ERRORS)))
    if n_valid > 10 * n_broken or (n_valid and n_broken <= 2):
        return "utf-8"
    try:
        special = [char for char in sample.decode("cp1252") if not char.isascii()]
    except UnicodeDecodeError:
        special = []
    if special and len(special) < 0.5 * len(sample) and _WESTERN.issuperset(special):
        return "cp1252"

    from charset_normalizer import from_bytes

    # Of the likely encodings, most likely first, the one that decodes to letters, not symbols.
    best = min(from_bytes(sample, cp_exclusion=_EXCLUDED_CODECS), key=_symbol_share, default=None)
    if best is None or len(_TEXT_CONTROLS.findall(str(best))) > 0.01 * len(str(best)):
        raise UnreadableInput(
            Reason.BROKEN_ENCODING, "its bytes are not text in a known encoding; save it as UTF-8"
        )
    return best.encoding


def _symbol_share(match: object) -> float:
    are_letters = [char.isalpha() for char in str(match) if not char.isascii()]
    return round(1 - sum(are_letters) / max(len(are_letters), 1), 1)
