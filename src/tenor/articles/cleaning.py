"""Cleaning of texts; training and prediction use the same."""

from __future__ import annotations

import re

from tenor.articles.boilerplate import is_footer_boilerplate, is_header_boilerplate
from tenor.articles.text import nfc

CLEANING = "news-2"
"""The name and version of the cleaning; a change of any cleaned text needs a new version."""

# Control characters other than white space, soft hyphens, zero-width spaces, word joiners, marks
# of direction and annotation, byte order marks, tags. Scripts and emoji need ZWNJ and ZWJ.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"\s")
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""The line ends of `str.splitlines` other than a line feed."""
_PLAIN_ASCII = bytes(range(32, 127)) + b"\n"
PLAIN = (
    "\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u2010-\u2027\u2030-\u205e\u20a0-\u20bf"
    "\u2100-\u2125\u2190-\u2328\u3001-\u3008\u3041-\u3096\u30a1-\u30ff\u4e00-\u9fef"
    "\uac00-\ud7a3\uff01-\uff5e"
)
"""Letters and marks beyond ASCII, as ranges of a regular expression.

A text of these and of ASCII is in NFC, because none of them combines with another.
"""
_ONLY_PLAIN = re.compile(f"[{PLAIN}]*+")


def clean(text: str) -> str:
    r"""Return a text cleaned, as models are trained on it and predict from it.

    It is in Unicode NFC, with plain spaces and line feeds, no invisible characters, at
    most one empty line in a row, and without boilerplate lines at its beginning and end.
    Cleaning is idempotent.

    Examples
    --------
    >>> clean("The\u00a0mayor  resigned. \r\n\r\n\r\nShe gave no reason.\nFollow us on Twitter")
    'The mayor resigned.\n\nShe gave no reason.'
    """
    return _strip_boilerplate(_normalize(text))


def clean_line(text: str) -> str:
    r"""Return a title, a name or another short text, cleaned, as one line.

    Examples
    --------
    >>> clean_line(" Storm\n hits\tcoast ")
    'Storm hits coast'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_normalize(text).split())


def _normalize(text: str) -> str:
    # Bytes are searched for the few characters that may need a change much faster than a text is.
    data = text.encode("utf-8", "surrogatepass").translate(None, _PLAIN_ASCII)
    others = data.decode("utf-8", "surrogatepass")
    if others and not _ONLY_PLAIN.fullmatch(others):
        text = _normalize_characters(text, others)
    return _normalize_spaces(text)


def _normalize_characters(text: str, others: str) -> str:
    """Return a text in NFC with visible characters, spaces and line feeds only.

    Parameters
    ----------
    text
        The text.
    others
        Its characters that are neither printable ASCII nor line feeds, in their order.
    """
    if _SURROGATE.search(others):
        # Pairs of surrogates become their character, lone ones U+FFFD.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        others = others.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if _INVISIBLE.search(others):
        text = _INVISIBLE.sub("", text)
    text = nfc(text)
    if spaces := {nfc(space) for space in set(_SPACE.findall(others))}:
        text = text.replace("\r\n", "\n")
        for space in spaces:
            text = text.replace(space, "\n" if space in _LINE_ENDS else " ")
    return text


def _normalize_spaces(text: str) -> str:
    # Each pass halves the longest run of spaces. The searches from the end are the faster ones.
    while text.rfind("  ") >= 0:
        text = text.replace("  ", " ")
    if " \n" in text:
        text = text.replace(" \n", "\n")
    if text.rfind("\n ") >= 0:
        text = text.replace("\n ", "\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip(" \n")


def _strip_boilerplate(text: str) -> str:
    start, end = 0, len(text)
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        if line_end > start and not is_header_boilerplate(text[start:line_end]):
            break
        start = min(line_end + 1, end)
    while start < end:
        line_start = max(text.rfind("\n", start, end) + 1, start)
        if line_start < end and not is_footer_boilerplate(text[line_start:end]):
            break
        end = max(line_start - 1, start)
    # A short post may consist of nothing but such lines.
    return text[start:end] or text
