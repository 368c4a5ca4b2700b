"""The one text path: what trains and what is predicted pass through the same cleaning."""

from __future__ import annotations

import re
import unicodedata

from tenor.articles.boilerplate import closes_page, opens_page

CLEANING = "news-1"
"""Name and version of this cleaning; changes whenever the cleaned text of any article does."""

# Controls that are no white space, soft hyphens, zero-width space and word joiners, marks of
# direction, annotation marks, BOM, tags. ZWNJ and ZWJ stay: scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)


def clean(text: str) -> str:
    r"""Return a text as Tenor trains on it and predicts from it.

    Unicode NFC, plain spaces, plain line ends, at most one empty line in a row,
    nothing invisible, and none of the page's own lines above or below the
    article. Cleaning twice is cleaning once.

    Examples
    --------
    >>> clean("The\u00a0mayor  resigned. \r\n\r\n\r\nShe gave no reason.\nFollow us on Twitter")
    'The mayor resigned.\n\nShe gave no reason.'
    """
    return _article_lines(text if _is_regular(text) else _regular(text))


def clean_line(text: str) -> str:
    r"""Return a title, a name or another short text, cleaned, as one line.

    Examples
    --------
    >>> clean_line(" Storm\n hits\tcoast ")
    'Storm hits coast'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_regular(text).split())


def _is_regular(text: str) -> bool:
    # Most articles are: a few scans in C tell, where _regular would rebuild every line.
    return (
        "  " not in text
        and " \n" not in text
        and "\n " not in text
        and "\n\n\n" not in text
        and text == text.strip()
        and text.replace("\n", "").isprintable()
        and unicodedata.is_normalized("NFC", text)
    )


def _regular(text: str) -> str:
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text)


def _article_lines(text: str) -> str:
    start, end = 0, len(text)
    while start < end:
        cut = text.find("\n", start, end)
        cut = end if cut < 0 else cut
        if cut > start and not opens_page(text[start:cut]):
            break
        start = min(cut + 1, end)
    while start < end:
        cut = max(text.rfind("\n", start, end), start - 1)
        if cut + 1 < end and not closes_page(text[cut + 1 : end]):
            break
        end = max(cut, start)
    # A text of nothing but such lines may be a short post that is meant.
    return text[start:end] or text
