"""Cleaning of texts; training and prediction use the same."""

from __future__ import annotations

import re
import unicodedata

from tenor.articles.boilerplate import is_footer_boilerplate, is_header_boilerplate

CLEANING = "news-1"
"""The name and version of the cleaning; a change of any cleaned text needs a new version."""

# Control characters other than white space, soft hyphens, zero-width spaces, word joiners, marks
# of direction and annotation, byte order marks, tags. Scripts and emoji need ZWNJ and ZWJ.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)


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
    return _strip_boilerplate(text if _is_normalized(text) else _normalize(text))


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


def _is_normalized(text: str) -> bool:
    # Most texts are, and these scans are much faster than _normalize.
    return (
        "  " not in text
        and " \n" not in text
        and "\n " not in text
        and "\n\n\n" not in text
        and text == text.strip()
        and text.replace("\n", "").isprintable()
        and unicodedata.is_normalized("NFC", text)
    )


def _normalize(text: str) -> str:
    if not text.isascii():
        # Pairs of surrogates become their character, lone ones U+FFFD.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text)


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
