"""Where the terms of all queries stand in a text: one lookup a word, however many terms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tenor.codebook.query import Term, folded, split_words

REMEMBERED = 200_000
"""Different pieces between spaces whose terms are kept in memory."""
LONGEST = 100
"""Characters of a piece that is kept there."""


_Rest = tuple[int, tuple[str, ...]]
"""The number of a phrase, and its words after the first."""


class _Word(NamedTuple):
    """A word of a text: the terms of one word that it is, and the phrases that it may begin.

    ``begins`` has them by their second word, those with a prefix there under
    "", so that word lists full of phrases with one beginning cost no more.
    """

    text: str
    whole: tuple[int, ...] = ()
    begins: dict[str, list[_Rest]] = {}  # noqa: RUF012 - shared by all words that begin nothing
    longest: int = 0


class Terms:
    """All terms of all queries, by number, and where they stand in a text."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        self._chunks = _Chunks()

    def number(self, term: Term) -> int:
        """Return the number of a term's words, new or known."""
        known = self._numbers.get(term.words)
        if known is not None:
            return known
        number = self._numbers[term.words] = len(self.lengths)
        self.lengths.append(len(term.words))
        self._chunks.add(number, term.words)
        return number

    def find(self, text: str, start: int, found: dict[int, list[int]]) -> int:
        """Add where each term begins, counted from ``start``; returns the number of words."""
        chunks = text.split()
        shift = start
        looked_up = enumerate(map(self._chunks.__getitem__, chunks))
        for i, words in [(i, words) for i, words in looked_up if words is not None]:
            for j, word in enumerate(words):
                for number in word.whole:
                    found.setdefault(number, []).append(i + j + shift)
                if word.begins:
                    here = words[j + 1 : j + 1 + word.longest]
                    for number in self._phrases(word, here, chunks, i + 1):
                        found.setdefault(number, []).append(i + j + shift)
            shift += len(words) - 1
        return len(chunks) + shift - start

    def _phrases(
        self, word: _Word, here: tuple[_Word, ...], chunks: list[str], i: int
    ) -> Iterator[int]:
        following = [next_word.text for next_word in here]
        while len(following) < word.longest and i < len(chunks):
            following += map(folded, split_words(chunks[i]))
            i += 1
        second = following[0] if following else ""
        for key in {second, ""}:
            for number, rest in word.begins.get(key, ()):
                if len(rest) <= len(following) and all(map(_fits, following, rest)):
                    yield number


class _Chunks(dict[str, tuple[_Word, ...] | None]):
    """From what stands between spaces to its words; None if it is one word of no term.

    Worked out once a different chunk, so that most words cost one lookup.
    """

    def __init__(self) -> None:
        self._exact: dict[str, list[_Rest]] = defaultdict(list)
        self._prefixes: dict[str, list[_Rest]] = defaultdict(list)
        self._lengths: list[int] = []
        self._words: dict[str, _Word] = {}

    def add(self, number: int, words: tuple[str, ...]) -> None:
        first, rest = words[0], words[1:]
        if first.endswith("*"):
            self._prefixes[first[:-1]].append((number, rest))
            self._lengths = sorted({*self._lengths, len(first) - 1})
        else:
            self._exact[first].append((number, rest))

    def __missing__(self, chunk: str) -> tuple[_Word, ...] | None:
        words: tuple[_Word, ...] | None = tuple(map(self._word, split_words(chunk)))
        if words and len(words) == 1 and not (words[0].whole or words[0].begins):
            words = None
        if len(self) >= REMEMBERED:
            self.clear()
        # A long one is not seen again, and would fill the memory.
        if len(chunk) <= LONGEST:
            self[chunk] = words
        return words

    def _word(self, raw: str) -> _Word:
        word = folded(raw)
        if word in self._words:
            return self._words[word]
        found = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length <= len(word):
                found += self._prefixes.get(word[:length], ())
        if not found:
            return _Word(word)
        begins: dict[str, list[_Rest]] = defaultdict(list)
        for number, rest in found:
            if rest:
                begins["" if rest[0].endswith("*") else rest[0]].append((number, rest))
        whole = tuple(number for number, rest in found if not rest)
        longest = max(len(rest) for _, rest in found)
        self._words[word] = _Word(word, whole, dict(begins), longest)
        return self._words[word]


def _fits(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
