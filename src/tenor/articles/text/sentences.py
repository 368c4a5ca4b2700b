"""Sentence boundaries, by punctuation and a list of abbreviations.

A sentence ends at every line break, at ``.``, ``!``, ``?`` or ``…`` (with the closing
marks after it) before white space, and at ``。``, ``！`` or ``？`` anywhere. It does not
end before a lower-case letter, nor at a full stop after an abbreviation, an initial, a
German ordinal ("am 5. März") or the "No." of a number ("No. 7").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenor.articles.text.words import split_words

_CLOSING = '["”’»›)\\]」』]'
_END = re.compile(
    rf"(?<![.!?…؟۔।])[.!?…؟۔।]++{_CLOSING}*+\s++"
    rf"|[。！？]++{_CLOSING}*+\s*+"
    r"|\n++"
)
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_NUMBERED = re.compile(r"(?:([^\W\d_]+)\s+)?\b\d{1,2}$")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_WINDOW = 24
"""Characters before a full stop that decide whether it ends the sentence."""

_ABBREVIATIONS = frozenset(
    split_words("""
    mr mrs ms dr prof st gov sen rep gen col lt sgt capt rev hon jr sr vs dept inc ltd co corp
    jan feb mar apr jun jul aug sep sept oct nov dec
    mm mme mmes mlle mlles dra sra srta sres ud uds lic arq gral ee uu bzw vgl sog ggf
    """)
)
_BEFORE_NUMBERS = frozenset(
    split_words("""
    no nos nr núm num art abs p pp pág pag vol fig sec ch cap bd
    """)
)
"""Abbreviations before a number, and other words elsewhere ("no", "art")."""
_BEFORE_ORDINALS = frozenset(
    split_words("""
    am im vom zum zur beim bis der die das dem den des ein eine einem einen einer eines seit
    """)
)
"""German words after which a number with a full stop is an ordinal."""
_MONTHS = frozenset(
    split_words("""
    januar jänner februar märz april mai juni juli august september oktober november dezember
    """)
)


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the end of each sentence of a text, where the next one begins.

    Examples
    --------
    >>> list(sentence_ends("Mr. Orme left on No. 7. He waved."))
    [24, 33]
    """
    for match in _END.finditer(text):
        end = match.end()
        mark = match.group()
        is_stop = "\n" not in mark and mark[0] not in "。！？"
        if is_stop and (
            text[end : end + 1].islower()
            or (mark[0] == "." and _is_abbreviation(text, match.start(), end))
        ):
            continue
        if end < len(text):
            yield end
    if text:
        yield len(text)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text without surrounding white space and without empty ones.

    Examples
    --------
    >>> split_sentences("It rained.  The dam held!\\n\\nIt was Sunday")
    ['It rained.', 'The dam held!', 'It was Sunday']
    """
    start, sentences = 0, []
    for end in sentence_ends(text):
        if sentence := text[start:end].strip():
            sentences.append(sentence)
        start = end
    return sentences


def _is_abbreviation(text: str, stop: int, following: int) -> bool:
    before = text[max(0, stop - _WINDOW) : stop]
    if word := _LAST_WORD.search(before):
        folded = word.group().lower()
        if len(folded) == 1 or folded in _ABBREVIATIONS:
            return True
        return folded in _BEFORE_NUMBERS and text[following : following + 1].isdigit()
    if number := _NUMBERED.search(before):
        next_word = _NEXT_WORD.match(text, following)
        return (number[1] or "").lower() in _BEFORE_ORDINALS or (
            next_word is not None and next_word.group().lower() in _MONTHS
        )
    return False
