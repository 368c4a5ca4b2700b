"""From text to terms, exactly as scikit-learn's vectorizers cut them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Analyzer = Literal["word", "char", "char_wb"]
Accents = Literal["ascii", "unicode"]

_tokens = re.compile(r"(?u)\b\w\w+\b").findall
_long_spaces = re.compile(r"\s\s+")


@dataclass(frozen=True)
class Analysis:
    """How a text is cut into terms; the parameters are scikit-learn's, by its names.

    Examples
    --------
    >>> Analysis(ngram_range=(1, 2)).terms("The dam holds")
    ['the', 'dam', 'holds', 'the dam', 'dam holds']
    >>> Analysis(analyzer="char_wb", ngram_range=(3, 3)).terms("dam")
    [' da', 'dam', 'am ']
    """

    analyzer: Analyzer = "word"
    ngram_range: tuple[int, int] = (1, 1)
    lowercase: bool = True
    strip_accents: Accents | None = None
    stop_words: frozenset[str] = frozenset()

    def terms(self, text: str) -> list[str]:
        """Return the terms of a text, repeated as they occur."""
        if self.lowercase:
            text = text.lower()
        if self.strip_accents:
            text = strip_accents(text, self.strip_accents)
        if self.analyzer == "word":
            return self._word_ngrams(_tokens(text))
        text = _long_spaces.sub(" ", text)
        if self.analyzer == "char":
            return self._char_ngrams(text)
        return self._char_wb_ngrams(text)

    def _word_ngrams(self, tokens: list[str]) -> list[str]:
        if self.stop_words:
            tokens = [token for token in tokens if token not in self.stop_words]
        low, high = self.ngram_range
        if high == 1:
            return tokens
        terms: list[str] = []
        for n in range(low, high + 1):
            if n == 1:
                terms += tokens
            else:
                grams = zip(*(tokens[i:] for i in range(n)), strict=False)
                terms += map(" ".join, grams)
        return terms

    def _char_ngrams(self, text: str) -> list[str]:
        low, high = self.ngram_range
        return [text[i : i + n] for n in range(low, high + 1) for i in range(len(text) - n + 1)]

    def _char_wb_ngrams(self, text: str) -> list[str]:
        low, high = self.ngram_range
        terms: list[str] = []
        for word in text.split():
            padded = f" {word} "
            for n in range(low, high + 1):
                terms += [padded[i : i + n] for i in range(max(1, len(padded) - n + 1))]
                # A word no longer than n gives itself once, not once for every n.
                if len(padded) <= n:
                    break
        return terms


def strip_accents(text: str, how: str) -> str:
    """Return a text without accents: ``unicode`` keeps letters that have no ASCII form."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    if how == "ascii":
        return decomposed.encode("ascii", "ignore").decode("ascii")
    return "".join(char for char in decomposed if not unicodedata.combining(char))
