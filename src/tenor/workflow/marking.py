"""The text of an article with the words marked that made a label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tenor.models.explaining import Explanation

WHOLE = 1200
"""Letters up to which a text is shown whole."""
AROUND = 140
"""Letters that are shown on either side of a strong word of a longer text."""
MOST_PASSAGES = 5
LEVELS = (0.25, 0.45, 0.7)
"""Shares of the strongest word's weight from which a word is marked, more and more."""

_pieces = re.compile(r"\w+|\W+").finditer


class Piece(NamedTuple):
    """Some letters, and how they are marked: ``for1`` to ``for3``, ``against1``..., or not."""

    text: str
    mark: str


class Marked(NamedTuple):
    """The parts of an article that are shown: pieces of its title, claim and passages."""

    title: list[Piece]
    claim: list[Piece]
    passages: list[list[Piece]]


def mark(title: str, text: str, claim: str, found: Explanation) -> Marked:
    """Mark the words of an article that speak for a label, and those against it."""
    parts = [(title, found.title), (claim, found.claim), (text, found.text)]
    weights = [_words(part, letters) for part, letters in parts]
    top = max((abs(w) for words in weights for _, _, w in words), default=0.0)
    shown = [[(start, end)] for start, end in ((0, len(title)), (0, len(claim)))]
    shown.append(_passages(text, weights[2]))
    done = [
        [_marked(part, words, top, *span) for span in spans]
        for (part, _), words, spans in zip(parts, weights, shown, strict=True)
    ]
    return Marked(done[0][0], done[1][0], done[2])


Word = tuple[int, int, float]


def _words(text: str, letters: NDArray[np.float64]) -> list[Word]:
    sums = np.concatenate([[0.0], np.cumsum(letters)])
    return [
        (m.start(), m.end(), float(sums[m.end()] - sums[m.start()]) if m[0][0].isalnum() else 0.0)
        for m in _pieces(text)
    ]


def _passages(text: str, words: list[Word]) -> list[tuple[int, int]]:
    if len(text) <= WHOLE:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    for start, end, weight in sorted(words, key=lambda word: -abs(word[2])):
        if len(found) == MOST_PASSAGES or not weight:
            break
        if any(low <= start and end <= high for low, high in found):
            continue
        low, high = max(0, start - AROUND), min(len(text), end + AROUND)
        near = [span for span in found if span[0] <= high and low <= span[1]]
        found = [span for span in found if span not in near]
        found.append((min([low, *(s for s, _ in near)]), max([high, *(e for _, e in near)])))
    return sorted(_at_words(span, words) for span in found or [(0, WHOLE)])


def _at_words(span: tuple[int, int], words: list[Word]) -> tuple[int, int]:
    inside = [word for word in words if word[0] >= span[0] and word[1] <= span[1]]
    return (inside[0][0], inside[-1][1]) if inside else span


def _marked(text: str, words: list[Word], top: float, low: int, high: int) -> list[Piece]:
    pieces: list[Piece] = []
    for start, end, weight in words:
        if end <= low or start >= high:
            continue
        level = sum(abs(weight) >= share * top for share in LEVELS) if top else 0
        name = f"{'for' if weight > 0 else 'against'}{level}" if level else ""
        shown = _shown(text[max(start, low) : min(end, high)])
        if pieces and not name and not pieces[-1].mark:
            pieces[-1] = Piece(pieces[-1].text + shown, "")
        else:
            pieces.append(Piece(shown, name))
    return pieces


def _shown(text: str) -> str:
    # A line break is shown as one; no other control character is anything to read.
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)
