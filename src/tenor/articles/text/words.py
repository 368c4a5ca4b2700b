"""Words: how texts are split into them, and when two are the same.

A word is a run of letters, digits and underscores. In scripts that are written without spaces
(Chinese, Japanese, Thai, Lao, Khmer and Burmese), every character is a word, so that a name or a
rule is found as a phrase of characters wherever it stands.
"""

from __future__ import annotations

import re

from tenor.articles.text.normal_form import nfc

UNSPACED_LETTERS = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6"
    "\u0edc-\u0edf\u1000-\u102a\u103f\u1780-\u17b3"
)
"""The letters of scripts written without spaces, as ranges of a regular expression."""
_MARKS = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3"
)
"""Vowel signs and tone marks, which belong to the letter before them."""
WORD = rf"(?:[{UNSPACED_LETTERS}][{_MARKS}]*+|[^\W{UNSPACED_LETTERS}]+)"
"""A word, as a regular expression."""

_SPACED_WORD = re.compile(r"\w+")
_UNSPACED_LETTER = re.compile(f"[{UNSPACED_LETTERS}]")
_WORD_OF_ANY_SCRIPT = re.compile(WORD)


def split_words(text: str) -> list[str]:
    """Return the words of a text in order.

    Examples
    --------
    >>> split_words("The toll isn't fair.")
    ['The', 'toll', 'isn', 't', 'fair']
    >>> split_words("通行费 2024")
    ['通', '行', '费', '2024']
    """
    if has_unspaced_script(text):
        return _WORD_OF_ANY_SCRIPT.findall(text)
    return _SPACED_WORD.findall(text)


def has_unspaced_script(text: str) -> bool:
    """Whether a text has a letter of a script that is written without spaces."""
    return not text.isascii() and _UNSPACED_LETTER.search(text) is not None


def fold_word(text: str) -> str:
    """Return a text for comparisons of words: case-folded, with composed accents.

    Examples
    --------
    >>> fold_word("STRASSE") == fold_word("Straße")
    True
    """
    if text.isascii():
        return text.lower()
    return nfc(text.casefold())
