"""Where the terms of a text stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from tenor.features.analysis import Analysis, strip_accents

_tokens = re.compile(r"(?u)\b\w\w+\b").finditer
_words = re.compile(r"\S+").finditer
_units = re.compile(r"\s\s+|.", re.DOTALL).finditer

Span = tuple[str, int, int]
"""A term, where it begins in the text, and where it ends."""


def term_spans(text: str, analysis: Analysis) -> Iterator[Span]:
    """Yield the terms of a text as `Analysis.terms` cuts them, in its order, with their places.

    Examples
    --------
    >>> list(term_spans("The dam", Analysis(ngram_range=(1, 2))))
    [('the', 0, 3), ('dam', 4, 7), ('the dam', 0, 7)]
    """
    folded, places = _folded(text, analysis)
    match analysis.analyzer:
        case "word":
            spans = _word_ngrams(folded, analysis)
        case "char":
            spans = _char_ngrams(folded, analysis)
        case _:
            spans = _char_wb_ngrams(folded, analysis)
    for term, start, stop in spans:
        yield term, places[start], places[stop - 1] + 1


def _folded(text: str, analysis: Analysis) -> tuple[str, list[int] | range]:
    """Return the text that is cut, and for each of its letters the one that it was made of."""

    def fold(part: str) -> str:
        part = part.lower() if analysis.lowercase else part
        return strip_accents(part, analysis.strip_accents) if analysis.strip_accents else part

    folded = fold(text)
    if text.isascii():
        return folded, range(len(text))
    # A letter may come to several, or to none; their number does not depend on its neighbors.
    return folded, list(chain.from_iterable([i] * len(fold(char)) for i, char in enumerate(text)))


def _word_ngrams(text: str, analysis: Analysis) -> Iterator[Span]:
    found = [(m[0], m.start(), m.end()) for m in _tokens(text) if m[0] not in analysis.stop_words]
    low, high = analysis.ngram_range
    for n in range(low, high + 1):
        for i in range(len(found) - n + 1):
            part = found[i : i + n]
            yield " ".join(token for token, _, _ in part), part[0][1], part[-1][2]


def _char_ngrams(text: str, analysis: Analysis) -> Iterator[Span]:
    # Several spaces count as one.
    units = [(m[0] if len(m[0]) == 1 else " ", m.start(), m.end()) for m in _units(text)]
    low, high = analysis.ngram_range
    for n in range(low, high + 1):
        for i in range(len(units) - n + 1):
            part = units[i : i + n]
            yield "".join(char for char, _, _ in part), part[0][1], part[-1][2]


def _char_wb_ngrams(text: str, analysis: Analysis) -> Iterator[Span]:
    low, high = analysis.ngram_range
    for word in _words(text):
        padded = f" {word[0]} "
        begin, last = word.start(), word.end()
        for n in range(low, high + 1):
            for i in range(max(1, len(padded) - n + 1)):
                # The spaces around a word are no part of it: " d" stands where "d" does.
                start = min(max(begin, begin + i - 1), last - 1)
                stop = max(min(begin + i - 1 + n, last), start + 1)
                yield padded[i : i + n], start, stop
            if len(padded) <= n:
                break
