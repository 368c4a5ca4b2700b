"""Words: runs of letters, digits and underscores, compared without regard to case."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")


def split_words(text: str) -> list[str]:
    """Return the words of a text in order.

    Examples
    --------
    >>> split_words("The toll isn't fair.")
    ['The', 'toll', 'isn', 't', 'fair']
    """
    return _WORD.findall(text)


def fold_word(text: str) -> str:
    """Return a text for comparisons of words: case-folded, with composed accents.

    Examples
    --------
    >>> fold_word("STRASSE") == fold_word("Straße")
    True
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.casefold())
