"""The text of an article, with the words highlighted that contributed to a label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tenor.present import printable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models import Explanation

MAX_FULL_TEXT = 1200
"""The most characters of a text that is shown in full."""

CONTEXT = 140
"""The characters of a longer text that are shown on either side of a highlighted word."""

MAX_PASSAGES = 5
"""The number of passages of a longer text that are shown."""

LEVELS = (0.25, 0.45, 0.7)
"""The lower bound of each level, as a share of the largest contribution of a word."""

_words_and_gaps = re.compile(r"\w+|\W+").finditer


class HighlightedSpan(NamedTuple):
    """A span of text; ``highlight`` is a level from ``for1`` to ``against3``, or empty."""

    text: str
    highlight: str


class HighlightedArticle(NamedTuple):
    """The parts of an article that are shown: title, claim, and passages of the text."""

    title: list[HighlightedSpan]
    claim: list[HighlightedSpan]
    passages: list[list[HighlightedSpan]]


class _Word(NamedTuple):
    """A word, or the gap between two, with its position and the sum of its characters."""

    start: int
    end: int
    contribution: float


def highlight(
    title: str, text: str, claim: str, explanation: Explanation, *, whole: bool = False
) -> HighlightedArticle:
    """Highlight the words of an article by their contribution to a label.

    Parameters
    ----------
    title, text, claim
        The article.
    explanation
        The contribution of each of its characters.
    whole
        Show a long text in full, and not only passages of it.
    """
    title_words = _words(title, explanation.title)
    claim_words = _words(claim, explanation.claim)
    text_words = _words(text, explanation.text)
    words = [*title_words, *claim_words, *text_words]
    largest = max((abs(word.contribution) for word in words), default=0.0)
    passages = [(0, len(text))] if whole else _passages(text, text_words)
    return HighlightedArticle(
        _spans(title, title_words, largest, 0, len(title)),
        _spans(claim, claim_words, largest, 0, len(claim)),
        [_spans(text, text_words, largest, start, end) for start, end in passages],
    )


def _words(text: str, contributions: NDArray[np.float64]) -> list[_Word]:
    sums = np.concatenate([[0.0], np.cumsum(contributions)])
    return [
        _Word(
            match.start(),
            match.end(),
            float(sums[match.end()] - sums[match.start()]) if match[0][0].isalnum() else 0.0,
        )
        for match in _words_and_gaps(text)
    ]


def _passages(text: str, words: list[_Word]) -> list[tuple[int, int]]:
    """Return the passages around the words that contribute most, merged where they touch."""
    if len(text) <= MAX_FULL_TEXT:
        return [(0, len(text))]
    passages: list[tuple[int, int]] = []
    for word in sorted(words, key=lambda word: -abs(word.contribution)):
        if len(passages) == MAX_PASSAGES or not word.contribution:
            break
        if any(start <= word.start and word.end <= end for start, end in passages):
            continue
        start, end = max(0, word.start - CONTEXT), min(len(text), word.end + CONTEXT)
        near = [passage for passage in passages if passage[0] <= end and start <= passage[1]]
        passages = [passage for passage in passages if passage not in near]
        passages.append((min([start, *(s for s, _ in near)]), max([end, *(e for _, e in near)])))
    return sorted(_trim(*passage, words) for passage in passages or [(0, MAX_FULL_TEXT)])


def _trim(start: int, end: int, words: list[_Word]) -> tuple[int, int]:
    """Return a passage without incomplete words at its ends."""
    inside = [word for word in words if word.start >= start and word.end <= end]
    return (inside[0].start, inside[-1].end) if inside else (start, end)


def _spans(
    text: str, words: list[_Word], largest: float, start: int, end: int
) -> list[HighlightedSpan]:
    spans: list[HighlightedSpan] = []
    for word in words:
        if word.end <= start or word.start >= end:
            continue
        size = abs(word.contribution)
        level = sum(size >= share * largest for share in LEVELS) if largest else 0
        sign = "for" if word.contribution > 0 else "against"
        shown = printable(text[max(word.start, start) : min(word.end, end)], keep="\n\t")
        if spans and not level and not spans[-1].highlight:
            spans[-1] = HighlightedSpan(spans[-1].text + shown, "")
        else:
            spans.append(HighlightedSpan(shown, f"{sign}{level}" if level else ""))
    return spans
