"""Highlighted words in a terminal: marked by signs, so that no color is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenor.present.wrapping import text_width

Piece = tuple[str, str]
"""A piece of text, and its highlight: a level from ``for1`` to ``against3``, or empty."""


def mark(text: str, highlight: str) -> str:
    """Return a word with the signs of its highlight: pluses for the label, minuses against it.

    Examples
    --------
    >>> mark("ferry", "for3"), mark("school", "against1"), mark("the", "")
    ('[+++ferry]', '[-school]', 'the')
    """
    if not highlight:
        return text
    sign = "+" if highlight.startswith("for") else "-"
    return f"[{sign * int(highlight[-1])}{text}]"


def marked_lines(spans: Iterable[Piece], width: int) -> Iterator[list[Piece]]:
    """Yield the lines of a text with marked words, of at most ``width`` columns where possible.

    Lines are divided at white space; line breaks of the text are kept.
    """
    line: list[Piece] = []
    used = 0
    for word, is_last_of_line in _words(spans):
        size = sum(text_width(text) for text, _ in word)
        if line and word and used + 1 + size > width:
            yield line
            line, used = [], 0
        if line and word:
            line.append((" ", ""))
            used += 1
        line += word
        used += size
        if is_last_of_line:
            yield line
            line, used = [], 0
    if line:
        yield line


def _words(spans: Iterable[Piece]) -> Iterator[tuple[list[Piece], bool]]:
    """Yield what stands between white space, and whether a line of the text ends after it."""
    word: list[Piece] = []
    for text, highlight in spans:
        if highlight:
            word.append((mark(text, highlight), highlight))
            continue
        for i, line in enumerate(text.split("\n")):
            if i:
                yield word, True
                word = []
            first, *others = line.replace("\t", " ").split(" ")
            word += [(first, "")] if first else []
            for other in others:
                if word:
                    yield word, False
                word = [(other, "")] if other else []
    if word:
        yield word, False
