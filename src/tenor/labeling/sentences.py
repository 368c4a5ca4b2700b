"""Sentences, and who speaks in them: the outlet itself, or somebody it quotes.

A sentence ends at ``.``, ``!``, ``?`` or ``…`` before white space and a
letter that is not lower case, save after an abbreviation or an initial, and
at every line end. Speech is what stands between double quotation marks,
guillemets, or curly single ones; it ends with its paragraph at the latest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ENDS = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+\s++|\n++")
_ABBREVIATED = (
    " mr mrs ms dr prof st gov sen rep gen col lt sgt capt rev hon jr sr vs dept inc ltd co corp "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
)
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_MARKS = re.compile('["“”„«»‘’\n]')
_CLOSES = {"“": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", '"': '"'}


class Piece(NamedTuple):
    """A run of text in one voice."""

    text: str
    quoted: bool


def sentences(text: str) -> Iterator[list[Piece]]:
    """Yield the sentences of a text as pieces in turn; joined, they are the text again.

    Examples
    --------
    >>> [piece.text for piece in next(sentences('"It is a tax," Mr. Orme said. It rose.'))]
    ['"It is a tax,', '" Mr. Orme said. ']
    """
    cuts = [cut for span in _speech(text) for cut in span]
    start = n_cuts = 0
    for end in sentence_ends(text):
        pieces = []
        while n_cuts < len(cuts) and cuts[n_cuts] < end:
            if cuts[n_cuts] > start:
                pieces.append(Piece(text[start : cuts[n_cuts]], n_cuts % 2 == 1))
                start = cuts[n_cuts]
            n_cuts += 1
        pieces.append(Piece(text[start:end], n_cuts % 2 == 1))
        yield pieces
        start = end


def sentence_ends(text: str) -> Iterator[int]:
    """Yield where each sentence of a text ends, which is where the next begins."""
    for match in _ENDS.finditer(text):
        end = match.end()
        if match.group()[0] != "\n" and "\n" not in match.group():
            if text[end : end + 1].islower():
                continue
            if match.group()[0] == ".":
                last = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
                if last and (len(last[1]) == 1 or f" {last[1].lower()} " in _ABBREVIATED):
                    continue
        if end < len(text):
            yield end
    if text:
        yield len(text)


def _speech(text: str) -> Iterator[tuple[int, int]]:
    opened = -1
    closing = ""
    for match in _MARKS.finditer(text):
        mark, at = match.group(), match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if mark == "\n":
            # An apostrophe may look like a single mark that nothing closes.
            if opened >= 0 and closing != "’":
                yield opened, at
            opened, closing = -1, ""
        elif opened >= 0:
            if mark in closing and not (mark == "’" and _is_word(after)):
                yield opened, at
                opened, closing = -1, ""
        elif mark in _CLOSES and not _is_word(before) and after and not after.isspace():
            opened, closing = at, _CLOSES[mark]
    if opened >= 0 and closing != "’":
        yield opened, len(text)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
