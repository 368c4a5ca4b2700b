"""The positions of a text's terms in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from tenor.features.analysis import Analysis, strip_accents

_find_tokens = re.compile(r"(?u)\b\w\w+\b").finditer
_find_words = re.compile(r"\S+").finditer
_find_units = re.compile(r"\s\s+|.", re.DOTALL).finditer

Span = tuple[str, int, int]
"""A term, where it begins in the text, and where it ends."""


def term_spans(text: str, analysis: Analysis) -> Iterator[Span]:
    """Yield the terms of a text, in the order of `Analysis.terms`, with their positions.

    Examples
    --------
    >>> list(term_spans("The dam", Analysis(ngram_range=(1, 2))))
    [('the', 0, 3), ('dam', 4, 7), ('the dam', 0, 7)]
    """
    folded, origins = _folded(text, analysis)
    match analysis.analyzer:
        case "word":
            spans = _word_ngrams(folded, analysis)
        case "char":
            spans = _char_ngrams(folded, analysis)
        case "char_wb":
            spans = _char_wb_ngrams(folded, analysis)
    for term, start, stop in spans:
        yield term, origins[start], origins[stop - 1] + 1


def _folded(text: str, analysis: Analysis) -> tuple[str, list[int] | range]:
    """Return the folded text, and for each of its characters the position it comes from."""

    def fold(part: str) -> str:
        part = part.lower() if analysis.lowercase else part
        return strip_accents(part, analysis.strip_accents) if analysis.strip_accents else part

    folded = fold(text)
    if text.isascii():
        return folded, range(len(text))
    # A character can become several or none. How many does not depend on its neighbors, although
    # which they are may (Greek sigma).
    return folded, list(chain.from_iterable([i] * len(fold(char)) for i, char in enumerate(text)))


def _word_ngrams(text: str, analysis: Analysis) -> Iterator[Span]:
    tokens = [
        (match[0], match.start(), match.end())
        for match in _find_tokens(text)
        if match[0] not in analysis.stop_words
    ]
    low, high = analysis.ngram_range
    for n in range(low, high + 1):
        for i in range(len(tokens) - n + 1):
            ngram = tokens[i : i + n]
            yield " ".join(token for token, _, _ in ngram), ngram[0][1], ngram[-1][2]


def _char_ngrams(text: str, analysis: Analysis) -> Iterator[Span]:
    # A run of white space counts as one space.
    units = [
        (match[0] if len(match[0]) == 1 else " ", match.start(), match.end())
        for match in _find_units(text)
    ]
    low, high = analysis.ngram_range
    for n in range(low, high + 1):
        for i in range(len(units) - n + 1):
            ngram = units[i : i + n]
            yield "".join(char for char, _, _ in ngram), ngram[0][1], ngram[-1][2]


def _char_wb_ngrams(text: str, analysis: Analysis) -> Iterator[Span]:
    low, high = analysis.ngram_range
    for word in _find_words(text):
        padded = f" {word[0]} "
        begin, end = word.start(), word.end()
        for n in range(low, high + 1):
            for i in range(max(1, len(padded) - n + 1)):
                # The spaces around a word are no part of its span: " d" has that of "d".
                start = min(max(begin, begin + i - 1), end - 1)
                stop = max(min(begin + i - 1 + n, end), start + 1)
                yield padded[i : i + n], start, stop
            if len(padded) <= n:
                break
