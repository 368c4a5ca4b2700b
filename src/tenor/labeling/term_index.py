"""An index of the terms of all queries, which costs one dictionary lookup for each word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from tenor.articles.text import fold_word, split_words
from tenor.codebook.query import Term

MAX_CACHED_CHUNKS = 200_000
"""Distinct chunks (text between white space) in the cache."""
MAX_CHUNK_LENGTH = 100
"""Characters of a chunk that is cached, because longer ones rarely occur again."""


_Rest = tuple[int, tuple[str, ...]]
"""The number of a term, and its words after the first."""


class _Word(NamedTuple):
    """A word of a text, the one-word terms that match it, and the phrases that it may begin.

    ``phrases`` has the phrases by their second word, and those whose second word is a prefix
    under "". Long lists of phrases with the same first word are then as fast as short ones.
    """

    text: str
    terms: tuple[int, ...] = ()
    phrases: dict[str, list[_Rest]] = {}  # noqa: RUF012 - shared by words that begin no phrase
    max_rest: int = 0


class TermIndex:
    """Numbers the terms of all queries, and finds them in texts.

    Attributes
    ----------
    lengths
        The number of words of each term.
    """

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        self._chunks = _ChunkCache()

    def number(self, term: Term) -> int:
        """Return the number that identifies the words of a term; a new term gets the next one."""
        if term.words in self._numbers:
            return self._numbers[term.words]
        number = self._numbers[term.words] = len(self.lengths)
        self.lengths.append(len(term.words))
        self._chunks.add(number, term.words)
        return number

    def find(self, text: str, start: int, positions: dict[int, list[int]]) -> int:
        """Add the positions of each term in a text, counted in words.

        Parameters
        ----------
        text
            The text.
        start
            The position of its first word.
        positions
            The positions at which each term begins; this method adds to them.

        Returns
        -------
        int
            The number of words of the text.
        """
        chunks = text.split()
        shift = start
        looked_up = enumerate(map(self._chunks.__getitem__, chunks))
        for i, words in [(i, words) for i, words in looked_up if words is not None]:
            for j, word in enumerate(words):
                for number in word.terms:
                    positions.setdefault(number, []).append(i + j + shift)
                if word.phrases:
                    here = words[j + 1 : j + 1 + word.max_rest]
                    for number in self._phrases(word, here, chunks, i + 1):
                        positions.setdefault(number, []).append(i + j + shift)
            shift += len(words) - 1
        return len(chunks) + shift - start

    def _phrases(
        self, word: _Word, here: tuple[_Word, ...], chunks: list[str], i: int
    ) -> Iterator[int]:
        following = [next_word.text for next_word in here]
        while len(following) < word.max_rest and i < len(chunks):
            following += map(fold_word, split_words(chunks[i]))
            i += 1
        second = following[0] if following else ""
        for key in {second, ""}:
            for number, rest in word.phrases.get(key, ()):
                if len(rest) <= len(following) and all(map(_matches, following, rest)):
                    yield number


class _ChunkCache(dict[str, tuple[_Word, ...] | None]):
    """Maps a chunk of text to its words, or to None if it is one word that begins no term.

    A chunk is split once, so that most words of a text cost one lookup.
    """

    def __init__(self) -> None:
        self._exact: dict[str, list[_Rest]] = defaultdict(list)
        self._prefixes: dict[str, list[_Rest]] = defaultdict(list)
        self._prefix_lengths: list[int] = []
        self._words: dict[str, _Word] = {}

    def add(self, number: int, words: tuple[str, ...]) -> None:
        first, rest = words[0], words[1:]
        if first.endswith("*"):
            self._prefixes[first[:-1]].append((number, rest))
            self._prefix_lengths = sorted({*self._prefix_lengths, len(first) - 1})
        else:
            self._exact[first].append((number, rest))

    def __missing__(self, chunk: str) -> tuple[_Word, ...] | None:
        words: tuple[_Word, ...] | None = tuple(map(self._word, split_words(chunk)))
        if words and len(words) == 1 and not (words[0].terms or words[0].phrases):
            words = None
        if len(self) >= MAX_CACHED_CHUNKS:
            self.clear()
        if len(chunk) <= MAX_CHUNK_LENGTH:
            self[chunk] = words
        return words

    def _word(self, raw: str) -> _Word:
        word = fold_word(raw)
        if word in self._words:
            return self._words[word]
        candidates = list(self._exact.get(word, ()))
        for length in self._prefix_lengths:
            if length <= len(word):
                candidates += self._prefixes.get(word[:length], ())
        if not candidates:
            return _Word(word)
        phrases: dict[str, list[_Rest]] = defaultdict(list)
        for number, rest in candidates:
            if rest:
                phrases["" if rest[0].endswith("*") else rest[0]].append((number, rest))
        terms = tuple(number for number, rest in candidates if not rest)
        max_rest = max(len(rest) for _, rest in candidates)
        self._words[word] = _Word(word, terms, dict(phrases), max_rest)
        return self._words[word]


def _matches(word: str, pattern: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern
