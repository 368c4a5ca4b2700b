"""Names in texts: the pattern that finds a target by its aliases.

A name is found as whole words, in any case. White space between its words may be any white
space; an apostrophe or a hyphen may be any of its typographic variants; ``ss`` and ``ß`` are the
same. A ``*`` at the beginning or end of a word stands for any letters and digits there, so that
``*maut*`` is found in "Lkw-Mautgebühr" and "Citymaut".

Where a script attaches other words to a name, they do not hide it: in scripts written without
spaces a name may stand anywhere, a Korean name may be followed by particles, and an Arabic name
may be preceded by the article, conjunctions and prepositions that are written with it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tenor.articles.text.words import UNSPACED_LETTERS, has_unspaced_script

APOSTROPHES = "'’‘ʼ′`´＇"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2212\uff0d"
MIN_PREFIX = 2
"""The minimum number of letters and digits beside the ``*`` of a word."""

_LETTER = rf"[^\W{UNSPACED_LETTERS}]"
_LETTERS = f"{_LETTER}*"
_WORD_BEFORE = f"(?<!{_LETTER})"
_WORD_AFTER = f"(?!{_LETTER})"
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_ARABIC_ARTICLE = "ال"
_ARABIC_DEFINITE = "[وف]?(?:ال|بال|كال|لل)"
_ARABIC_PREFIXES = "[وف]?(?:ال|بال|كال|لل|[بكل])?"


@lru_cache
def names_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern that matches any of these names.

    Where several match at one place, the longest does.

    Examples
    --------
    >>> pattern = names_pattern(("people's toll", "*maut"))
    >>> [match.group() for match in pattern.finditer("The People’s Toll is a Citymaut.")]
    ['People’s Toll', 'Citymaut']
    """
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(_name_pattern, longest_first)), re.IGNORECASE)


def check_wildcards(name: str) -> str:
    """Return what is wrong with the ``*`` of a name, as a sentence; empty if nothing is."""
    for word in name.split():
        core = word.strip("*")
        if "*" in core or word.startswith("**") or word.endswith("**"):
            return f"'{name}': a '*' stands at the beginning or at the end of a word"
        if core != word and sum(map(str.isalnum, core)) < MIN_PREFIX:
            return f"'{name}': '{word}' needs at least {MIN_PREFIX} letters beside its '*'"
    return ""


def _name_pattern(name: str) -> str:
    words = name.split()
    pattern = r"\s+".join(map(_word_pattern, words))
    first, last = words[0], words[-1]
    pattern = _preceded(first, pattern)
    if not (has_unspaced_script(last[-1]) or _HANGUL.match(last[-1])):
        pattern += _WORD_AFTER
    return pattern


def _preceded(word: str, pattern: str) -> str:
    """Return the pattern of a name whose first word this is, with what may precede it."""
    if has_unspaced_script(word[0]):
        return pattern
    if not _ARABIC.match(word):
        return _WORD_BEFORE + pattern
    if len(word) > len(_ARABIC_ARTICLE) + 1 and word.startswith(_ARABIC_ARTICLE):
        # "for the" contracts with the article, so that the name's own beginning is not there.
        return f"{_WORD_BEFORE}{_ARABIC_DEFINITE}{pattern.removeprefix(_ARABIC_ARTICLE)}"
    return f"{_WORD_BEFORE}{_ARABIC_PREFIXES}{pattern}"


def _word_pattern(word: str) -> str:
    parts, i = [], 0
    while i < len(word):
        char = word[i]
        folded = char.casefold()
        if word[i : i + 2].lower() == "ss":
            parts.append("(?:ss|ß)")
            i += 1
        elif char == "*":
            parts.append(_LETTERS)
        elif char in APOSTROPHES:
            parts.append(f"[{APOSTROPHES}]")
        elif char in HYPHENS:
            parts.append(f"[{HYPHENS}]")
        elif len(folded) > 1:
            parts.append(f"(?:{char}|{folded})")
        else:
            parts.append(re.escape(char))
        i += 1
    return "".join(parts)
